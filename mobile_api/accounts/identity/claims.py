"""What the identity service's words are worth here: claims become an identity with a level."""

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from mobile_api.accounts.identity.flows import Identity
from mobile_api.accounts.identity.openid.client import OpenIdClient
from mobile_api.accounts.identity.openid.errors import refusal
from mobile_api.accounts.proofs.assurance import KNOWN
from mobile_api.shared import clock
from mobile_api.shared.process.parts import SETTINGS, Part, closing
from mobile_api.shared.settings.settings import Settings
from mobile_api.shared.text.characters import has_visible, without_format
from mobile_api.shared.text.identity_numbers import (
    id_number_fault,
    is_social_credit_code,
    normalised,
    normalised_mobile,
)
from mobile_api.shared.text.names import tidied

LEGAL_REPRESENTATIVE = "legal_representative"


def _text(value: object) -> str | None:
    """Services send numbers, nulls and lists where a text may stand: what is no text is absent."""
    if isinstance(value, bool) or not isinstance(value, str | int):
        return None
    return str(value).strip() or None


def _words(value: object) -> str | None:
    """A text of which something can be seen; a number is no name."""
    text = without_format(value).strip()[:200] if isinstance(value, str) else ""
    return text if has_visible(text) else None


def _name(value: object) -> str | None:
    """As every other door keeps it; what a service proves is taken over even if it looks odd."""
    text = _words(value)
    return tidied(text) if text else None


def _is_true(value: object) -> bool:
    """JSON's true, or the text "true" as some services write it; nothing else is a yes."""
    return value is True or (isinstance(value, str) and value.strip().lower() == "true")


Told = Annotated[str | None, BeforeValidator(_text)]


class _Claims(BaseModel):
    """The claims that we read. An identity service with 网号 gives no name and no number.

    Only `sub` says who it is (OpenID Connect Core 1.0, section 2): of all the others, one of the
    wrong type is one that was not told.
    """

    model_config = ConfigDict(extra="ignore")

    sub: Annotated[str, Field(strict=True, min_length=1)]
    acr: Told = None
    name: Annotated[str | None, BeforeValidator(_name)] = None
    id_number: Told = None
    phone_number: Told = None
    phone_number_verified: Annotated[bool, BeforeValidator(_is_true)] = False
    enterprise_uscc: Told = None
    enterprise_name: Annotated[str | None, BeforeValidator(_words)] = None
    enterprise_role: Told = None


class IdentityService:
    """The identity service of this instance: its client, and what its words are worth here."""

    def __init__(self, settings: Settings, client: OpenIdClient) -> None:
        self.client = client
        self.levels = {acr: int(level) for acr, level in settings.identity_levels.items()}

    async def close(self) -> None:
        await self.client.close()

    def identity_of(self, claims: Mapping[str, Any]) -> Identity:
        """Raises IdentityRefused for claims of the wrong shape."""
        try:
            found = _Claims.model_validate(claims)
        except ValidationError:
            raise refusal("claims of the wrong shape") from None
        level = self.levels.get(found.acr or "", KNOWN)
        return Identity(
            issuer=self.client.issuer,
            subject=found.sub,
            level=level,
            # What the service itself has not checked is not taken over as proven.
            name=found.name if level > KNOWN else None,
            id_number=_number(found.id_number) if level > KNOWN else None,
            phone=_phone(found),
            represents=_represents(found) if level > KNOWN else {},
        )


def make_identity_service(settings: Settings) -> IdentityService | None:
    """Call in the event loop of the process; None where the city has no such service."""
    if not settings.identity_issuer_url:
        return None
    return IdentityService(settings, OpenIdClient(settings))


IDENTITY = Part(
    "identity service", lambda parts: closing(make_identity_service(SETTINGS.of(parts)))
)


def _number(text: str | None) -> str | None:
    number = normalised(text or "")
    # A passport's number or a placeholder: the proof stands, but by subject and not by number.
    return number if id_number_fault(number, on=clock.today()) is None else None


def _phone(claims: _Claims) -> str | None:
    return normalised_mobile(claims.phone_number or "") if claims.phone_number_verified else None


def _represents(claims: _Claims) -> dict[str, str]:
    code = normalised(claims.enterprise_uscc or "")
    name = claims.enterprise_name
    if claims.enterprise_role != LEGAL_REPRESENTATIVE or not name:
        return {}
    return {code: name} if is_social_credit_code(code) else {}
