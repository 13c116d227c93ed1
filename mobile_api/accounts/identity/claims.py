"""What the identity service's words are worth here: claims become an identity with a level."""

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from mobile_api.accounts.identity.flows import Identity
from mobile_api.accounts.identity.openid.client import OpenIdClient
from mobile_api.accounts.identity.openid.errors import refusal
from mobile_api.accounts.proofs.assurance import KNOWN
from mobile_api.shared import clock
from mobile_api.shared.process.parts import SETTINGS, Part, closing
from mobile_api.shared.settings.settings import Settings
from mobile_api.shared.text.identity_numbers import (
    id_number_fault,
    is_social_credit_code,
    normalised,
    normalised_mobile,
)

LEGAL_REPRESENTATIVE = "legal_representative"


class _Claims(BaseModel):
    """The claims that we read. An identity service with 网号 gives no name and no number."""

    model_config = ConfigDict(strict=True, extra="ignore")

    sub: str
    acr: str | None = None
    name: str | None = None
    id_number: str | None = None
    phone_number: str | None = None
    phone_number_verified: bool = False
    enterprise_uscc: str | None = None
    enterprise_name: str | None = None
    enterprise_role: str | None = None


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
        if not found.sub:
            raise refusal("no subject")
        return Identity(
            issuer=self.client.issuer,
            subject=found.sub,
            level=level,
            # What the service itself has not checked is not taken over as proven.
            name=(found.name or None) if level > KNOWN else None,
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
    name = (claims.enterprise_name or "").strip()[:200]
    if claims.enterprise_role != LEGAL_REPRESENTATIVE or not name:
        return {}
    return {code: name} if is_social_credit_code(code) else {}
