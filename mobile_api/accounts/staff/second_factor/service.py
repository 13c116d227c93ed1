"""The second thing that a member of staff proves to sign in: what only their phone knows.

GB/T 22239-2019, 8.1.4.1 d): two kinds of factors. A code is looked at outside of any transaction
and counted among the guesses; the transaction that opens the session takes it, once.
"""

from datetime import timedelta
from uuid import UUID

from redis.asyncio import Redis

from mobile_api.accounts.errors import WrongCredentials
from mobile_api.accounts.models import StaffMember
from mobile_api.accounts.sessions.models import AccountKind
from mobile_api.accounts.sessions.service import end_sessions
from mobile_api.accounts.staff.second_factor.codes import (
    DIGITS,
    address_of_secret,
    new_recovery_codes,
    new_secret,
    recovery_hash,
    step_of,
)
from mobile_api.accounts.staff.second_factor.errors import (
    ResetNeedsAnother,
    ResetNotFound,
    SecondFactorEnrolled,
    SecondFactorMissing,
    SecondFactorNeeded,
    SecondFactorWrong,
)
from mobile_api.accounts.staff.second_factor.models import SecondFactor, SecondFactorReset
from mobile_api.shared import clock
from mobile_api.shared.audit import audit
from mobile_api.shared.callers import Staff
from mobile_api.shared.database import outside_transaction, transaction_needed
from mobile_api.shared.http.guesses import Door, Guess, judge, may_guess

CODES = Door("second-factor", mistakes=5, of_day=20, of_guesser=200, about_subject=50)
# A reset that nobody agreed to in a day is asked for anew.
RESET_WAITS = timedelta(days=1)
_TABLE = SecondFactor._meta.db_table


async def prove(
    redis: Redis, member: StaffMember, code: str, guesser: str, *, required: bool
) -> bool:
    """Whether the sign-in has to take the code, which is right as far as can be said before it.

    Raises SecondFactorNeeded without a code, SecondFactorMissing where one is `required` of who has
    none, SecondFactorWrong, TooManyRequests, TemporarilyUnavailable.
    """
    outside_transaction()
    factor = await SecondFactor.get_or_none(staff_id=member.id, enrolled_at__isnull=False)
    if factor is None:
        if required:
            raise SecondFactorMissing()
        return False
    if not code:
        raise SecondFactorNeeded()
    guess = Guess(CODES, f"{member.id} {factor.enrolled_at}", guesser)
    await may_guess(redis, guess)
    is_right = _taken(factor, code)
    await judge(redis, guess, is_right=is_right)
    if not is_right:
        raise SecondFactorWrong()
    return True


async def take(member: StaffMember, code: str) -> None:
    """Use the code up, in the transaction that opens the session. Raises SecondFactorWrong when it
    has just been used, or the factor was reset."""
    transaction_needed()
    factor = await _locked(member.id)
    if factor is None or factor.enrolled_at is None or not _taken(factor, code):
        raise SecondFactorWrong()
    await factor.save(update_fields=["used_step", "recovery_hashes"])


async def begin(member: StaffMember, issuer: str) -> tuple[str, str]:
    """A new secret and its otpauth address; the one before it counts no more.

    In the transaction that holds the member's row. Raises SecondFactorEnrolled.
    """
    transaction_needed()
    await _hold(member)
    factor = await _locked(member.id)
    if factor is not None and factor.enrolled_at is not None:
        raise SecondFactorEnrolled()
    secret = new_secret()
    values = {"secret": secret, "recovery_hashes": [], "begun_at": clock.now()}
    await SecondFactor.update_or_create(values, staff_id=member.id)
    return secret, address_of_secret(secret, member.username, issuer)


async def confirm(member: StaffMember, code: str) -> list[str]:
    """The phone has the secret, as its code shows; answers the codes for paper, once.

    Raises SecondFactorEnrolled, SecondFactorWrong.
    """
    transaction_needed()
    await _hold(member)
    factor = await _locked(member.id)
    if factor is not None and factor.enrolled_at is not None:
        raise SecondFactorEnrolled()
    step = step_of(factor.secret, code, factor.used_step) if factor else None
    if factor is None or step is None:
        raise SecondFactorWrong()
    codes = new_recovery_codes()
    factor.used_step, factor.enrolled_at = step, clock.now()
    factor.recovery_hashes = [recovery_hash(one) for one in codes]
    await factor.save(update_fields=["used_step", "enrolled_at", "recovery_hashes"])
    caller = Staff(member.id, member.id, member.department_key, member.roles)
    await audit(caller, "second_factor_enrolled", subject_kind=_TABLE, subject_id=member.id)
    return codes


async def ask_reset(caller: Staff, staff_id: UUID, reason: str) -> SecondFactorReset:
    """The first of two: somebody's phone is lost. Raises ResetNeedsAnother of oneself."""
    transaction_needed()
    if caller.staff_id == staff_id:
        raise ResetNeedsAnother()
    reset = await SecondFactorReset.create(
        staff_id=staff_id, reason=reason, asked_by=caller.staff_id, asked_at=clock.now()
    )
    await audit(
        caller, "second_factor_reset_asked", subject_kind=_TABLE, subject_id=staff_id, reason=reason
    )
    return reset


async def open_resets() -> list[SecondFactorReset]:
    """Those that wait for the second person, oldest first."""
    since = clock.now() - RESET_WAITS
    return await SecondFactorReset.filter(agreed_at=None, asked_at__gt=since).order_by("asked_at")


async def agree_to_reset(caller: Staff, reset_id: UUID) -> None:
    """The second of two: the factor is gone, and whoever is signed in by it is out.

    Raises ResetNotFound, ResetNeedsAnother.
    """
    transaction_needed()
    waiting = SecondFactorReset.filter(agreed_at=None, asked_at__gt=clock.now() - RESET_WAITS)
    reset = await waiting.select_for_update(no_key=True).get_or_none(id=reset_id)
    if reset is None:
        raise ResetNotFound()
    if caller.staff_id in (reset.asked_by, reset.staff_id):
        raise ResetNeedsAnother()
    reset.agreed_by, reset.agreed_at = caller.staff_id, clock.now()
    await reset.save(update_fields=["agreed_by", "agreed_at"])
    # The row of the member first, as a sign-in that is under way holds it.
    await end_sessions(AccountKind.staff, reset.staff_id)
    await SecondFactor.filter(staff_id=reset.staff_id).delete()
    await audit(
        caller,
        "second_factor_reset",
        subject_kind=_TABLE,
        subject_id=reset.staff_id,
        reason=reset.reason,
    )


def _taken(factor: SecondFactor, code: str) -> bool:
    """Whether the code is right; the row says afterwards that it is used up."""
    if len(code) == DIGITS and code.isascii() and code.isdigit():
        step = step_of(factor.secret, code, factor.used_step)
        factor.used_step = step or factor.used_step
        return step is not None
    hashed = recovery_hash(code)
    left = [one for one in factor.recovery_hashes if one != hashed]
    is_right = len(left) < len(factor.recovery_hashes)
    factor.recovery_hashes = left
    return is_right


async def _locked(staff_id: UUID) -> SecondFactor | None:
    return await SecondFactor.select_for_update(no_key=True).get_or_none(staff_id=staff_id)


async def _hold(member: StaffMember) -> None:
    """Raises WrongCredentials for who was dismissed, or whose password was changed, meanwhile."""
    present = StaffMember.filter(id=member.id, password_hash=member.password_hash, is_active=True)
    if await present.select_for_update(no_key=True).get_or_none() is None:
        raise WrongCredentials()
