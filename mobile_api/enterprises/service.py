"""Claiming an enterprise: who its legal representative (法定代表人) is here; and its clerks."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from tortoise.exceptions import IntegrityError

from mobile_api.accounts.proofs.models import ProvenOffice
from mobile_api.accounts.proofs.service import REQUIREMENTS, Action, require
from mobile_api.enterprises.clerks import (
    accept,
    appoint,
    appointments_of,
    clerks_of,
    give_up,
    longest_appointment,
    open_invitations,
    refusals,
    revoke,
)
from mobile_api.enterprises.errors import EnterpriseClaimedSince, OfficeNotProven
from mobile_api.enterprises.models import Enterprise, OfficeProof
from mobile_api.shared import clock
from mobile_api.shared.audit import audit
from mobile_api.shared.callers import Citizen, Staff
from mobile_api.shared.database import savepoint, transaction_needed

__all__ = [
    "accept",
    "appoint",
    "appointments_of",
    "claim",
    "claim_by_identity_service",
    "clerks_of",
    "give_up",
    "longest_appointment",
    "open_invitations",
    "refusals",
    "revoke",
]


async def claim_by_identity_service(caller: Citizen, social_credit_code: str) -> Enterprise:
    """The caller becomes its legal representative here, as the identity service has just said.

    Raises AssuranceTooLow, OfficeNotProven, EnterpriseClaimedSince.
    """
    rule = REQUIREMENTS[Action.represent_enterprise]
    await require(caller, Action.represent_enterprise)
    office = await ProvenOffice.get_or_none(
        person_id=caller.person_id, social_credit_code=social_credit_code
    )
    oldest = clock.now() - (rule.fresh_within or timedelta())
    if office is None or office.proven_at < oldest:
        raise OfficeNotProven()
    return await claim(
        caller,
        caller.person_id,
        social_credit_code,
        office.enterprise_name,
        proven_by=OfficeProof.oidc,
        proven_at=office.proven_at,
    )


async def claim(
    actor: Citizen | Staff,
    person_id: UUID,
    social_credit_code: str,
    name: str,
    *,
    proven_by: OfficeProof,
    proven_at: datetime,
    reason: str = "",
) -> Enterprise:
    """Make a person the legal representative; of two claims the later proof holds.

    Raises EnterpriseClaimedSince when another person was proven later than this one.
    """
    transaction_needed()
    found: dict[str, Any] = {
        "name": name,
        "representative_id": person_id,
        "proven_by": proven_by,
        "proven_at": proven_at,
    }
    enterprise = await _claimed(social_credit_code, found)
    await audit(
        actor,
        "claim_enterprise",
        subject_kind="enterprise",
        subject_id=enterprise.id,
        reason=reason,
    )
    return enterprise


async def _claimed(code: str, found: dict[str, Any]) -> Enterprise:
    rows = Enterprise.select_for_update().filter(social_credit_code=code)
    enterprise = await rows.first()
    if enterprise is None:
        try:
            async with savepoint():
                return await Enterprise.create(
                    social_credit_code=code, created_at=clock.now(), **found
                )
        except IntegrityError:
            # Another claim has made the row in this moment; now it can be compared.
            enterprise = await rows.get()
    is_others = enterprise.representative_id != found["representative_id"]
    if is_others and enterprise.proven_at >= found["proven_at"]:
        raise EnterpriseClaimedSince()
    await enterprise.update_from_dict(found).save()
    return enterprise
