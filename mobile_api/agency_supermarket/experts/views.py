"""Shapes experts for the desk: masked unless it says why it has to know."""

from typing import Any

from mobile_api.agency_supermarket.experts.history import events_of
from mobile_api.agency_supermarket.experts.models import Expert, ExpertSpecialty
from mobile_api.agency_supermarket.experts.schemas import ExpertFact, ExpertLine, ExpertView
from mobile_api.agency_supermarket.experts.states import EXPERT_STATUS_NAMES
from mobile_api.shared.text.masking import mask_name, mask_phone


def line(expert: Expert) -> ExpertLine:
    """`specialties` are fetched."""
    return ExpertLine(**_line(expert, [one.specialty for one in expert.specialties]))


def _line(expert: Expert, specialties: list[str]) -> dict[str, Any]:
    return {
        "id": expert.id,
        "number": expert.number,
        "name_masked": mask_name(expert.name),
        "phone_masked": mask_phone(expert.phone),
        "employer_name": expert.employer_name,
        "specialties": sorted(specialties),
        "status": expert.status,
        "status_name": EXPERT_STATUS_NAMES[expert.status],
        "status_reason": expert.status_reason,
        "status_since": expert.status_since,
        "has_account": expert.person_id is not None,
    }


async def view(expert: Expert) -> ExpertView:
    """One expert as the desk sees them."""
    found = ExpertSpecialty.filter(expert_id=expert.id).values_list("specialty", flat=True)
    history = await events_of(expert.id)
    return ExpertView(
        **_line(expert, [str(one) for one in await found]),
        employer_code=expert.employer_code,
        avoided=list(expert.avoided),
        history=[ExpertFact(at=event.at, text=event.public_text) for event in history],
    )
