"""Addresses in cities without counties and counties without a city, as EMS is asked about them."""

import json
from typing import Any

import httpx
import pytest

from tests.actors import ADDRESS, Citizen
from tests.simulators.ems.envelope import open_sealed
from tests.stack import Stack

STREET = "太沙路1号示范楼"
PLACES = [
    (("广东省", "东莞市", ""), f"广东省东莞市{STREET}"),
    (("广东省", "东莞市", "东莞市"), f"广东省东莞市{STREET}"),
    (("海南省", "", "陵水黎族自治县"), f"海南省陵水黎族自治县{STREET}"),
    (("湖北省", "省直辖县级行政区划", "仙桃市"), f"湖北省仙桃市{STREET}"),
    (("北京市", "市辖区", "东城区"), f"北京市东城区{STREET}"),
    (("广东", "东莞市", ""), f"广东东莞市{STREET}"),
]


def place(levels: tuple[str, str, str]) -> dict[str, str]:
    return dict(zip(("province", "city", "county"), levels, strict=True)) | {"address": STREET}


@pytest.mark.parametrize(("levels", "line"), PLACES)
async def test_ems_is_asked_about_names_of_places_each_once(
    stack: Stack,
    client: httpx.AsyncClient,
    citizen: Citizen,
    levels: tuple[str, str, str],
    line: str,
) -> None:
    told = await citizen.ok("POST", "/api/v1/postage-estimates", {"place": place(levels)})
    assert told["is_served"] is True
    asked: dict[str, Any] = {}
    for code in ("060002", "050005"):
        seen = await client.get(f"{stack.ems}/_simulator/requests?label={code}")
        form = httpx.QueryParams(seen.json()["requests"][-1]["body"])
        asked |= json.loads(open_sealed(form["logitcsInterface"], stack.settings.ems_sign_key))
    assert (asked["address"], asked["receiveInfo"]) == (line, line)
    assert not {"", "市辖区", "省直辖县级行政区划"} & {
        asked[key] for key in ("prov", "city", "county")
    }


@pytest.mark.parametrize(("levels", "line"), PLACES[:5])
async def test_they_are_kept_and_shown(
    citizen: Citizen, levels: tuple[str, str, str], line: str
) -> None:
    body = {"address": ADDRESS | place(levels), "agrees_to_saving": True}
    saved = await citizen.ok("POST", "/api/v1/me/addresses", body)
    assert "直辖" not in saved["city"] and saved["city"] != "市辖区"
    (shown,) = (await citizen.ok("GET", "/api/v1/me/addresses"))["addresses"]
    assert shown["address_masked"].startswith(line.removesuffix(STREET))
    told = await citizen.ok("POST", "/api/v1/postage-estimates", {"address_id": saved["id"]})
    assert told["is_served"] is True


@pytest.mark.parametrize(
    ("levels", "paths"),
    [
        (("广东省", "深圳市", ""), ["/address/county"]),
        (("广东省", "深圳市", "市辖区"), ["/address/county"]),
        (("广东省", "\u200b", "南山区"), ["/address/city"]),
        (("示范省", "", ""), ["/address/city", "/address/county"]),
        (("广东省", "深", "南山区"), ["/address/city"]),
    ],
)
async def test_a_level_that_the_place_has_must_be_named(
    citizen: Citizen, levels: tuple[str, str, str], paths: list[str]
) -> None:
    body = {"address": ADDRESS | place(levels), "agrees_to_saving": True}
    refused = await citizen.call("POST", "/api/v1/me/addresses", body)
    assert refused.status_code == 422
    assert sorted(one["path"] for one in refused.json()["errors"]) == paths
