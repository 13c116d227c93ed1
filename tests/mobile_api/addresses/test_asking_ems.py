"""Coverage, postage and pasted texts with EMS at the other end, on good days and bad ones."""

import json
from typing import Any

import httpx

from tests.actors import ADDRESS, Citizen
from tests.simulators.ems.envelope import open_sealed
from tests.stack import Stack

GATEWAY = "/amp-prod-api/f/amp/api/open"
PLACE = {key: ADDRESS[key] for key in ("province", "city", "county", "address")}
PASTED = "张三丰 13800138000 示范省示范市示范区和平街道幸福路1号"


async def ems_fails(stack: Stack, client: httpx.AsyncClient, api_code: str) -> None:
    fault = {"path": GATEWAY, "kind": "bad_gateway", "contains": f"apiCode={api_code}", "times": 1}
    assert (await client.post(f"{stack.ems}/_simulator/faults", json=fault)).is_success


async def estimate(citizen: Citizen, place: dict[str, str], direction: str) -> dict[str, Any]:
    body = {"place": place, "direction": direction}
    return dict(await citizen.ok("POST", "/api/v1/postage-estimates", body))


async def test_fee_is_told_beforehand(citizen: Citizen) -> None:
    told = await estimate(citizen, PLACE, "to_person")
    assert told == {"is_served": True, "fee_fen": 1080, "hint": ""}


async def test_an_address_of_the_book(citizen: Citizen) -> None:
    body = {"address": ADDRESS, "agrees_to_saving": True}
    saved = await citizen.ok("POST", "/api/v1/me/addresses", body)
    told = await citizen.ok("POST", "/api/v1/postage-estimates", {"address_id": saved["id"]})
    assert told["fee_fen"] == 1080
    both = {"address_id": saved["id"], "place": PLACE}
    assert (await citizen.call("POST", "/api/v1/postage-estimates", both)).status_code == 422


async def test_where_no_courier_comes(citizen: Citizen) -> None:
    island = PLACE | {"address": "离岛乡灯塔1号"}
    told = await estimate(citizen, island, "to_hall")
    assert told["is_served"] is False and "邮局" in told["hint"]
    assert (await estimate(citizen, island, "to_person"))["is_served"] is True


async def test_silence_of_ems_forbids_nothing(
    stack: Stack, client: httpx.AsyncClient, citizen: Citizen
) -> None:
    for api_code in ("060002", "050005"):
        await ems_fails(stack, client, api_code)
    told = await estimate(citizen, PLACE, "to_person")
    assert (told["is_served"], told["fee_fen"]) == (None, None)
    assert told["hint"]


async def test_a_pasted_text_is_read_by_ems_without_the_person(
    stack: Stack, client: httpx.AsyncClient, citizen: Citizen
) -> None:
    read = await citizen.ok("POST", "/api/v1/address-readings", {"text": PASTED})
    assert read["is_complete"] and read["address"] == "和平街道幸福路1号"
    assert (read["name"], read["phone"], read["county"]) == ("张三丰", "13800138000", "示范区")
    seen = (await client.get(f"{stack.ems}/_simulator/requests?label=060001")).json()
    form = httpx.QueryParams(seen["requests"][-1]["body"])
    asked = open_sealed(form["logitcsInterface"], stack.settings.ems_sign_key)
    assert json.loads(asked) == [{"wholeAddress": "示范省示范市示范区和平街道幸福路1号"}]


async def test_a_pasted_text_is_read_while_ems_is_away(
    stack: Stack, client: httpx.AsyncClient, citizen: Citizen
) -> None:
    await ems_fails(stack, client, "060001")
    read = await citizen.ok("POST", "/api/v1/address-readings", {"text": PASTED})
    assert read["is_complete"] and read["county"] == "示范区"


async def test_what_nobody_can_read_is_left_to_the_person(citizen: Citizen) -> None:
    read = await citizen.ok("POST", "/api/v1/address-readings", {"text": "老地方见"})
    assert not read["is_complete"] and "补全" in read["hint"]
    assert read["address"] == "老地方见"


async def test_questions_are_limited(citizen: Citizen) -> None:
    body = {"text": "老地方见"}
    answers = [await citizen.call("POST", "/api/v1/address-readings", body) for _ in range(31)]
    assert [one.status_code for one in answers[-2:]] == [200, 429]
