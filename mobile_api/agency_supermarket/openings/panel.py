"""The panel that judges proposals: drawn by rule at the opening, over with the need.

Whoever belongs to the owner or to a bidder, or said so, is on no list.
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from mobile_api.agency_supermarket.affiliations.service import (
    begins_to_bind,
    declared_by,
    declared_by_owner,
)
from mobile_api.agency_supermarket.agencies.queries import standings_of
from mobile_api.agency_supermarket.bids.models import Bid
from mobile_api.agency_supermarket.experts.panels.asking import Subject
from mobile_api.agency_supermarket.experts.panels.by_rule import draw_by_rule, end
from mobile_api.agency_supermarket.experts.panels.history import last_seated_at
from mobile_api.agency_supermarket.experts.panels.models import ExpertPanel
from mobile_api.agency_supermarket.experts.panels.scope import locked_panel, panels_of
from mobile_api.agency_supermarket.experts.rules import PanelKind
from mobile_api.agency_supermarket.experts.scope import numbers_of
from mobile_api.agency_supermarket.needs.models import Need
from mobile_api.agency_supermarket.needs.telling import owner_to_tell
from mobile_api.agency_supermarket.rules import RULES
from mobile_api.agency_supermarket.selection.judging import Judging
from mobile_api.enterprises.queries import enterprise_by_id, people_behind
from mobile_api.shared import clock
from mobile_api.shared.calendar.working_days import last_day_of

_OVER = "采购已经结束,不再评审"


async def draw_panel(need: Need, judging: Judging, bids: Sequence[Bid]) -> ExpertPanel:
    """Raises TooFewExperts, NoIssuesAnnounced; then nothing is written."""
    codes, people = await _bound(need, bids)
    parties = (*sorted(codes), *await numbers_of(people))
    subject = Subject(need.number or "", need.title, PanelKind.other, parties)
    return await draw_by_rule(subject, judging.specialty, judging.members)


async def _bound(need: Need, bids: Sequence[Bid]) -> tuple[set[str], set[UUID]]:
    """Codes and names of owner and bidders and of whom they declared, and the people behind."""
    standings = (await standings_of([one.agency_id for one in bids], need.service_type)).values()
    agency_ids = [one.agency_id for one in standings]
    said = [await declared_by_owner(need)]
    for at in (need.bids_close_at, clock.now()):
        said += (await declared_by(agency_ids, at)).values()
    codes = {code for one in said for code in one.all} | set(need.avoided)
    codes |= {text for one in standings for text in (one.social_credit_code, one.name)}
    people = {need.owner_id, await owner_to_tell(need), *(one.submitted_by for one in bids)}
    people |= {one.representative_id for one in standings}
    firms = [one.enterprise_id for one in standings]
    if need.enterprise_id is not None:
        owner = await enterprise_by_id(need.enterprise_id)
        codes |= {owner.social_credit_code, owner.name}
        firms.append(owner.id)
    # Till now: an expert who has come since the deadline judges for one side as well.
    for behind in (await people_behind(firms, begins_to_bind(need), None)).values():
        people |= behind
    return codes, people


async def panel_of(need: Need) -> ExpertPanel | None:
    """The one that judges, its row locked; None where there is none."""
    found = await panels_of(need.number or "")
    return await locked_panel(found[-1].id) if found else None


async def end_panel(need: Need) -> None:
    """Of a need that is over: who judged is named, and whoever has not judged is told."""
    if need.terms.judging is None:
        return
    panel = await panel_of(need)
    if panel is not None:
        await end(panel, _OVER)


def judge_by(need: Need) -> datetime:
    """Till when the need has its scores, or fails; its draws were committed for later."""
    opened_at = need.opened_at or clock.now()
    on = clock.beijing_date(need.published_at or opened_at)
    return opened_at + RULES.here().judging.on(on).span


async def scores_due_at(need: Need, panel: ExpertPanel) -> datetime:
    """Till when whoever sits now has to score: some days since somebody took a seat last."""
    seated_on = clock.beijing_date(await last_seated_at(panel))
    last = await last_day_of(RULES.here().scoring.on(seated_on).limit, seated_on)
    return min(clock.end_of(last), judge_by(need))
