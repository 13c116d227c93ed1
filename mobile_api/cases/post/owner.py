"""Parcels that are a case's own."""

from mobile_api.cases.models import Case
from notifications.post.service import Owner

KIND = "case"


def owner_of(case: Case) -> Owner:
    """A draft has no number, and no parcel either."""
    return Owner(KIND, case.number or str(case.id))
