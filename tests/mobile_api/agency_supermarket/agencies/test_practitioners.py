"""Practitioners: entered with consent, warned of, and seen by the desk when they stand twice."""

from datetime import timedelta
from typing import Any

import httpx
import pytest

from mobile_api.agency_supermarket.agencies.practitioners import service
from mobile_api.agency_supermarket.agencies.practitioners.models import Practitioner
from mobile_api.shared import clock
from mobile_api.shared.database import fetch
from tests.mobile_api.agency_supermarket.agencies.test_terms import at
from tests.mobile_api.agency_supermarket.market import Desk, fault_codes
from tests.mobile_api.agency_supermarket.needing import Bidder
from tests.stack import Stack

OWN = "/api/v1/market/agency/practitioners"
DOUBLED = "/staff/v1/market/practitioners/doubled"


def person(**more: Any) -> dict[str, Any]:
    usual = {"name": "周正", "kind": "asset-appraiser", "number": "32190044", "consents": True}
    return usual | more


async def test_entered_read_by_everybody_and_taken_out(
    client: httpx.AsyncClient, bidders: list[Bidder]
) -> None:
    bidder = bidders[0]
    public = f"/api/v1/market/agencies/{bidder.agency_id}/practitioners"
    for name in ("周正", "周正宇"):
        seen = await bidder.ok("POST", OWN, person(name=name))
    assert [one["name"] for one in seen["practitioners"]] == ["周正宇"]
    assert (await client.get(public)).json() == seen == await bidder.ok("GET", OWN)
    rows = await fetch("SELECT to_jsonb(one.*)::text AS said FROM agency_practitioner AS one")
    assert "周正" not in rows[0]["said"] and "32190044" not in rows[0]["said"]
    one = f"{OWN}/{seen['practitioners'][0]['id']}"
    assert (await bidders[1].call("DELETE", one)).json()["code"] == "practitioner_not_found"
    assert (await bidder.ok("DELETE", one))["practitioners"] == []
    assert (await bidder.call("DELETE", one)).json()["code"] == "practitioner_not_found"


@pytest.mark.parametrize(
    ("body", "path"),
    [
        ({"consents": False}, "/consents"),
        ({"kind": "no-such"}, "/kind"),
        ({"number": "?"}, "/number"),
        ({"name": ""}, "/name"),
        ({"valid_until": "2020-01-01"}, "/valid_until"),
        ({"valid_until": "2200-01-01"}, "/valid_until"),
        ({"valid_until": "9999-12-31"}, "/valid_until"),
    ],
)
async def test_what_is_no_practitioner(
    bidders: list[Bidder], body: dict[str, Any], path: str
) -> None:
    answer = await bidders[0].call("POST", OWN, person(**body))
    assert list(fault_codes(answer)) == [path]
    assert not await Practitioner.exists()


async def test_no_more_than_the_most(
    bidders: list[Bidder], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "MOST_PRACTITIONERS", 2)
    for number in ("11111", "22222"):
        await bidders[0].ok("POST", OWN, person(number=number))
    more = await bidders[0].call("POST", OWN, person(number="33333"))
    assert more.json()["code"] == "too_many_practitioners"
    await bidders[0].ok("POST", OWN, person(number="22222", name="周正宇"))


async def test_one_at_two_agencies_is_shown_to_the_desk_alone(
    stack: Stack, client: httpx.AsyncClient, bidders: list[Bidder], desk: Desk
) -> None:
    for bidder in bidders[:2]:
        await bidder.ok("POST", OWN, person())
    await bidders[2].ok("POST", OWN, person(number="99999"))
    found = (await desk.call("POST", DOUBLED)).json()["practitioners"]
    assert [(one["name"], one["number"]) for one in found] == [("周正", "32190044")]
    assert [one["agency_name"] for one in found[0]["agencies"]] == ["甲评估事务所", "乙评估事务所"]
    other = Desk(stack, client, "other-desk", department="police")
    await other.sign_in()
    assert (await other.call("POST", DOUBLED)).json()["code"] == "not_market_desk"


async def test_a_registration_that_ends_is_told_before_and_after(
    stack: Stack, client: httpx.AsyncClient, bidders: list[Bidder]
) -> None:
    last = clock.today() + timedelta(days=40)
    await bidders[0].ok("POST", OWN, person(valid_until=str(last)))
    for days in (30, 7, -1):
        with clock.standing_at(at(last - timedelta(days=days))):
            await stack.settle()
            await stack.settle()
            seen = await client.get(f"/api/v1/market/agencies/{bidders[0].agency_id}/practitioners")
    assert [one["is_valid"] for one in seen.json()["practitioners"]] == [False]
    entries = (await bidders[0].ok("GET", "/api/v1/me/messages"))["entries"]
    told = [one["title"] for one in entries]
    assert (told.count("执业登记即将到期"), told.count("执业登记已到期")) == (2, 1)
    assert all("周正" not in one["text"] for one in entries)
    assert (await Practitioner.get()).due_at is None
