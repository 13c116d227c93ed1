"""Why an agency may not take part, or not win, as it stands today."""

from mobile_api.agency_supermarket.agencies.queries import AgencyStanding
from mobile_api.agency_supermarket.agencies.states import AgencyStatus
from mobile_api.agency_supermarket.selection.schemas import ExclusionReason


def barring(standing: AgencyStanding) -> ExclusionReason | None:
    """Why an agency may not win as it stands today: barred, or a certificate ended."""
    ended = None if standing.is_covered else ExclusionReason.qualification_expired
    return barred(standing) or ended


def barred(standing: AgencyStanding) -> ExclusionReason | None:
    """Why an agency may not take part as it stands today."""
    if standing.status is AgencyStatus.blacklisted:
        return ExclusionReason.blacklisted
    if standing.status is AgencyStatus.suspended:
        return ExclusionReason.suspended
    is_open = standing.status in (AgencyStatus.listed, AgencyStatus.warned)
    return None if is_open else ExclusionReason.not_listed
