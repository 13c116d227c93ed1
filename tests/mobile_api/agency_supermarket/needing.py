"""A need from its draft to its award, by the people who take part in it."""

import secrets
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, Self
from uuid import UUID

import httpx
from tortoise.transactions import in_transaction

from mobile_api.accounts.models import Person
from mobile_api.accounts.sessions.tokens import caller_of
from mobile_api.agency_supermarket.agencies.models import Agency, AgencyService
from mobile_api.agency_supermarket.agencies.states import AgencyStatus
from mobile_api.agency_supermarket.agencies.terms import NEVER
from mobile_api.agency_supermarket.bids.models import Bid
from mobile_api.agency_supermarket.needs.models import Need
from mobile_api.agency_supermarket.sealing.offers import new_identity, recipient_of
from mobile_api.draws.models import DrawIssue
from mobile_api.enterprises.models import Enterprise, OfficeProof
from mobile_api.shared import clock
from mobile_api.shared.callers import Citizen as Caller
from tests.actors import Citizen
from tests.stack import Stack
from tests.waiting import until

NEEDS, OWN_NEEDS = "/api/v1/market/needs", "/api/v1/market/own-needs"
APPRAISAL = "asset-appraisal"


def usual_need(**more: Any) -> dict[str, Any]:
    """By the lowest price, for state money, open for ten days."""
    usual = {
        "service_type": APPRAISAL,
        "title": "办公楼资产评估",
        "description": "对建筑面积3000平方米的办公楼作价值评估。",
        "method": "competitive_price",
        "fund_source": "state",
        "budget_fen": 5_000_000,
        "bids_close_at": (clock.now() + timedelta(days=10)).isoformat(),
    }
    return usual | more


class Bidder(Citizen):
    """The legal representative of an enterprise that is a listed agency for appraisals."""

    acting_for = ""
    agency_id: UUID

    @classmethod
    async def arrive(
        cls, stack: Stack, client: httpx.AsyncClient, name: str, person: Citizen | None = None
    ) -> Self:
        """`person`: who stands behind it, if not somebody new."""
        bidder = cls(stack, client, person.label if person else f"bidder-{secrets.token_hex(5)}")
        await bidder.sign_in()
        enterprise = await Enterprise.create(
            social_credit_code=f"91{secrets.token_hex(8).upper()}"[:18],
            name=name,
            representative_id=bidder.person_id,
            proven_by=OfficeProof.counter,
            proven_at=clock.now(),
            created_at=clock.now(),
        )
        bidder.acting_for = str(enterprise.id)
        bidder.agency_id = (await a_listed_agency(enterprise)).id
        return bidder

    @property
    def person_id(self) -> UUID:
        found = caller_of(self.tokens["access_token"])
        assert isinstance(found, Caller)
        return found.person_id

    async def call(self, method: str, path: str, body: Any = None, **more: Any) -> httpx.Response:
        if self.acting_for:
            more["headers"] = {"X-Acting-For": self.acting_for} | more.get("headers", {})
        return await super().call(method, path, body, **more)

    async def bid(self, need_id: str, price_fen: int, **more: Any) -> dict[str, Any]:
        """After a look at the need, with whatever was changed in it."""
        seen = (await self.ok("GET", f"{NEEDS}/{need_id}"))["change_number"]
        body = {"price_fen": price_fen, "days": 5, "change_read": seen} | more
        return dict(await self.ok("PUT", f"{NEEDS}/{need_id}/bid", body))


async def name_person(person_id: UUID, name: str) -> None:
    """Somebody's real name, as they declared it."""
    person = await Person.get(id=person_id)
    person.name, person.real_name_declared_at = name, clock.now()
    await person.save()


async def a_listed_agency(enterprise: Enterprise) -> Agency:
    agency = await Agency.create(
        enterprise_id=enterprise.id,
        status=AgencyStatus.listed,
        introduction="从事资产评估。",
        process="委托、评估、出具报告。",
        phone="0999-8010100",
        practitioners=9,
        created_at=clock.now(),
        applied_at=clock.now(),
        listed_at=clock.now(),
    )
    await AgencyService.create(
        agency_id=agency.id,
        service_type=APPRAISAL,
        price_from_fen=100_000,
        price_to_fen=900_000,
        price_unit="份",
        promised_days=5,
        covered_until=NEVER,
    )
    return agency


class Buyer:
    """Who owns needs, with a key of their own on their own device."""

    def __init__(self, person: Citizen) -> None:
        self.person = person
        self.identity = new_identity()

    async def draft(self, **more: Any) -> str:
        return str((await self.person.ok("POST", OWN_NEEDS, usual_need(**more)))["id"])

    async def publish(self, **more: Any) -> str:
        """Drafted and published; answers its id."""
        need_id = await self.draft(**more)
        key = {"owner_recipient": recipient_of(self.identity)}
        await self.person.ok("POST", f"{OWN_NEEDS}/{need_id}/publish", key)
        return need_id

    async def act(self, need_id: str, what: str, body: Any = None) -> httpx.Response:
        return await self.person.call("POST", f"{OWN_NEEDS}/{need_id}/{what}", body)

    async def open(self, need_id: str) -> dict[str, Any]:
        answer = await self.act(need_id, "open", {"identity": self.identity})
        assert answer.is_success, (answer.status_code, answer.text)
        return dict(answer.json())


async def let_it_close(need_id: str) -> None:
    """The deadline is this moment, after all that was done; everything else stays as published."""
    await Need.filter(id=need_id).update(bids_close_at=clock.now())


async def close_after(need_id: str, holds: Callable[[], bool]) -> datetime:
    """As soon as it holds, the deadline is the present moment, which is answered."""
    await until(holds)
    async with in_transaction():
        # Whose turn it is first has arrived first: who waits for the row is on time or late.
        need = await Need.select_for_update().get(id=need_id)
        need.bids_close_at = clock.now()
        await need.save(update_fields=["bids_close_at"])
    return need.bids_close_at


async def announce_issues(first: datetime, count: int = 40) -> None:
    """Issues of one set of sources, one each day, as their publishers announced them."""
    for number in range(count):
        for name in ("ssq", "ssq-blue", "sse-000001-close"):
            at = first + timedelta(days=number)
            issue = str(at.date()) if name.startswith("sse") else f"{at:%Y}{number + 1:03}"
            await DrawIssue.create(
                name=name, issue=issue, closes_at=at, entered_by=UUID(int=number + 1)
            )


async def opening_of(client: httpx.AsyncClient, need_id: str) -> dict[str, Any]:
    answer = await client.get(f"{NEEDS}/{need_id}/opening")
    assert answer.is_success, answer.text
    return dict(answer.json())


async def code_of(bidder: Bidder) -> str:
    """The social credit code of the enterprise for which somebody bids."""
    return (await Enterprise.get(id=bidder.acting_for)).social_credit_code


async def excluded_in(buyer: Buyer, need_id: str) -> dict[str, str | None]:
    """The need is closed and opened; why each bid was out, exactly, by the agency's name."""
    await let_it_close(need_id)
    return await excluded_of(await buyer.open(need_id))


async def excluded_of(opened: dict[str, Any]) -> dict[str, str | None]:
    """Of an opening as everybody reads it: why each bid was out, exactly."""
    ids = [one["bid_id"] for one in opened["bids"]]
    exact = {str(bid.id): bid.excluded_by or None for bid in await Bid.filter(id__in=ids)}
    return {one["agency_name"]: exact[one["bid_id"]] for one in opened["bids"]}
