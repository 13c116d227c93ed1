"""The address book: kept with consent, masked in the list, one default, twenty at most."""

import asyncio
import secrets
from typing import Any

import httpx
import pytest

from mobile_api.accounts.models import Person
from mobile_api.addresses.models import SavedAddress
from mobile_api.shared import clock
from mobile_api.shared.database import fetch, in_transaction
from tests.actors import ADDRESS, Citizen
from tests.stack import Stack

BOOK = "/api/v1/me/addresses"


def content(street: str = ADDRESS["address"], **more: Any) -> dict[str, Any]:
    address = ADDRESS | {"address": street} | more.pop("address", {})
    return {"address": address, "label": "家", "agrees_to_saving": True} | more


@pytest.fixture
async def stranger(stack: Stack, client: httpx.AsyncClient) -> Citizen:
    person = Citizen(stack, client, f"stranger-{secrets.token_hex(4)}")
    await person.sign_in()
    return person


async def test_saved_listed_changed_deleted(citizen: Citizen) -> None:
    saved = await citizen.ok("POST", BOOK, content())
    listed = (await citizen.ok("GET", BOOK))["addresses"]
    assert [one["address_masked"] for one in listed] == ["示范省示范市示范区和平街道****"]
    assert (listed[0]["name_masked"], listed[0]["is_default"]) == ("张**", True)
    changed = content("和平街道幸福路2号", label="单位")
    await citizen.ok("PUT", f"{BOOK}/{saved['id']}", changed)
    full = await citizen.ok("GET", f"{BOOK}/{saved['id']}")
    assert (full["label"], full["address"]) == ("单位", "和平街道幸福路2号")
    await citizen.ok("DELETE", f"{BOOK}/{saved['id']}")
    assert (await citizen.ok("GET", BOOK)) == {
        "addresses": [],
        "unreadable": 0,
        "most": 20,
    }


async def test_nothing_is_kept_without_consent(citizen: Citizen) -> None:
    refused = await citizen.call("POST", BOOK, content(agrees_to_saving=False))
    assert [one["code"] for one in refused.json()["errors"]] == ["consent_needed"]
    assert await SavedAddress.all().count() == 0


async def test_when_consent_was_given_is_kept_with_it(citizen: Citizen) -> None:
    await citizen.ok("POST", BOOK, content())
    first = await SavedAddress.get()
    await citizen.ok("PUT", f"{BOOK}/{first.id}", content(label="爸妈家"))
    assert (await SavedAddress.get()).agreed_at > first.agreed_at


async def test_nothing_of_it_stands_in_clear(citizen: Citizen) -> None:
    await citizen.ok("POST", BOOK, content(label="张家老宅"))
    row = (await fetch("SELECT row_to_json(saved_address)::text AS row FROM saved_address"))[0]
    for secret in (*ADDRESS.values(), "张家老宅"):
        assert secret not in row["row"]


async def test_the_same_address_is_kept_once(citizen: Citizen) -> None:
    first = await citizen.ok("POST", BOOK, content())
    again = await citizen.ok("POST", BOOK, content(label="新家"))
    assert (again["id"], again["label"]) == (first["id"], "新家")
    other = await citizen.ok("POST", BOOK, content("和平街道幸福路9号"))
    refused = await citizen.call("PUT", f"{BOOK}/{other['id']}", content())
    assert refused.json()["code"] == "address_already_saved"


async def test_there_is_one_default(citizen: Citizen) -> None:
    ids = [
        (await citizen.ok("POST", BOOK, content(f"幸福路{n}号", is_default=n == 2)))["id"]
        for n in range(1, 4)
    ]
    assert await defaults(citizen) == [ids[1]]
    await citizen.ok("DELETE", f"{BOOK}/{ids[1]}")
    assert await defaults(citizen) == [ids[2]]


async def defaults(citizen: Citizen) -> list[str]:
    listed = (await citizen.ok("GET", BOOK))["addresses"]
    return [one["id"] for one in listed if one["is_default"]]


async def test_twenty_at_most_and_one_default_however_fast(citizen: Citizen) -> None:
    bodies = [content(f"和平街道幸福路{n}号", is_default=True) for n in range(1, 25)]
    answers = await asyncio.gather(*(citizen.call("POST", BOOK, body) for body in bodies))
    refused = [one.json()["code"] for one in answers if one.status_code != 201]
    assert refused == ["address_book_full"] * 4
    assert len(await defaults(citizen)) == 1


async def test_addresses_of_others_are_not_there(citizen: Citizen, stranger: Citizen) -> None:
    saved = await citizen.ok("POST", BOOK, content())
    path = f"{BOOK}/{saved['id']}"
    answers = [
        await stranger.call("GET", path),
        await stranger.call("PUT", path, content("和平街道幸福路5号")),
        await stranger.call("DELETE", path),
        await stranger.call("POST", "/api/v1/postage-estimates", {"address_id": saved["id"]}),
    ]
    assert [one.json()["code"] for one in answers] == ["address_not_found"] * 4
    assert (await stranger.ok("GET", BOOK))["addresses"] == []


@pytest.mark.parametrize(
    ("wrong", "paths"),
    [
        ({"province": "广冬省"}, ["/address/province"]),
        ({"phone": "1380013800"}, ["/address/phone"]),
        ({"name": "3", "address": "x"}, ["/address/address", "/address/name"]),
        ({"city": "示\u0007市"}, ["/address/city"]),
    ],
)
async def test_wrong_fields_are_named_and_not_repeated(
    citizen: Citizen, wrong: dict[str, str], paths: list[str]
) -> None:
    refused = await citizen.call("POST", BOOK, content(address=wrong))
    assert sorted(one["path"] for one in refused.json()["errors"]) == paths
    assert not any(value in refused.text for value in wrong.values() if len(value) > 2)


async def test_a_short_name_of_a_province_is_completed(citizen: Citizen) -> None:
    saved = await citizen.ok("POST", BOOK, content(address={"province": "广西"}))
    assert saved["province"] == "广西壮族自治区"


async def test_a_closed_account_keeps_nothing_more(citizen: Citizen) -> None:
    await Person.all().update(closed_at=clock.now())
    assert (await citizen.call("POST", BOOK, content())).status_code == 401
    assert await SavedAddress.all().count() == 0


async def test_a_book_waits_for_no_row_that_names_the_person(citizen: Citizen) -> None:
    """A submission under way holds the person's key; two that wait for each other would fail."""
    [person] = await Person.all()
    async with in_transaction():
        await fetch("SELECT 1 FROM person WHERE id = $1 FOR KEY SHARE", person.id)
        await asyncio.wait_for(citizen.ok("POST", BOOK, content()), 5)
