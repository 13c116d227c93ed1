"""The way of a case in steps, so that every front end draws the same one."""

from mobile_api.cases.models import Case
from mobile_api.cases.shapes import ProgressKey, ProgressState
from mobile_api.cases.states import CaseStatus
from mobile_api.cases.status.guidance import ProgressStep
from mobile_api.cases.words import WORDS

_K = ProgressKey
# The step that a case is at; all before it are done, all after it are to come.
_NOW = {
    CaseStatus.draft: _K.apply,
    CaseStatus.submitted: _K.pre_review,
    CaseStatus.correction_requested: _K.correct,
    CaseStatus.pre_reviewed: _K.pre_review,
    CaseStatus.accepted: _K.review,
    CaseStatus.under_review: _K.review,
    CaseStatus.decided: _K.complete,
    CaseStatus.completed: _K.deliver,
    CaseStatus.transferred: _K.home,
}
_STOPPED = frozenset({CaseStatus.declined, CaseStatus.withdrawn})


def progress_of(case: Case) -> list[ProgressStep]:
    """What lies behind, where it is now, what is to come; after its end nothing is to come."""
    if case.status in _STOPPED:
        return [_step(case, key, ProgressState.done) for key in (*_behind(case), _K.ended)]
    way = _way(case)
    now = _NOW.get(case.status)
    at = way.index(now) if now in way else len(way)
    states = [ProgressState.done] * at + [ProgressState.now] + [ProgressState.to_come] * len(way)
    return [_step(case, key, state) for key, state in zip(way, states, strict=False)]


def _way(case: Case) -> list[ProgressKey]:
    is_corrected = case.status is CaseStatus.correction_requested
    start = [_K.apply, *([_K.correct] if is_corrected else []), _K.pre_review]
    is_elsewhere = case.is_for_another_city or case.status is CaseStatus.transferred
    decision = [_K.home] if is_elsewhere else [_K.review, _K.complete]
    return [*start, *decision, *([] if case.is_refused else [_K.deliver])]


def _behind(case: Case) -> list[ProgressKey]:
    """What a case had done before it stopped, as far as its own dates say."""
    told = ((case.submitted_at, _K.apply), (case.accepted_at, _K.pre_review))
    return [key for at, key in told if at is not None]


def _step(case: Case, key: ProgressKey, state: ProgressState) -> ProgressStep:
    name = WORDS.progress.names[key] or WORDS.statuses[case.status]
    return ProgressStep(key=key, name=name, state=state, state_name=WORDS.progress.states[state])
