"""A market that is told at random, stored as rows."""

import json
import random
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from mobile_api.accounts.models import Person
from mobile_api.agency_supermarket.agencies.models import Agency
from mobile_api.agency_supermarket.bids.models import Bid
from mobile_api.agency_supermarket.contracts.models import Contract
from mobile_api.agency_supermarket.contracts.states import ContractStatus, Side
from mobile_api.agency_supermarket.disputes.models import Dispute
from mobile_api.agency_supermarket.disputes.states import (
    DisputeAbout,
    DisputeRemedy,
    DisputeStatus,
)
from mobile_api.agency_supermarket.openings.models import Award, VoidAward
from mobile_api.agency_supermarket.ratings.models import Rating, TextState
from mobile_api.enterprises.models import Enterprise, OfficeProof
from mobile_api.shared import clock
from mobile_api.shared.database import fetch
from tests.mobile_api.agency_supermarket.needing import a_listed_agency

SERVICES = ("asset-appraisal", "land-appraisal", "cost-review", "fire-test")
_NEED = """
INSERT INTO market_need (id, number, owner_id, status, service_type, title, description, terms,
    avoided, bids_close_at, created_at, published_at, opened_at, outcome)
VALUES ($1, $2, $3, $4, $5, 't', 'd', $6, '[]', $7, $7, $7, $8, $9)
"""


@dataclass
class ToldContract:
    status: ContractStatus
    days_late: int | None = None
    is_past: bool = False
    scores: dict[str, int] = field(default_factory=dict)
    is_counted: bool = True


@dataclass
class ToldDispute:
    about: DisputeAbout
    status: DisputeStatus
    is_complaint: bool
    is_owners: bool = False
    remedy: DisputeRemedy | None = None


@dataclass
class ToldNeed:
    """`bids`: agencies that bid, and whether they withdrew; the winner is one who did not."""

    at: datetime
    service: str
    status: str
    bids: dict[int, bool] = field(default_factory=dict)
    is_opened: bool = True
    budget: int | None = None
    winner: int | None = None
    price: int | None = None
    outcome: dict[str, str] | None = None
    reason: str = ""
    voided: int = 0
    contract: ToldContract | None = None
    disputes: list[ToldDispute] = field(default_factory=list)


def told_need(dice: random.Random, at: datetime) -> ToldNeed:
    """Whatever may become of a need; some agencies win more often, the last one never."""
    status = dice.choice(("awarded",) * 5 + ("failed", "cancelled", "published", "choosing"))
    need = ToldNeed(at, dice.choice(SERVICES), status)
    need.budget = dice.choice((None, dice.randrange(900, 2_000)))
    for agency in dice.sample(range(6), dice.randrange(5)):
        need.bids[agency] = dice.random() < 0.15
    if status == "awarded":
        _award(dice, need)
    elif status == "failed":
        _fail(dice, need)
    need.is_opened = need.is_opened and status not in ("cancelled", "published")
    for about in dice.sample(list(DisputeAbout), dice.choice((0, 0, 1, 2))):
        ended = dice.choice((DisputeStatus.upheld, DisputeStatus.dismissed, DisputeStatus.lapsed))
        remedy = DisputeRemedy.anew if ended is DisputeStatus.upheld else None
        is_complaint = ended is not DisputeStatus.lapsed
        need.disputes.append(
            ToldDispute(about, ended, is_complaint, is_complaint and dice.random() < 0.3, remedy)
        )
    return need


def _award(dice: random.Random, need: ToldNeed) -> None:
    need.winner = dice.choice((0, 0, 0, 1, 1, 2, 3, 4))
    need.bids[need.winner] = False
    need.price = dice.choice((None, *[dice.randrange(100, 900)] * 5))
    if dice.random() < 0.8:
        status = dice.choice(list(ContractStatus))
        is_over = status is ContractStatus.finished
        late = dice.choice((0, 0, 3)) if is_over else None
        need.contract = ToldContract(status, late, dice.random() < 0.5)
        if is_over and dice.random() < 0.8:
            need.contract.scores = {
                "speed": dice.randrange(1, 6),
                "quality": dice.randrange(1, 6),
            }
            need.contract.is_counted = dice.random() < 0.7


def _fail(dice: random.Random, need: ToldNeed) -> None:
    reasons = ("no_bids", "too_few", "no_draw", "never_opened", "never_chosen", "complaint")
    need.reason = dice.choice(reasons)
    if need.reason in ("no_bids", "too_few"):
        need.outcome = {"kind": "failed", "failure": need.reason}
    elif need.reason == "no_draw":
        need.outcome = {"kind": "draw_needed"}
    elif need.reason == "never_chosen":
        need.outcome = {"kind": "owner_chooses"}
    elif need.reason == "never_opened":
        need.is_opened = False
    else:
        need.outcome = {"kind": "award"}
        need.voided = 1
        need.bids[5] = False
        need.disputes.append(
            ToldDispute(DisputeAbout.result, DisputeStatus.upheld, True, True, DisputeRemedy.fail)
        )


class Store:
    """Six agencies, and rows as the rooms of the market would have written them."""

    def __init__(self, owner_id: UUID, agencies: list[Agency], names: list[str]) -> None:
        self.owner_id, self.agencies, self.names = owner_id, agencies, names

    @classmethod
    async def open(cls, names: str = "甲乙丙丁戊己") -> "Store":
        owner = await Person.create(created_at=clock.now())
        agencies = []
        for number, name in enumerate(names):
            enterprise = await Enterprise.create(
                social_credit_code=f"91{number:016}",
                name=f"{name}评估事务所",
                representative_id=uuid4(),
                proven_by=OfficeProof.counter,
                proven_at=clock.now(),
                created_at=clock.now(),
            )
            agencies.append(await a_listed_agency(enterprise))
        return cls(owner.id, agencies, [f"{name}评估事务所" for name in names])

    async def keep(self, need: ToldNeed) -> None:
        need_id = uuid4()
        terms = json.dumps({} if need.budget is None else {"budget_fen": need.budget})
        outcome = json.dumps(need.outcome) if need.outcome else None
        opened_at = need.at + timedelta(hours=1) if need.is_opened else None
        about = need.status, need.service, terms
        number = need_id.hex[:22]
        await fetch(_NEED, need_id, number, self.owner_id, *about, need.at, opened_at, outcome)
        bids = {
            agency: await Bid.create(
                need_id=need_id,
                agency_id=self.agencies[agency].id,
                submitted_by=uuid4(),
                ciphertext=b"c",
                sealed_here=True,
                is_withdrawn=is_withdrawn,
            )
            for agency, is_withdrawn in need.bids.items()
        }
        for _ in range(need.voided):
            await VoidAward.create(
                **self._award(need, need_id, 5, bids[5].id), voided_at=need.at, reason="r"
            )
        if need.winner is not None:
            winner = need.winner
            award = await Award.create(**self._award(need, need_id, winner, bids[winner].id))
            if need.contract is not None:
                await self._contract(need, need.contract, award)
        for number_of, dispute in enumerate(need.disputes):
            await self._dispute(need, need_id, dispute, number_of)

    def _award(self, need: ToldNeed, need_id: UUID, agency: int, bid_id: UUID) -> dict[str, Any]:
        return {
            "need_id": need_id,
            "bid_id": bid_id,
            "agency_id": self.agencies[agency].id,
            "price_fen": need.price,
            "awarded_at": need.at,
            "shown_until": need.at.date(),
        }

    async def _contract(self, need: ToldNeed, told: ToldContract, award: Award) -> None:
        days = timedelta(days=1 if told.is_past else -1)
        contract = await Contract.create(
            number=award.need_id.hex[:22],
            need_id=award.need_id,
            award_id=award.id,
            bid_id=award.bid_id,
            owner_id=self.owner_id,
            agency_id=award.agency_id,
            status=told.status,
            shown_until=need.at.date(),
            sign_by=need.at.date(),
            milestones=(),
            last_day=clock.today() - days,
            created_at=need.at,
            days_late=told.days_late,
        )
        for side in Side if told.scores else ():
            await Rating.create(
                contract_id=contract.id,
                by=side,
                agency_id=award.agency_id,
                rated_by=uuid4(),
                rated_at=need.at,
                scores=told.scores,
                text_state=TextState.none,
                suspicions=(),
                is_counted=told.is_counted,
                needs_look=False,
            )

    async def _dispute(self, need: ToldNeed, need_id: UUID, told: ToldDispute, number: int) -> None:
        await Dispute.create(
            need_id=need_id,
            agency_id=None if told.is_owners else self.agencies[0].id,
            about=told.about,
            round=number,
            status=told.status,
            grounds="g",
            made_at=need.at,
            complained_at=need.at if told.is_complaint else None,
            remedy=told.remedy,
        )
