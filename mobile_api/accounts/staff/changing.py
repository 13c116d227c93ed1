"""A member of staff changes their password, and what a password has to be.

GB/T 22239-2019, 8.1.4.1 a): complex, and changed from time to time. How complex and how often is
local practice.
"""

import string
from datetime import timedelta

from mobile_api.accounts.errors import WrongCredentials
from mobile_api.accounts.models import FormerPassword, StaffMember
from mobile_api.accounts.passwords import hash_of, matches
from mobile_api.accounts.sessions.models import AccountKind
from mobile_api.accounts.sessions.service import end_sessions
from mobile_api.accounts.staff.errors import PasswordUsedBefore, PasswordWeak
from mobile_api.shared import clock
from mobile_api.shared.audit import audit
from mobile_api.shared.callers import Staff
from mobile_api.shared.database import outside_transaction, transaction_needed

GOOD_FOR = timedelta(days=90)
_SHORTEST, _KINDS, _REMEMBERED = 10, 3, 5
_SETS = (string.ascii_uppercase, string.ascii_lowercase, string.digits)


def must_change(member: StaffMember) -> bool:
    """Whether somebody else set the password, or it is older than `GOOD_FOR`."""
    set_at = member.password_set_at
    is_old = set_at is not None and clock.now() - set_at >= GOOD_FOR
    return member.must_change_password or is_old


async def new_hash(member: StaffMember, password: str) -> str:
    """What is kept of the new password. Raises PasswordWeak, PasswordUsedBefore.

    Argon2 takes its time: never in a transaction.
    """
    outside_transaction()
    if not _is_strong(password, member.username):
        raise PasswordWeak()
    former = FormerPassword.filter(staff_id=member.id).order_by("-replaced_at").limit(_REMEMBERED)
    for kept in (member.password_hash, *[one.password_hash for one in await former]):
        if await matches(kept, password):
            raise PasswordUsedBefore()
    return await hash_of(password)


async def change(member: StaffMember, hashed: str) -> None:
    """The new password counts, the sessions of the old one are over.

    Raises WrongCredentials when the old one was changed meanwhile.
    """
    transaction_needed()
    row = await StaffMember.select_for_update(no_key=True).get_or_none(
        id=member.id, password_hash=member.password_hash, is_active=True
    )
    if row is None:
        raise WrongCredentials()
    await FormerPassword.create(
        staff_id=row.id, password_hash=row.password_hash, replaced_at=clock.now()
    )
    row.password_hash, row.password_set_at = hashed, clock.now()
    row.must_change_password = False
    await row.save(update_fields=["password_hash", "password_set_at", "must_change_password"])
    await end_sessions(AccountKind.staff, row.id)
    caller = Staff(row.id, row.id, row.department_key, row.roles)
    table = StaffMember._meta.db_table
    await audit(caller, "password_changed", subject_kind=table, subject_id=row.id)


def _is_strong(password: str, username: str) -> bool:
    kinds = sum(any(one in among for one in password) for among in _SETS)
    others = any(one not in "".join(_SETS) and not one.isspace() for one in password)
    is_long = len(password) >= _SHORTEST and username.lower() not in password.lower()
    return is_long and kinds + others >= _KINDS
