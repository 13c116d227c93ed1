"""What came sealed is opened here, and read by nobody who does not need it."""

from collections.abc import Mapping

from pydantic import ValidationError

from mobile_api.cases.models import ApplicantDetails
from mobile_api.handoff.partners.own_keys import CannotUnseal, unseal
from mobile_api.handoff.wire.cases import SealedCase
from mobile_api.shared.crypto import keyring
from mobile_api.shared.text.characters import has_visible, normalised
from notifications.post.schemas import Contact


async def opened(sealed: str) -> SealedCase:
    """Raises CannotUnseal, also for what can be opened and does not say who applies."""
    return said_in(await unseal(sealed))


def said_in(plain: bytes) -> SealedCase:
    """Raises CannotUnseal for what does not say who applies."""
    try:
        inside = SealedCase.model_validate_json(plain)
    except ValidationError:
        raise CannotUnseal() from None
    if not has_visible(inside.applicant.name) or not has_visible(inside.applicant.id_number):
        raise CannotUnseal()
    return inside


def applicant_hash(item_key: str, id_number: str) -> bytes:
    """By which a second case of the same person about the same item is noticed."""
    return keyring().keyed_hash(f"{item_key}:{normalised(id_number)}", "handoff-applicant")


def said_by(
    inside: SealedCase, names: Mapping[str, str]
) -> tuple[ApplicantDetails, dict[str, str], Contact | None]:
    """Who applies, the form by our keys, and where the result goes. `names`: theirs -> ours."""
    who, to = inside.applicant, inside.post_to
    details = ApplicantDetails(
        name=who.name,
        id_number=normalised(who.id_number),
        phone=who.phone,
        social_credit_code=who.social_credit_code,
        clerk_name=who.clerk_name,
    )
    form = {names.get(key, key): value for key, value in inside.form.items()}
    if to is None:
        return details, form, None
    post_to = Contact(
        name=to.name,
        phone=to.phone,
        province=to.province,
        city=to.city,
        county=to.county,
        address=to.detail,
    )
    return details, form, post_to
