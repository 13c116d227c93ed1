"""Whose case it is: a natural person's own, or an enterprise's by one of its clerks."""

from uuid import UUID

from mobile_api.accounts.models import Person
from mobile_api.cases.errors import NotForEnterprises
from mobile_api.cases.models import ApplicantDetails, Case
from mobile_api.enterprises.errors import NotActingFor
from mobile_api.enterprises.models import Enterprise
from mobile_api.enterprises.queries import enterprise_by_id, whom_to_tell
from mobile_api.guides.catalogue.schemas import ServiceGuide
from mobile_api.guides.catalogue.service import Audience
from mobile_api.shared.callers import Citizen
from mobile_api.shared.errors import AppError
from mobile_api.shared.text.masking import mask_name


def enterprise_id_for(caller: Citizen, guide: ServiceGuide) -> UUID | None:
    """For which enterprise a new case is; None for the caller's own.

    Raises NotActingFor (the power does not cover the item), NotForEnterprises.
    """
    acting = caller.acting_for
    if acting is None:
        return None
    if not acting.covers(guide.key):
        raise NotActingFor(guide.name)
    if set(guide.audience) == {Audience.NATURAL_PERSON}:
        raise NotForEnterprises()
    return acting.enterprise_id


def obstacle_to(caller: Citizen, guide: ServiceGuide) -> AppError | None:
    """Why the caller cannot begin it for whom they act; None where they can."""
    try:
        enterprise_id_for(caller, guide)
    except (NotActingFor, NotForEnterprises) as error:
        return error
    return None


async def enterprise_of(case: Case) -> Enterprise | None:
    """The enterprise that applies, if it is not a person."""
    if case.enterprise_id is None:
        return None
    return await enterprise_by_id(case.enterprise_id)


def details_of(person: Person, enterprise: Enterprise | None) -> ApplicantDetails:
    """What is kept with the case of who applies."""
    name, number, phone = person.name or "", person.id_number or "", person.phone or ""
    if enterprise is None:
        return ApplicantDetails(name=name, id_number=number, phone=phone)
    return ApplicantDetails(
        name=enterprise.name,
        social_credit_code=enterprise.social_credit_code,
        clerk_name=name,
        id_number=number,
        phone=phone,
    )


def shown_name(case: Case) -> str:
    """The applicant's name for a screen: an enterprise's is public, a person's is masked."""
    details = case.applicant_details or ApplicantDetails()
    return mask_name(details.name) if details.social_credit_code is None else details.name


async def recipient_of(case: Case) -> UUID:
    """Whom to tell about the case: for an enterprise the clerk who handles it, while they may."""
    if case.enterprise_id is None:
        return case.applicant_id
    return await whom_to_tell(case.enterprise_id, case.applicant_id, case.item_key)
