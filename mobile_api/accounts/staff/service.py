"""Members of staff as the operator manages them: added, changed, dismissed, reinstated.

What a member's sessions stand on ends them in the same transaction. The row is changed first:
a sign-in that is under way holds it (see `accounts.service`), so its session is ended as well.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from mobile_api.accounts.models import StaffMember
from mobile_api.accounts.passwords import hash_of_password
from mobile_api.accounts.sessions.models import AccountKind
from mobile_api.accounts.sessions.service import end_sessions
from mobile_api.accounts.staff.errors import StaffDismissed, UnknownDepartment, UnknownStaff
from mobile_api.guides.publishing.queries import published_departments
from mobile_api.shared import clock
from mobile_api.shared.audit import audit
from mobile_api.shared.callers import Operator, StaffRole
from mobile_api.shared.database import in_transaction, one_at_a_time, transaction_needed

_TABLE = StaffMember._meta.db_table


@dataclass(frozen=True, slots=True)
class Done:
    """Whom it was done to, what was done, and how many sessions that ended."""

    member: StaffMember
    deed: str
    ended: int = 0


async def add_staff(
    username: str,
    password: str,
    *,
    display_name: str,
    department_key: str,
    roles: Iterable[StaffRole],
) -> Done:
    """Create a member of staff, or replace all of it but the name to sign in with.

    Raises UnknownDepartment, StaffDismissed. Opens a transaction of its own, because Argon2 takes
    its time before it.
    """
    values = {
        "display_name": display_name,
        "password_hash": hash_of_password(password),
        "password_set_at": clock.now(),
        "must_change_password": False,
        "department_key": department_key,
        "roles": frozenset(roles),
    }
    known = await published_departments()
    if department_key not in known:
        raise UnknownDepartment(department_key, sorted(known))
    async with in_transaction():
        # Nobody else creates the same one meanwhile.
        await one_at_a_time(f"{_TABLE} {username}")
        member = await _locked_or_none(username)
        if member is None:
            member = StaffMember(username=username, created_at=clock.now(), **values)
            await member.save()
            return await _told(Done(member, "added"))
        if not member.is_active:
            raise StaffDismissed(username)
        await member.update_from_dict(values).save()
        return await _told(Done(member, "changed", await _end(member)))


async def dismiss(username: str, *, reason: str) -> Done:
    """Let a member in no more, from now on and everywhere. Raises UnknownStaff."""
    member = await _set_active(username, is_active=False)
    return await _told(Done(member, "dismissed", await _end(member)), reason)


async def reinstate(username: str, *, reason: str) -> Done:
    """Let who was dismissed sign in again, as they were. Raises UnknownStaff."""
    return await _told(Done(await _set_active(username, is_active=True), "reinstated"), reason)


async def _set_active(username: str, *, is_active: bool) -> StaffMember:
    transaction_needed()
    member = await _locked_or_none(username)
    if member is None:
        raise UnknownStaff(username)
    member.is_active = is_active
    await member.save(update_fields=["is_active"])
    return member


async def _locked_or_none(username: str) -> StaffMember | None:
    return await StaffMember.select_for_update(no_key=True).get_or_none(username=username)


async def _end(member: StaffMember) -> int:
    return await end_sessions(AccountKind.staff, member.id)


async def _told(done: Done, reason: str = "") -> Done:
    action = f"staff_{done.deed}"
    await audit(Operator(), action, subject_kind=_TABLE, subject_id=done.member.id, reason=reason)
    return done
