"""A contract's life at the demo market, from its award as far as it is told: all at once.

Each step at an instant of its own, in one transaction, so that a worker that lives in the present
finds nothing of it half done.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from functools import partial
from uuid import UUID

from mobile_api.agency_supermarket.contracts.acts import agreeing, serving
from mobile_api.agency_supermarket.contracts.models import Contract
from mobile_api.agency_supermarket.contracts.schemas import (
    AnswerAsked,
    ConfirmRequest,
    FilesRequest,
    PlannedMilestone,
    ProposalRequest,
)
from mobile_api.agency_supermarket.contracts.scope import contract_by_itself, contract_of_need
from mobile_api.agency_supermarket.contracts.states import UNSIGNED
from mobile_api.agency_supermarket.ratings import moderation, rating
from mobile_api.agency_supermarket.ratings.schemas import LookRequest, RateRequest
from mobile_api.agency_supermarket.ratings.scope import ratings_of
from mobile_api.demo.context import until
from mobile_api.demo.market.certificates import scans_of
from mobile_api.demo.market.needs import NeedStory
from mobile_api.demo.market.people import MarketStaff
from mobile_api.demo.market.told import ToldContract, ToldRating
from mobile_api.shared import clock
from mobile_api.shared.callers import Citizen
from mobile_api.shared.clock import BEIJING
from mobile_api.shared.database import in_transaction
from mobile_api.shared.due.loops import Loop


class ContractStory:
    """The contract of a need that was awarded, as it is told."""

    def __init__(
        self, told: ToldContract, need: NeedStory, staff: MarketStaff, loops: Sequence[Loop]
    ) -> None:
        self.told, self.owner, self.need = told, need.owner, need
        self.staff, self.loops = staff, loops

    async def tell(self) -> None:
        """Once it is there; again, it changes nothing."""
        contract = await self._found()
        if contract.status not in UNSIGNED or contract.proposal:
            return
        agency = await self._agency(contract)
        scan = (await scans_of([agency.person_id], self.loops))[agency.person_id]
        async with in_transaction():
            await self._sign(contract, agency, scan)
            await self._serve(contract, agency, scan)
            await self._rate(contract, agency)

    async def _found(self) -> Contract:
        """Whoever makes it: a worker may run beside this."""
        need = await self.need.found()
        assert need is not None
        found: Contract = await until(partial(contract_of_need, need.id), "合同")
        return await contract_by_itself(found.id)

    async def _agency(self, contract: Contract) -> Citizen:
        await contract.fetch_related("agency__enterprise")
        return self.need.bidders[contract.agency.enterprise.name]

    @contextmanager
    def _on(self, contract: Contract, days: int, hour: int) -> Iterator[date]:
        """The clock stands so many days after the last one on which the result was shown."""
        day = contract.shown_until + timedelta(days=days)
        with clock.standing_at(datetime.combine(day, time(hour), BEIJING)):
            yield day

    async def _sign(self, contract: Contract, agency: Citizen, scan: UUID) -> None:
        told = self.told
        last_day = contract.shown_until + timedelta(days=told.last_day)
        with self._on(contract, told.signed, 9) as today:
            milestone = PlannedMilestone(words=told.milestone, on=today + timedelta(days=2))
            said = ProposalRequest(
                price_fen=contract.price_fen or 1,
                last_day=last_day,
                milestones=[milestone],
                files=[scan],
            )
            made = await agreeing.propose(agency, contract.id, said)
        with self._on(contract, told.signed, 15):
            confirmed = ConfirmRequest(proposal=made.contract.proposal)
            await agreeing.confirm(self.owner, contract.id, confirmed)

    async def _serve(self, contract: Contract, agency: Citizen, scan: UUID) -> None:
        told, shown = self.told, FilesRequest(files=[scan])
        with self._on(contract, told.signed + 2, 16):
            await serving.report_milestone(agency, contract.id, 0, shown)
        with self._on(contract, told.signed + 2, 18):
            await serving.answer_milestone(self.owner, contract.id, 0, AnswerAsked(agreed=True))
        if told.delivered is None or told.accepted is None:
            return
        with self._on(contract, told.delivered, 10):
            await serving.deliver(agency, contract.id, shown)
        with self._on(contract, told.accepted, 10):
            await serving.accept(self.owner, contract.id)

    async def _rate(self, contract: Contract, agency: Citizen) -> None:
        told = self.told
        if told.accepted is None or told.of_owner is None or told.of_agency is None:
            return
        with self._on(contract, told.accepted, 14):
            await rating.rate(self.owner, contract.id, _said(told.of_owner))
            await rating.rate(agency, contract.id, _said(told.of_agency))
        with self._on(contract, told.accepted, 17):
            await rating.reply(agency, contract.id, told.reply)
        with self._on(contract, told.accepted + 1, 9):
            look = LookRequest(shows_text=True, shows_reply=True, reason="内容属实,可以公开")
            for one in await ratings_of(contract):
                await moderation.look_at(self.staff.desk, one.id, look)


def _said(told: ToldRating) -> RateRequest:
    return RateRequest(scores=told.scores, text=told.text)
