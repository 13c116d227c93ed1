"""A need by proposals from its draft to its scores, with experts who sign in."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import httpx

from mobile_api.agency_supermarket.experts.panels.models import ExpertPanel, PanelCandidate
from mobile_api.agency_supermarket.needs.models import Need
from mobile_api.shared.callers import StaffRole
from tests.actors import Citizen
from tests.mobile_api.agency_supermarket.experts.panelling import (
    EXPERTS,
    OWN,
    after_its_sources,
    draws_of,
    usual_expert,
)
from tests.mobile_api.agency_supermarket.experts.test_seats import with_a_phone
from tests.mobile_api.agency_supermarket.needing import Bidder, Buyer, let_it_close
from tests.mobile_api.agency_supermarket.openings.test_draws_of_needs import enter, reader
from tests.mobile_api.agency_supermarket.trading.trading import Keeper
from tests.stack import Stack

VALUATION = "asset-valuation"
JUDGING: dict[str, Any] = {
    "specialty": VALUATION,
    "members": 3,
    "criteria": [{"name": "实施方案", "points": 60}, {"name": "项目团队", "points": 40}],
}
PRICES = (4_000_000, 2_000_000, 3_000_000)


def by_proposals(**more: Any) -> dict[str, Any]:
    """The price counts 20 of 100."""
    return {"method": "proposal", "price_percent": 20, "judging": JUDGING} | more


def marks(*points: int) -> list[dict[str, Any]]:
    return [{"hundredths": one * 100, "reason": "步骤清楚,安排合理。"} for one in points]


def scores(*points: Sequence[int]) -> dict[str, Any]:
    """For the proposals from 1 on, points by criterion."""
    proposals = [{"label": label, "marks": marks(*given)} for label, given in enumerate(points, 1)]
    return {"proposals": proposals}


class Panelists:
    """Seven experts of the register with accounts, by their numbers."""

    def __init__(self, stack: Stack, client: httpx.AsyncClient, keeper: Keeper) -> None:
        self.stack, self.client, self.keeper = stack, client, keeper
        self.people: dict[str, Citizen] = {}

    @classmethod
    async def arrive(cls, stack: Stack, client: httpx.AsyncClient, count: int = 7) -> "Panelists":
        keeper = await Keeper.arrive(stack, client, "expert-keeper", StaffRole.reviewer)
        made = cls(stack, client, keeper)
        for number in range(count):
            await made.register(number)
        return made

    async def register(self, number: int, **more: Any) -> Citizen:
        said = usual_expert(number, specialties=[VALUATION], **more)
        person = await with_a_phone(self.stack, self.client, said["phone"])
        entry = await self.keeper.ok("POST", EXPERTS, said)
        self.people[str(entry["number"])] = person
        return person

    async def seat(self, need_id: str) -> ExpertPanel:
        """The panel of an opened need is drawn with public numbers."""
        panel = await panel_of(need_id)
        draws = await draws_of(str(panel.id))
        with after_its_sources(draws):
            for draw in draws:
                await enter(draw, [reader(), reader()])
            await self.stack.settle()
        return await panel_of(need_id)

    async def sitting(self, panel: ExpertPanel) -> list["Seat"]:
        found = PanelCandidate.filter(panel_id=panel.id, state="seated").prefetch_related("expert")
        return [
            Seat(one.id, self.people[one.expert.number]) for one in await found.order_by("place")
        ]


class Seat:
    """One who sits."""

    def __init__(self, seat_id: UUID, person: Citizen) -> None:
        self.id, self.person = seat_id, person

    async def read(self) -> dict[str, Any]:
        return dict(await self.person.ok("GET", f"{OWN}/seats/{self.id}/judging"))

    async def score(self, body: dict[str, Any], **more: Any) -> httpx.Response:
        return await self.person.call("POST", f"{OWN}/seats/{self.id}/scores", body, **more)

    async def decline(self) -> httpx.Response:
        return await self.person.call("POST", f"{OWN}/seats/{self.id}/decline")


async def panel_of(need_id: str) -> ExpertPanel:
    need = await Need.get(id=need_id)
    return await ExpertPanel.get(subject_number=need.number)


async def bid_for(need_id: str, bidders: Sequence[Bidder]) -> None:
    """Each with a proposal in which its own name stands."""
    for bidder, price, name in zip(bidders, PRICES, "甲乙丙", strict=True):
        text = f"一、现场勘查\n二、由{name}评估 事务所按市场法评估,五个工作日出具报告。"
        await bidder.bid(need_id, price, proposal=text)


async def opened(buyer: Buyer, bidders: Sequence[Bidder], **more: Any) -> str:
    """Published, bid for and opened; answers its id."""
    need_id = await buyer.publish(**by_proposals(**more))
    await bid_for(need_id, bidders)
    await let_it_close(need_id)
    assert (await buyer.open(need_id))["status"] == "scoring"
    return need_id
