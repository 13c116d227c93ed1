"""What owner, complainant and winner are told of a dispute; each only what is theirs to know.

Of a dispute each thing is told once, by its own id: whatever else happens to the need meanwhile.
"""

from collections.abc import Mapping
from uuid import UUID

from mobile_api.agency_supermarket.agencies.queries import standing_of
from mobile_api.agency_supermarket.disputes.models import Dispute
from mobile_api.agency_supermarket.disputes.states import ABOUT_NAMES, STATUS_NAMES
from mobile_api.agency_supermarket.needs.models import Need
from mobile_api.agency_supermarket.needs.telling import owner_to_tell, tell_person, whose
from notifications.words.service import date_text


async def _tell_complainant(
    need: Need, dispute: Dispute, event: str, data: Mapping[str, str]
) -> None:
    if dispute.agency_id is None:
        await _tell_owner(need, dispute, f"{event}_owner", data)
    else:
        await _tell_agency(need, dispute, event, data, dispute.agency_id)


async def _tell_owner(need: Need, dispute: Dispute, event: str, data: Mapping[str, str]) -> None:
    told = {"whose": await whose(need), **data}
    await _tell(need, dispute, event, told, await owner_to_tell(need))


async def _tell_agency(
    need: Need, dispute: Dispute, event: str, data: Mapping[str, str], agency_id: UUID
) -> None:
    """Its legal representative."""
    found = await standing_of(agency_id, need.service_type)
    told = {"agency_name": found.name, **data}
    await _tell(need, dispute, event, told, found.representative_id)


async def _tell(
    need: Need, dispute: Dispute, event: str, data: Mapping[str, str], person_id: UUID
) -> None:
    await tell_person(need, person_id, event, data, f"{dispute.id}:{event}")


def _about(dispute: Dispute) -> dict[str, str]:
    return {"about": ABOUT_NAMES[dispute.about]}


async def tell_objected(need: Need, dispute: Dispute) -> None:
    assert dispute.answer_by is not None
    data = _about(dispute) | {"answer_by": date_text(dispute.answer_by)}
    await _tell_owner(need, dispute, "dispute_made", data)


async def tell_answered(need: Need, dispute: Dispute) -> None:
    if dispute.agency_id is None:
        return
    advice = "采购人认为异议成立,已转管理部门处理"
    if dispute.complain_by is not None and dispute.complained_at is None:
        advice = f"不服的,可以在{date_text(dispute.complain_by)}前投诉"
    data = _about(dispute) | {"advice": advice}
    await _tell_agency(need, dispute, "dispute_answered", data, dispute.agency_id)


async def tell_overdue(need: Need, dispute: Dispute) -> None:
    assert dispute.complain_by is not None and dispute.agency_id is not None
    data = _about(dispute) | {"complain_by": date_text(dispute.complain_by)}
    await _tell_agency(need, dispute, "dispute_overdue", data, dispute.agency_id)
    await _tell_owner(need, dispute, "dispute_overdue_owner", data)


async def tell_complained(need: Need, dispute: Dispute) -> None:
    assert dispute.decide_by is not None
    data = _about(dispute) | {"decide_by": date_text(dispute.decide_by)}
    await _tell_owner(need, dispute, "dispute_complained", data)


async def tell_withdrawn(need: Need, dispute: Dispute, winner_id: UUID | None) -> None:
    """The owner; of the owner's own complaint the winner, who waited for its end."""
    if dispute.agency_id is not None:
        await _tell_owner(need, dispute, "dispute_ended_owner", _ended(dispute))
    elif winner_id is not None:
        await _tell_agency(need, dispute, "complaint_withdrawn", _about(dispute), winner_id)


async def tell_decided(need: Need, dispute: Dispute) -> None:
    data = _ended(dispute) | {"reason": dispute.decision}
    if dispute.agency_id is not None:
        await _tell_agency(need, dispute, "dispute_decided", data, dispute.agency_id)
    await _tell_owner(need, dispute, "dispute_decided_owner", data)


async def tell_moot(need: Need, dispute: Dispute) -> None:
    await _tell_complainant(need, dispute, "dispute_ended", _ended(dispute))


async def tell_late(need: Need, dispute: Dispute) -> None:
    await _tell_complainant(need, dispute, "dispute_late", _about(dispute))


def _ended(dispute: Dispute) -> dict[str, str]:
    return _about(dispute) | {"outcome": STATUS_NAMES[dispute.status]}
