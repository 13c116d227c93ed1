"""What owner, complainant and winner are told of a dispute; each only what is theirs to know."""

from collections.abc import Mapping

from mobile_api.agency_supermarket.disputes.models import Dispute
from mobile_api.agency_supermarket.disputes.states import ABOUT_NAMES, STATUS_NAMES
from mobile_api.agency_supermarket.needs.models import Need
from mobile_api.agency_supermarket.needs.telling import tell_bidders, tell_owner
from notifications.words.service import date_text


async def _tell_complainant(
    need: Need, dispute: Dispute, event: str, data: Mapping[str, str]
) -> None:
    if dispute.agency_id is None:
        await tell_owner(need, f"{event}_owner", data)
    else:
        await tell_bidders(need, event, data, [dispute.agency_id])


def _about(dispute: Dispute) -> dict[str, str]:
    # Of several disputes of one need each is told once.
    return {"about": ABOUT_NAMES[dispute.about]}


async def tell_objected(need: Need, dispute: Dispute) -> None:
    assert dispute.answer_by is not None
    data = _about(dispute) | {"answer_by": date_text(dispute.answer_by)}
    await tell_owner(need, "dispute_made", data)


async def tell_answered(need: Need, dispute: Dispute) -> None:
    if dispute.agency_id is None:
        return
    advice = "采购人认为异议成立,已转管理部门处理"
    if dispute.complain_by is not None and dispute.complained_at is None:
        advice = f"不服的,可以在{date_text(dispute.complain_by)}前投诉"
    data = _about(dispute) | {"advice": advice}
    await tell_bidders(need, "dispute_answered", data, [dispute.agency_id])


async def tell_overdue(need: Need, dispute: Dispute) -> None:
    assert dispute.complain_by is not None and dispute.agency_id is not None
    data = _about(dispute) | {"complain_by": date_text(dispute.complain_by)}
    await tell_bidders(need, "dispute_overdue", data, [dispute.agency_id])
    await tell_owner(need, "dispute_overdue_owner", data)


async def tell_complained(need: Need, dispute: Dispute) -> None:
    assert dispute.decide_by is not None
    data = _about(dispute) | {"decide_by": date_text(dispute.decide_by)}
    await tell_owner(need, "dispute_complained", data)


async def tell_withdrawn(need: Need, dispute: Dispute) -> None:
    await tell_owner(need, "dispute_ended_owner", _ended(dispute))


async def tell_decided(need: Need, dispute: Dispute) -> None:
    data = _ended(dispute) | {"reason": dispute.decision}
    if dispute.agency_id is not None:
        await tell_bidders(need, "dispute_decided", data, [dispute.agency_id])
    await tell_owner(need, "dispute_decided_owner", data)


async def tell_moot(need: Need, dispute: Dispute) -> None:
    await _tell_complainant(need, dispute, "dispute_ended", _ended(dispute))


async def tell_late(need: Need, dispute: Dispute) -> None:
    await _tell_complainant(need, dispute, "dispute_late", _about(dispute))


def _ended(dispute: Dispute) -> dict[str, str]:
    return _about(dispute) | {"outcome": STATUS_NAMES[dispute.status]}
