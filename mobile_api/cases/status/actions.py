"""What an applicant may do with a case now, and why not: every front end asks it here."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from mobile_api.cases.case_guide import wanted_materials
from mobile_api.cases.history import is_withdrawal_asked
from mobile_api.cases.models import Case
from mobile_api.cases.post import diverting, originals
from mobile_api.cases.post.errors import OriginalsNotExpected, OriginalsUnderWay
from mobile_api.cases.post.models import PostalTask, PostalTaskKind, PostalTaskState
from mobile_api.cases.post.views import open_task
from mobile_api.cases.shapes import ActionKey
from mobile_api.cases.states import WITHDRAW, CaseStatus
from mobile_api.cases.status.guidance import NextAction
from mobile_api.cases.words import WORDS
from mobile_api.guides.catalogue.schemas import ServiceGuide
from mobile_api.guides.catalogue.service import MaterialForm, OnlineLevel
from notifications.post.schemas import ParcelView
from notifications.post.states import ENDED, Direction, ParcelState

_K = ActionKey
_STOPPED = frozenset({CaseStatus.declined, CaseStatus.withdrawn})
# What was photographed at home is shown in its original where a visit follows.
_TAKEN_ALONG = frozenset({MaterialForm.PAPER, MaterialForm.ELECTRONIC})
_DECIDED = frozenset({CaseStatus.decided, CaseStatus.completed})


@dataclass(frozen=True, slots=True)
class CaseStanding:
    """A case with what its next actions depend on; `answer_by`: of its correction."""

    case: Case
    guide: ServiceGuide
    parcels: Sequence[ParcelView]
    task: PostalTask | None
    is_withdrawal_asked: bool
    answer_by: date | None

    @property
    def is_to_be_collected(self) -> bool:
        case = self.case
        is_ready = case.status is CaseStatus.completed
        return is_ready and not (case.goes_by_post or case.is_refused)

    def going(self, direction: Direction) -> list[ParcelView]:
        return [one for one in self.parcels if one.direction == direction]


async def next_actions(
    case: Case, guide: ServiceGuide, parcels: Sequence[ParcelView], answer_by: date | None
) -> list[NextAction]:
    """What the case waits for first, then the rest; what makes no sense where it stands is left
    out, what one may expect there is named with the reason why not."""
    # Only what is ready can have come back.
    task = await open_task(case) if case.status is CaseStatus.completed else None
    is_asked = case.status is CaseStatus.transferred and await is_withdrawal_asked(case)
    standing = CaseStanding(case, guide, parcels, task, is_asked, answer_by)
    found = [
        *_awaited(standing),
        *_choosing(standing),
        *_originals(standing),
        *_following(standing),
        *_address(standing),
        *_beginning_anew(standing),
        *_withdrawing(standing),
    ]
    return sorted(found, key=lambda one: (not one.is_awaited, not one.is_possible))


def _awaited(standing: CaseStanding) -> Iterator[NextAction]:
    case, task = standing.case, standing.task
    if case.status is CaseStatus.draft:
        yield _action(_K.fill_in, is_awaited=True)
    if case.status is CaseStatus.correction_requested:
        by = standing.answer_by
        text = WORDS.actions.correct_by.format(answer_by=by) if by else ""
        yield _action(_K.correct, text, is_awaited=True)
    if task is not None and task.kind is PostalTaskKind.readdress:
        by = task.due_on if task.state is PostalTaskState.open else None
        text = WORDS.actions.readdress_by.format(due_on=by) if by else ""
        yield _action(_K.readdress, text, is_awaited=by is not None)
    if case.status is CaseStatus.pre_reviewed and _is_visited(standing):
        yield _action(_K.visit, _visit_text(standing), is_awaited=True)
    if standing.is_to_be_collected:
        yield _action(_K.collect, is_awaited=True)


def _is_visited(standing: CaseStanding) -> bool:
    is_looked_at = standing.guide.online_level is OnlineLevel.PRE_REVIEW
    return is_looked_at and not standing.case.is_for_another_city


def _visit_text(standing: CaseStanding) -> str:
    wanted = wanted_materials(standing.case, standing.guide)
    names = [one.name for one in wanted if one.required and one.form in _TAKEN_ALONG]
    if not names:
        return ""
    return WORDS.actions.visit_with.format(originals="、".join(names))


def _choosing(standing: CaseStanding) -> Iterator[NextAction]:
    if standing.case.status is CaseStatus.draft and standing.guide.cross_region.modes:
        yield _action(_K.choose_city)


def _originals(standing: CaseStanding) -> Iterator[NextAction]:
    case, guide = standing.case, standing.guide
    if guide.post.materials and case.status is CaseStatus.draft:
        yield _action(_K.send_originals, reason=OriginalsNotExpected.title)
    elif originals.may_be_posted(case, guide):
        is_full = len(standing.going(Direction.to_hall)) >= originals.most_parcels(case)
        yield _action(_K.send_originals, reason=OriginalsUnderWay.title if is_full else None)


def _following(standing: CaseStanding) -> Iterator[NextAction]:
    if any(ParcelState(one.state) not in ENDED for one in standing.parcels):
        yield _action(_K.follow_parcel)


def _address(standing: CaseStanding) -> Iterator[NextAction]:
    case, sent = standing.case, standing.going(Direction.to_person)
    latest = sent[-1] if sent else None
    is_posted = case.is_to_be_posted and not case.is_refused
    if not is_posted or not diverting.is_change_expected(case, latest):
        return
    too_late = diverting.refusal_of_change(case, latest)
    yield _action(_K.change_address, reason=too_late.title if too_late else None)


def _beginning_anew(standing: CaseStanding) -> Iterator[NextAction]:
    if standing.case.status in _STOPPED or standing.case.is_refused:
        yield _action(_K.apply_anew)


def _withdrawing(standing: CaseStanding) -> Iterator[NextAction]:
    status = standing.case.status
    if status in _DECIDED:
        yield _action(_K.withdraw, reason=WORDS.actions.too_late_to_withdraw)
    elif standing.is_withdrawal_asked:
        yield _action(_K.withdraw, reason=WORDS.actions.withdrawal_asked)
    elif status in WITHDRAW.sources or status is CaseStatus.transferred:
        name = WORDS.actions.discard if status is CaseStatus.draft else ""
        yield _action(_K.withdraw, WORDS.actions.withdrawals[status] or "", name=name)


def _action(
    key: ActionKey,
    text: str = "",
    *,
    name: str = "",
    is_awaited: bool = False,
    reason: str | None = None,
) -> NextAction:
    return NextAction(
        key=key,
        name=name or WORDS.actions.names[key],
        text=text or WORDS.actions.texts[key] or "",
        is_awaited=is_awaited,
        is_possible=reason is None,
        reason=reason,
    )
