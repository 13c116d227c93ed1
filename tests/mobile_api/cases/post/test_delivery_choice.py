"""How the result is to reach a person: an address of the book or typed, kept only if agreed."""

from typing import Any

import pytest

from mobile_api.addresses.models import SavedAddress
from mobile_api.cases.models import Case
from mobile_api.cases.states import CaseStatus
from notifications.post.ems.orders import order_of
from notifications.post.schemas import Contact
from tests.actors import ADDRESS, Citizen
from tests.mobile_api.cases.posting import NEW_ADDRESS, PostedCase

BOOK = "/api/v1/me/addresses"


async def draft(citizen: Citizen, item_key: str = "passport") -> str:
    case = await citizen.ok("POST", "/api/v1/cases", {"item_key": item_key})
    return f"/api/v1/cases/{case['id']}"


async def choose(citizen: Citizen, path: str, **choice: Any) -> Any:
    return await citizen.call("PATCH", path, {"delivery": {"kind": "post"} | choice})


async def test_a_typed_address_is_used_once(citizen: Citizen) -> None:
    path = await draft(citizen)
    assert (await choose(citizen, path, address=ADDRESS)).is_success
    assert await SavedAddress.all().count() == 0
    assert (await choose(citizen, path, address=ADDRESS, save_address=True)).is_success
    assert (await SavedAddress.get()).contact == Contact(**ADDRESS)


async def test_the_case_keeps_its_own_copy(citizen: Citizen) -> None:
    content = {"address": ADDRESS, "agrees_to_saving": True}
    saved = await citizen.ok("POST", BOOK, content)
    path = await draft(citizen)
    assert (await choose(citizen, path, address_id=saved["id"])).is_success
    await citizen.ok("PUT", f"{BOOK}/{saved['id']}", content | {"address": NEW_ADDRESS})
    kept = (await Case.get()).delivery
    assert kept is not None and kept.address == Contact(**ADDRESS)


@pytest.mark.parametrize(
    ("choice", "path"),
    [
        ({"address": ADDRESS | {"province": "广冬省"}}, "/delivery/address/province"),
        ({"address": ADDRESS, "address_id": "0" * 32}, "/delivery/address"),
    ],
)
async def test_wrong_choices(citizen: Citizen, choice: dict[str, Any], path: str) -> None:
    refused = await choose(citizen, await draft(citizen), **choice)
    assert [one["path"] for one in refused.json()["errors"]] == [path]


async def test_an_address_that_is_gone(citizen: Citizen) -> None:
    refused = await choose(citizen, await draft(citizen), address_id="0" * 32)
    assert refused.json()["code"] == "address_not_found"


@pytest.mark.parametrize("agrees", [True, False])
async def test_who_pays_agrees_before(citizen: Citizen, agrees: bool) -> None:
    path = await draft(citizen, "hkm-permit")
    assert (await choose(citizen, path, address=ADDRESS, agrees_to_postage=agrees)).is_success
    leg = await citizen.ok("GET", f"{path}/delivery")
    assert (leg["postage"], leg["agrees_to_postage"]) == ("receiver_pays", agrees)
    gaps = (await citizen.call("POST", f"{path}/submit")).json()["errors"]
    missing = [one["path"] for one in gaps if one["path"].startswith("/delivery")]
    assert missing == ([] if agrees else ["/delivery/agrees_to_postage"])


async def test_the_order_says_who_pays(posted: PostedCase) -> None:
    await posted.begin(CaseStatus.decided, "hkm-permit")
    assert (await posted.colleague.move(posted.id, "complete")).is_success
    await posted.stack.settle()
    parcel = (await posted.parcels())[0]
    assert parcel.receiver_pays and order_of(parcel)["bizProductNo"] == "3"
    await posted.play("refused")
    again = {"kind": "post", "address": NEW_ADDRESS}
    assert (await posted.post("delivery/readdress", again)).is_success
    assert (await posted.parcels())[1].receiver_pays


async def test_where_the_city_pays_nothing_is_to_be_agreed(citizen: Citizen) -> None:
    path = await draft(citizen)
    assert (await choose(citizen, path, address=ADDRESS)).is_success
    assert (await citizen.ok("GET", f"{path}/delivery"))["postage"] == "free"
    gaps = (await citizen.call("POST", f"{path}/submit")).json()["errors"]
    assert not [one for one in gaps if one["path"].startswith("/delivery")]
