"""How experts score at the demo market: drawn with invented numbers, each by the own account."""

from datetime import date, datetime

from mobile_api.agency_supermarket.experts.panels.models import ExpertPanel, PanelCandidate
from mobile_api.agency_supermarket.experts.panels.scope import draws_of, panels_of
from mobile_api.agency_supermarket.experts.panels.seating import seated_of
from mobile_api.agency_supermarket.experts.panels.states import PanelStatus
from mobile_api.agency_supermarket.experts.scope import each
from mobile_api.agency_supermarket.needs.models import Need
from mobile_api.agency_supermarket.openings.scores import judged_bids
from mobile_api.agency_supermarket.openings.scoring.schemas import (
    MarkedProposal,
    MarkRequest,
    ScoresRequest,
)
from mobile_api.agency_supermarket.openings.scoring.service import score
from mobile_api.demo.market.numbers import enter_numbers
from mobile_api.demo.market.people import MarketStaff
from mobile_api.demo.market.schemas import ToldNeed
from mobile_api.demo.market.told import instant
from mobile_api.draws.models import Draw
from mobile_api.shared import clock
from mobile_api.shared.callers import Citizen
from mobile_api.shared.database import in_transaction
from mobile_api.shared.ids import new_id

_REASON = "对照评审因素逐项比较后给分。"


async def lease_panel(need: Need, until: datetime) -> None:
    """A worker beside lives in the present, where its numbers may be long over."""
    for panel in await panels_of(need.number or ""):
        drawn = [one.draw_id for one in await draws_of(panel.id)]
        await Draw.filter(id__in=drawn).update(leased_until=until)


class JudgingStory:
    """The panel of a need that waits for scores, as it is told."""

    def __init__(self, told: ToldNeed, need: Need, today: date) -> None:
        self.told, self.need, self.today = told, need, today

    async def _panel(self) -> ExpertPanel:
        return (await panels_of(self.need.number or ""))[-1]

    async def enter_numbers(self, staff: MarketStaff) -> None:
        """The two readers enter what was published, if the panel waits for it."""
        panel = await self._panel()
        if panel.status is not PanelStatus.frozen or self.told.panel_numbers is None:
            return
        with clock.standing_at(instant(self.told.panel_numbers, self.today)):
            for one in await draws_of(panel.id):
                await enter_numbers(one.number, staff.readers)

    async def is_seated(self) -> bool:
        return (await self._panel()).status is PanelStatus.seated

    async def score(self) -> None:
        """Each who sits, in the drawn order, with the marks that are told of that seat."""
        assert self.told.scored is not None
        judged = [one for one in await judged_bids(self.need.id) if one.label is not None]
        for place, seat in enumerate(await seated_of(await self._panel())):
            body = ScoresRequest(
                proposals=[
                    MarkedProposal(label=one.label or 0, marks=self._marks(one.proposal, place))
                    for one in judged
                ]
            )
            with clock.standing_at(instant(self.told.scored, self.today)):
                async with in_transaction():
                    await score(await _account(seat), seat.id, body)

    def _marks(self, proposal: str, place: int) -> list[MarkRequest]:
        (bid,) = [one for one in self.told.bids if one.proposal == proposal]
        return [MarkRequest(hundredths=one * 100, reason=_REASON) for one in bid.points[place]]


async def _account(seat: PanelCandidate) -> Citizen:
    """Everybody on the list can sign in."""
    (expert,) = await each([seat.expert_id])
    assert expert.person_id is not None
    return Citizen(expert.person_id, new_id(), 2)
