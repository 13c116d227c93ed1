"""Members of staff as three people in the console manage them, each in a part (三员分立).

GB/T 22239-2019, 8.1.4.2: who opens accounts gives no duties, who gives duties opens none, and who
reads the records does neither. Nobody does any of it to themselves.
"""

import secrets
import string
from collections.abc import Collection
from uuid import UUID

from tortoise.exceptions import IntegrityError

from mobile_api.accounts.models import FormerPassword, StaffMember
from mobile_api.accounts.passwords import hash_of
from mobile_api.accounts.sessions.models import AccountKind
from mobile_api.accounts.sessions.service import end_sessions
from mobile_api.accounts.staff.errors import (
    DepartmentUnknown,
    DutiesConflict,
    MemberNotFound,
    NotOneself,
    UsernameTaken,
)
from mobile_api.guides.publishing.queries import published_departments
from mobile_api.shared import clock
from mobile_api.shared.audit import audit
from mobile_api.shared.callers import Staff, StaffRole
from mobile_api.shared.database import savepoint, transaction_needed

_TABLE = StaffMember._meta.db_table
_APART = (StaffRole.system_admin, StaffRole.security_admin, StaffRole.auditor)
_FIRST_LENGTH = 16
_LETTERS = string.ascii_letters.translate(str.maketrans("", "", "IlO")) + "23456789"


async def first_password() -> tuple[str, str]:
    """One to be told once and changed, and what is kept of it. Never in a transaction."""
    password = "".join(secrets.choice(_LETTERS) for _ in range(_FIRST_LENGTH))
    return password, await hash_of(password)


async def open_account(
    caller: Staff, *, username: str, display_name: str, department_key: str, hashed: str
) -> StaffMember:
    """An account without duties. Raises UsernameTaken, DepartmentUnknown."""
    transaction_needed()
    if department_key not in await published_departments():
        raise DepartmentUnknown()
    member = StaffMember(
        username=username,
        display_name=display_name,
        department_key=department_key,
        password_hash=hashed,
        roles=frozenset(),
        created_at=clock.now(),
        password_set_at=clock.now(),
        must_change_password=True,
    )
    try:
        async with savepoint():
            await member.save()
    except IntegrityError:
        raise UsernameTaken() from None
    await audit(caller, "staff_added", subject_kind=_TABLE, subject_id=member.id)
    return member


async def set_active(caller: Staff, staff_id: UUID, *, is_active: bool, reason: str) -> StaffMember:
    """Dismissed, or let in again. Raises MemberNotFound, NotOneself."""
    member = await _locked(caller, staff_id)
    member.is_active = is_active
    await member.save(update_fields=["is_active"])
    deed = "staff_reinstated" if is_active else "staff_dismissed"
    return await _told(caller, member, deed, reason)


async def set_roles(
    caller: Staff, staff_id: UUID, roles: Collection[StaffRole], reason: str
) -> StaffMember:
    """All the duties from now on. Raises MemberNotFound, NotOneself, DutiesConflict."""
    given = frozenset(roles)
    if given & frozenset(_APART) and len(given) > 1:
        raise DutiesConflict()
    member = await _locked(caller, staff_id)
    member.roles = given
    await member.save(update_fields=["roles"])
    return await _told(caller, member, "staff_roles_set", reason)


async def set_password(caller: Staff, staff_id: UUID, hashed: str, reason: str) -> StaffMember:
    """One that the member has to change. Raises MemberNotFound, NotOneself."""
    member = await _locked(caller, staff_id)
    await FormerPassword.create(
        staff_id=member.id, password_hash=member.password_hash, replaced_at=clock.now()
    )
    member.password_hash, member.password_set_at = hashed, clock.now()
    member.must_change_password = True
    await member.save(update_fields=["password_hash", "password_set_at", "must_change_password"])
    return await _told(caller, member, "staff_password_set", reason)


async def _locked(caller: Staff, staff_id: UUID) -> StaffMember:
    transaction_needed()
    if caller.staff_id == staff_id:
        raise NotOneself()
    member = await StaffMember.select_for_update(no_key=True).get_or_none(id=staff_id)
    if member is None:
        raise MemberNotFound()
    return member


async def _told(caller: Staff, member: StaffMember, deed: str, reason: str) -> StaffMember:
    """Whoever is signed in as that member is out: sessions stand on what has just changed."""
    await end_sessions(AccountKind.staff, member.id)
    await audit(caller, deed, subject_kind=_TABLE, subject_id=member.id, reason=reason)
    return member
