"""Whether a result that is to be posted may still go to another address."""

from mobile_api.cases.models import Case
from mobile_api.cases.moves import not_now
from mobile_api.cases.post.errors import AddressChangeTooLate
from mobile_api.cases.states import CaseStatus
from mobile_api.shared.errors import AppError
from notifications.post.models import Parcel
from notifications.post.schemas import ParcelView
from notifications.post.states import ParcelState

_BEFORE_POSTING = frozenset(
    {
        CaseStatus.submitted,
        CaseStatus.correction_requested,
        CaseStatus.pre_reviewed,
        CaseStatus.accepted,
        CaseStatus.under_review,
        CaseStatus.decided,
    }
)
_NOT_COLLECTED = frozenset(
    {
        ParcelState.order_pending,
        ParcelState.ordered,
        ParcelState.cancelled,
        ParcelState.order_failed,
    }
)
_AT_ITS_END = frozenset({ParcelState.delivered, ParcelState.returned, ParcelState.lost})


def refusal_of_change(case: Case, latest: Parcel | ParcelView | None) -> AppError | None:
    """Why a result that is posted cannot go elsewhere now; None: it can. `latest`: its posting."""
    if not _may_still_go_out(case, latest):
        return not_now(case)
    return AddressChangeTooLate() if latest is not None and not _never_left(latest) else None


def is_change_expected(case: Case, latest: Parcel | ParcelView | None) -> bool:
    """Whether its owner may think of it: the result is to be posted, or is under way."""
    if latest is None:
        return case.status in _BEFORE_POSTING
    return case.status is CaseStatus.completed and ParcelState(latest.state) not in _AT_ITS_END


def _may_still_go_out(case: Case, parcel: Parcel | ParcelView | None) -> bool:
    """Not what the counter handed over, which leaves its parcel without anything to carry."""
    if parcel is None:
        return case.status in _BEFORE_POSTING
    return case.status is CaseStatus.completed or not _never_left(parcel)


def _never_left(parcel: Parcel | ParcelView) -> bool:
    return ParcelState(parcel.state) in _NOT_COLLECTED
