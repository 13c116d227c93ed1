"""A panel is asked for by one and confirmed by another: draws committed, then lists frozen by rule.

Nobody chooses who stands on a list: everybody in the register who is active, has the specialty and
is to be avoided by nobody. The draw is committed before, and its numbers are public after.
"""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from uuid import UUID

from mobile_api.agency_supermarket.experts.errors import (
    PanelFourEyes,
    PanelMoveNotAllowed,
    PanelThere,
    TooFewExperts,
    TooManyPanels,
)
from mobile_api.agency_supermarket.experts.models import Expert
from mobile_api.agency_supermarket.experts.panels.history import PANEL_LOG, move
from mobile_api.agency_supermarket.experts.panels.listing import (
    commit_draws,
    freeze_lists,
    who_may_sit,
)
from mobile_api.agency_supermarket.experts.panels.models import ExpertPanel, PanelGroup
from mobile_api.agency_supermarket.experts.panels.schemas import PanelRequest
from mobile_api.agency_supermarket.experts.panels.scope import (
    MOST_PANELS,
    draws_of,
    locked_panel,
    panel_at_the_desk,
    panels_of,
)
from mobile_api.agency_supermarket.experts.panels.states import CANCEL, CONFIRM, LIVE
from mobile_api.agency_supermarket.experts.register import once_each
from mobile_api.agency_supermarket.experts.rules import RULES, Composition, PanelKind
from mobile_api.agency_supermarket.experts.scope import standing
from mobile_api.agency_supermarket.service_types.scope import check_desk
from mobile_api.draws.errors import DrawMoveNotAllowed, SourcesClosed
from mobile_api.draws.service import call_off, next_sources
from mobile_api.shared import clock
from mobile_api.shared.callers import Staff
from mobile_api.shared.database import one_at_a_time
from mobile_api.shared.errors import FieldFault, InvalidInput
from mobile_api.shared.history import writing
from mobile_api.shared.history.moves import actor_of
from mobile_api.shared.history.writing import check_allowed
from mobile_api.shared.process.parts import SETTINGS
from mobile_api.shared.serial_numbers import next_number

_EVEN = "成员人数必须是单数,请增加或减少一人。"
_TOO_SMALL = "这类项目的成员不得少于{least}人({source}),请增加。"
_TOO_MANY_DRAWN = "抽取的专家多于成员人数,请减少席位。"
_TOO_FEW_DRAWN = "专家不得少于成员总数的{thirds}/3({source}),请增加席位。"
_UNKNOWN = "没有这个专业类别,请从本市的类别表中选择。"
_MANY_ALTERNATES = "候补人数不得多于全部抽取的席位数,请减少。"
_TWICE = "同一个专业类别只写一组,请合并。"
_NO_EXPERT = "库中没有这个编号的专家,请核对。"
_FEW = "“{name}”可以抽取的专家只有{count}人,少于席位与候补之和,请调整。"


@dataclass(frozen=True, slots=True)
class Subject:
    """What a panel sits for. `parties`: codes and names of those whose people never sit on it."""

    number: str
    title: str
    kind: PanelKind
    parties: tuple[str, ...]


async def ask(caller: Staff, subject: Subject, given: PanelRequest) -> ExpertPanel:
    """Ask for a panel; its draws are committed at once, from numbers that nobody knows yet.

    Raises NotAtTheDesk, PanelThere, TooManyPanels, TooFewExperts, NoIssuesAnnounced, and
    InvalidInput with every fault.
    """
    check_desk(caller)
    await _check(subject.kind, given)
    await one_at_a_time(f"panel of {subject.number}")
    before = await panels_of(subject.number)
    if any(one.status in LIVE for one in before):
        raise PanelThere()
    if len(before) >= MOST_PANELS:
        raise TooManyPanels()
    avoided = (*given.avoided, *given.avoided_experts)
    groups = [PanelGroup.of(one) for one in given.groups]
    panel = await create(subject, given.members, groups, avoided, caller.staff_id)
    await _lists(panel)
    # The first sources that close after the time in which a second person confirms.
    after = panel.asked_at + RULES.here().confirm_within.on(clock.today()).span
    await commit_draws(panel, await next_sources(after))
    text = f"提出抽取:共{panel.members}名成员,其中抽取{_seats(given)}名专家。"
    await writing.append(PANEL_LOG, panel, "ask", actor_of(caller), public_text=text)
    return panel


async def create(
    subject: Subject,
    members: int,
    groups: Sequence[PanelGroup],
    avoided: Sequence[str] = (),
    asked_by: UUID | None = None,
) -> ExpertPanel:
    """The row, with the next number; `avoided`: besides the parties of the subject."""
    now = clock.now()
    day, region = clock.beijing_date(now), SETTINGS.here().region_code
    return await ExpertPanel.create(
        number="P" + await next_number("expert_sequence", region, day),
        subject_number=subject.number,
        subject_title=subject.title,
        kind=subject.kind,
        members=members,
        groups=tuple(groups),
        avoided=tuple(dict.fromkeys(one for one in (*subject.parties, *avoided) if one)),
        asked_by=asked_by,
        asked_at=now,
    )


def _seats(given: PanelRequest) -> int:
    return sum(one.seats for one in given.groups)


async def _check(kind: PanelKind, given: PanelRequest) -> None:
    """Raises InvalidInput with every fault."""
    today = clock.today()
    rule = RULES.here().compositions.on(today).of(kind)
    faults = [*_faults_of_sizes(rule, given), *_faults_of_groups(given)]
    known = await standing(given.avoided_experts)
    faults += [
        FieldFault(f"/avoided_experts/{place}", "unknown", _NO_EXPERT)
        for place, number in enumerate(given.avoided_experts)
        if number not in known
    ]
    if faults:
        raise InvalidInput(faults)


def _faults_of_sizes(rule: Composition, given: PanelRequest) -> Iterator[FieldFault]:
    drawn = _seats(given)
    if given.members % 2 == 0:
        yield FieldFault("/members", "even", _EVEN)
    if given.members < rule.least:
        text = _TOO_SMALL.format(least=rule.least, source=rule.source)
        yield FieldFault("/members", "too_few", text)
    if drawn > given.members:
        yield FieldFault("/groups", "more_than_members", _TOO_MANY_DRAWN)
    elif drawn * 3 < given.members * rule.thirds:
        text = _TOO_FEW_DRAWN.format(thirds=rule.thirds, source=rule.source)
        yield FieldFault("/groups", "too_few_experts", text)


def _faults_of_groups(given: PanelRequest) -> Iterator[FieldFault]:
    known, most = RULES.here().specialties.on(clock.today()).names, _seats(given)
    seen: set[str] = set()
    for place, one in enumerate(given.groups):
        if one.specialty not in known:
            yield FieldFault(f"/groups/{place}/specialty", "unknown", _UNKNOWN)
        elif one.specialty in seen:
            yield FieldFault(f"/groups/{place}/specialty", "twice", _TWICE)
        seen.add(one.specialty)
        # As many as could sit in the other groups; a longer order is one to choose from.
        if one.alternates > most:
            path = f"/groups/{place}/alternates"
            yield FieldFault(path, "more_than_seats", _MANY_ALTERNATES)


async def confirm(caller: Staff, panel_id: UUID) -> ExpertPanel:
    """Freeze the lists from the register as it stands now, by another person than who asked.

    Raises NotAtTheDesk, PanelNotFound, PanelFourEyes, PanelMoveNotAllowed, TooFewExperts,
    SourcesClosed (nobody confirmed in time).
    """
    await panel_at_the_desk(caller, panel_id)
    panel = await locked_panel(panel_id)
    check_allowed(PANEL_LOG, panel, CONFIRM)
    if panel.asked_by == caller.staff_id:
        raise PanelFourEyes()
    lists = await _lists(panel)
    await freeze_lists(panel, lists)
    counts = "、".join(str(len(one)) for one in lists)
    text = f"第二人确认,按规则冻结候选名单,各组{counts}人。"
    await move(panel, CONFIRM, actor_of(caller), text, confirmed_by=caller.staff_id)
    return panel


async def _lists(panel: ExpertPanel) -> list[list[Expert]]:
    """Who may be drawn, by group. Raises TooFewExperts with every group that has too few."""
    names = RULES.here().specialties.on(clock.today()).names
    known = [await who_may_sit(one.specialty, panel.avoided) for one in panel.groups]
    lists, faults = await once_each(known), []
    for place, (group, found) in enumerate(zip(panel.groups, lists, strict=True)):
        if len(found) < group.seats + group.alternates:
            text = _FEW.format(name=names.get(group.specialty, group.specialty), count=len(found))
            faults.append(FieldFault(f"/groups/{place}", "too_few_experts", text))
    if faults:
        raise TooFewExperts(faults)
    return lists


async def cancel(caller: Staff, panel_id: UUID, reason: str) -> ExpertPanel:
    """取消 while nobody can know who would be drawn.

    Raises NotAtTheDesk, PanelNotFound, PanelMoveNotAllowed, SourcesClosed.
    """
    await panel_at_the_desk(caller, panel_id)
    panel = await locked_panel(panel_id)
    check_allowed(PANEL_LOG, panel, CANCEL)
    if panel.asked_by is None:
        # Nobody chose it, so nobody chooses another one.
        raise PanelMoveNotAllowed()
    for one in await draws_of(panel.id):
        await call_off(one.draw_id, f"专家抽取取消:{reason}")
    await move(panel, CANCEL, actor_of(caller), f"取消抽取。原因:{reason}")
    return panel


async def call_off_all(panel: ExpertPanel, because: str) -> None:
    """Those draws that nothing waits for any more; one that has begun to be drawn goes on."""
    for one in await draws_of(panel.id):
        with suppress(DrawMoveNotAllowed, SourcesClosed):
            await call_off(one.draw_id, because)
