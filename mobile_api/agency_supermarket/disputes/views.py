"""Shapes disputes for everybody, and for the parties and the desk."""

from typing import Any

from mobile_api.agency_supermarket.disputes.models import Dispute
from mobile_api.agency_supermarket.disputes.schemas import DisputeView, PublicDispute
from mobile_api.agency_supermarket.disputes.states import (
    ABOUT_NAMES,
    MAY_COMPLAIN,
    STATUS_NAMES,
    WITHDRAW,
    DisputeStatus,
)
from mobile_api.shared import clock
from mobile_api.shared.clock import end_of

_OWNER = "采购人"


def public(one: Dispute) -> PublicDispute:
    """Never whose it is, nor what they wrote."""
    return PublicDispute(**_line(one))


def _line(one: Dispute) -> dict[str, Any]:
    return {
        "about": one.about,
        "about_name": ABOUT_NAMES[one.about],
        "made_at": one.made_at,
        "status": one.status,
        "status_name": STATUS_NAMES[one.status],
        "decision": one.decision,
        "ended_at": one.ended_at,
    }


def complainants(one: Dispute) -> DisputeView:
    """As whoever made it sees it."""
    can = []
    if one.status in MAY_COMPLAIN and one.complain_by and clock.now() < end_of(one.complain_by):
        can.append("complain")
    if one.status in WITHDRAW.sources:
        can.append("withdraw")
    return _view(one, can)


def owners(one: Dispute) -> DisputeView:
    """As the owner of the need sees it: to answer, or its own."""
    if one.agency_id is None:
        return _view(one, ["withdraw"] if one.status in WITHDRAW.sources else [])
    waits = one.status in {DisputeStatus.objected, DisputeStatus.overdue}
    return _view(one, ["answer"] if waits else [])


def desks(one: Dispute) -> DisputeView:
    """As the desk sees it."""
    return _view(one, ["decide"] if one.status is DisputeStatus.complained else [])


def _view(one: Dispute, can: list[str]) -> DisputeView:
    """`need` and `agency__enterprise` are fetched."""
    return DisputeView(
        **_line(one),
        id=one.id,
        need_id=one.need_id,
        need_number=one.need.number or "",
        need_title=one.need.title,
        made_by=one.agency.enterprise.name if one.agency else _OWNER,
        grounds=one.grounds,
        answer_by=one.answer_by,
        answer=one.answer,
        complain_by=one.complain_by,
        complaint=one.complaint,
        decide_by=one.decide_by,
        is_late=one.overdue_at is not None,
        remedy=one.remedy,
        can=can,
    )
