"""Where a case stands, in one word and in one name: whose turn it is, how its state is called."""

from mobile_api.cases.models import Case
from mobile_api.cases.states import HOLDERS, CaseStatus, DecisionOutcome, Holder
from mobile_api.cases.words import WORDS

_AFTER_DECISION = frozenset(
    {CaseStatus.decided, CaseStatus.completed, CaseStatus.delivered, CaseStatus.transferred}
)


def holder_of(case: Case) -> Holder:
    """Who has to act; completed without post, a case waits for its owner, refused for nobody."""
    if case.status is CaseStatus.completed and not case.goes_by_post:
        return Holder.nobody if case.is_refused else Holder.citizen
    return HOLDERS[case.status]


def status_name(case: Case) -> str:
    """What people are told first: of a refusal that it is one, however far its papers are."""
    if case.is_refused and case.status in _AFTER_DECISION:
        return WORDS.outcomes[DecisionOutcome.refused]
    return WORDS.statuses[case.status]
