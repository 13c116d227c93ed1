"""A need's life at the demo market, each step by whose it is and at its own instant.

The clock of the process stands in the past meanwhile. A worker that runs beside it lives in the
present, where the deadlines of that need are long over: so what is still to be opened or drawn here
is leased, as due work is by whoever does it.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from uuid import UUID

import pyrage

from mobile_api.agency_supermarket.bids import service as bids
from mobile_api.agency_supermarket.bids.queries import bidders_of
from mobile_api.agency_supermarket.bids.schemas import BidRequest
from mobile_api.agency_supermarket.changes.schemas import ChangeRequest
from mobile_api.agency_supermarket.changes.service import change
from mobile_api.agency_supermarket.disputes.objecting import answer, object_to
from mobile_api.agency_supermarket.disputes.queries import has_dispute
from mobile_api.agency_supermarket.disputes.schemas import DisputeAnswer, DisputeRequest
from mobile_api.agency_supermarket.disputes.states import DisputeAbout
from mobile_api.agency_supermarket.needs import drafting, draws, questions
from mobile_api.agency_supermarket.needs.models import Need
from mobile_api.agency_supermarket.needs.schemas import NeedRequest
from mobile_api.agency_supermarket.needs.scope import own_needs
from mobile_api.agency_supermarket.needs.states import NeedStatus
from mobile_api.agency_supermarket.openings.opening import open_bids, read_bids
from mobile_api.agency_supermarket.openings.schemas import OpenRequest
from mobile_api.demo.market.judging import lease_panel
from mobile_api.demo.market.numbers import enter_numbers
from mobile_api.demo.market.people import MarketStaff
from mobile_api.demo.market.schemas import ToldNeed, ToldQuestion
from mobile_api.demo.market.told import instant
from mobile_api.draws.models import Draw
from mobile_api.shared import clock
from mobile_api.shared.callers import Citizen
from mobile_api.shared.database import in_transaction

_LEASE = timedelta(minutes=5)


class NeedStory:
    """One need as it is told, with its owner, their key, and who bids by the agency's name."""

    def __init__(
        self,
        told: ToldNeed,
        owner: Citizen,
        identity: str,
        bidders: Mapping[str, Citizen],
        today: date,
    ) -> None:
        self.told, self.owner, self.bidders, self.today = told, owner, bidders, today
        self.identity = identity
        self.lease_until = clock.now() + _LEASE

    async def found(self) -> Need | None:
        """The need, if it is there already; its owner has no other one of that title."""
        return await own_needs(self.owner).get_or_none(title=self.told.title)

    async def publish(self) -> UUID:
        """Drafted, published, asked about and bid for, or cancelled, as it is told: all at once."""
        async with in_transaction():
            with clock.standing_at(instant(self.told.published, self.today)):
                need_id = (await drafting.draft(self.owner, self._as_told())).id
                if self.told.state is not NeedStatus.draft:
                    await self._publish(need_id)
            for question in self.told.questions:
                await self._ask(need_id, question)
            for bid in self.told.bids:
                said = BidRequest(**bid.model_dump(exclude={"agency", "at", "points"}))
                with clock.standing_at(instant(bid.at, self.today)):
                    await bids.bid(self.bidders[bid.agency], need_id, said, clock.now())
            await self._change(need_id)
            await self._cancel(need_id)
        return need_id

    def _as_told(self) -> NeedRequest:
        told = self.told
        return NeedRequest(
            service_type=told.service_type,
            title=told.title,
            description=told.description,
            method=told.method,
            fund_source=told.fund_source,
            budget_fen=told.budget_fen,
            big_list=told.big_list,
            small_list=told.small_list,
            price_percent=told.price_percent,
            judging=told.judging,
            bids_close_at=instant(told.closes, self.today),
        )

    async def _publish(self, need_id: UUID) -> None:
        recipient = str(pyrage.x25519.Identity.from_str(self.identity).to_public())
        need = await drafting.publish(self.owner, need_id, drafting.OwnerKey(recipient))
        if self.told.opened is not None:
            mine = own_needs(self.owner).filter(id=need.id)
            await mine.update(leased_until=self.lease_until)
        committed = [one.draw_id for one in await draws.draws_of(need)]
        await Draw.filter(id__in=committed).update(leased_until=self.lease_until)

    async def _ask(self, need_id: UUID, told: ToldQuestion) -> None:
        with clock.standing_at(instant(told.at, self.today)):
            await questions.ask(self.bidders[told.agency], need_id, told.text)
        asked = await questions.unanswered(need_id)
        with clock.standing_at(instant(told.answer.at, self.today)):
            await questions.answer(self.owner, need_id, asked[-1].id, told.answer.text)

    async def _change(self, need_id: UUID) -> None:
        told = self.told.changed
        if told is None:
            return
        said = ChangeRequest(reason=told.reason, budget_fen=told.budget_fen)
        with clock.standing_at(instant(told.at, self.today)):
            await change(self.owner, need_id, said)

    async def _cancel(self, need_id: UUID) -> None:
        if self.told.cancelled is None:
            return
        with clock.standing_at(instant(self.told.cancelled.at, self.today)):
            reason = self.told.cancelled.reason
            await drafting.cancel(self.owner, need_id, reason, bidders_of)

    async def open(self, need_id: UUID) -> Need:
        """The owner opens the bids with their key, when it is told that they do."""
        assert self.told.opened is not None
        given = OpenRequest(identity=self.identity)
        with clock.standing_at(instant(self.told.opened, self.today)):
            opened = await read_bids(self.owner, need_id, given)
            async with in_transaction():
                need = await open_bids(self.owner, need_id, opened)
                await lease_panel(need, self.lease_until)
                return need

    async def object(self, need_id: UUID) -> date | None:
        """A bidder objects to the result, its owner answers; the day till which one may complain.

        None where that is not told, or was done.
        """
        told = self.told.dispute
        if told is None or await has_dispute(need_id):
            return None
        async with in_transaction():
            said = DisputeRequest(about=DisputeAbout.result, grounds=told.grounds)
            with clock.standing_at(instant(told.at, self.today)):
                made = await object_to(self.bidders[told.agency], need_id, said, clock.now())
            given = DisputeAnswer(agrees=False, answer=told.answer.text)
            with clock.standing_at(instant(told.answer.at, self.today)):
                return (await answer(self.owner, need_id, made.id, given)).complain_by

    async def enter_numbers(self, need: Need, staff: MarketStaff) -> None:
        """Two of the staff enter the numbers that the draw of the need waits for."""
        assert self.told.numbers is not None and need.outcome and need.outcome.draw
        awaited = need.outcome.draw.purpose
        (number,) = [one.number for one in await draws.draws_of(need) if one.purpose is awaited]
        with clock.standing_at(instant(self.told.numbers, self.today)):
            await enter_numbers(number, staff.readers)


def new_identity() -> str:
    """The secret half of an owner's key, as the owner's own device makes it."""
    return str(pyrage.x25519.Identity.generate())
