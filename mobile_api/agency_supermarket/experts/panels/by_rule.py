"""A panel that nobody asks for: what it consists of was published with its subject before.

So nobody chooses anything and nobody has to confirm: draw and list are there in one step, before
the numbers that decide can be known. What comes of it follows by rule as well.
"""

from collections.abc import Sequence

from mobile_api.agency_supermarket.experts.errors import TooFewExperts
from mobile_api.agency_supermarket.experts.panels import telling
from mobile_api.agency_supermarket.experts.panels.asking import Subject, call_off_all, create
from mobile_api.agency_supermarket.experts.panels.history import PANEL_LOG, move
from mobile_api.agency_supermarket.experts.panels.listing import (
    commit_draws,
    freeze_lists,
    who_may_sit,
)
from mobile_api.agency_supermarket.experts.panels.models import (
    ExpertPanel,
    PanelCandidate,
    PanelGroup,
)
from mobile_api.agency_supermarket.experts.panels.seating import pass_on, seated_of
from mobile_api.agency_supermarket.experts.panels.states import (
    END,
    FREEZE,
    JUDGE,
    PUBLISH_NAMES,
    REPLACE_LATE,
    PanelStatus,
    ReplaceReason,
)
from mobile_api.agency_supermarket.experts.register import once_each
from mobile_api.draws.service import next_sources
from mobile_api.shared import clock
from mobile_api.shared.history import writing
from mobile_api.shared.history.moves import SYSTEM


async def draw_by_rule(subject: Subject, specialty: str, seats: int) -> ExpertPanel:
    """So many of that specialty who can sign in, with as many alternates as there are, up to the
    seats again. Nothing is written where it raises.

    Raises TooFewExperts, NoIssuesAnnounced.
    """
    [found] = await once_each([await who_may_sit(specialty, subject.parties, signs_in=True)])
    if len(found) < seats:
        raise TooFewExperts()
    sources = await next_sources(clock.now())
    alternates = min(seats, len(found) - seats)
    group = PanelGroup(specialty=specialty, seats=seats, alternates=alternates)
    panel = await create(subject, seats, [group])
    text = f"按公告的评审安排抽取{seats}名专家,候补{alternates}名。"
    await writing.append(PANEL_LOG, panel, "ask", SYSTEM, public_text=text)
    await commit_draws(panel, sources)
    await freeze_lists(panel, [found])
    await move(panel, FREEZE, SYSTEM, f"按规则冻结候选名单,共{len(found)}人。")
    return panel


async def replace_late(panel: ExpertPanel, late: Sequence[PanelCandidate]) -> None:
    """Of a locked panel: whoever has not scored in time gives way to the next in the drawn order;
    where nobody is left, the panel has failed."""
    for one in late:
        if panel.status is PanelStatus.seated:
            await pass_on(panel, one, ReplaceReason.late, REPLACE_LATE, SYSTEM)
            await telling.tell_released(panel, [one])


async def conclude(panel: ExpertPanel) -> None:
    """Everybody who sits has scored: from now on nobody leaves a locked panel."""
    await move(panel, JUDGE, SYSTEM, "全部成员已经提交评分。")


async def end(panel: ExpertPanel, because: str) -> None:
    """Its subject is over: the names of who judged are public, and nobody else judges any more.

    `panel` is locked; `because` is public.
    """
    if panel.status is PanelStatus.judged:
        await move(panel, PUBLISH_NAMES, SYSTEM, "结果已经公布,成员名单随之公布。")
    elif panel.status in END.sources:
        leaving = await seated_of(panel) if panel.status is PanelStatus.seated else []
        await call_off_all(panel, because)
        await move(panel, END, SYSTEM, f"{because}。")
        await telling.tell_released(panel, leaving)
