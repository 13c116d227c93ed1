"""Passwords of staff: compared off the event loop, wrong ones counted by who guesses."""

import asyncio
import secrets
from concurrent.futures import ThreadPoolExecutor
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError
from redis.asyncio import Redis

from mobile_api.accounts.errors import WrongCredentials
from mobile_api.accounts.models import StaffMember
from mobile_api.shared.crypto import keyring, same
from mobile_api.shared.database import outside_transaction
from mobile_api.shared.http.guesses import Door, Guess, judge, may_guess

# GB/T 22239 level 3 asks for a limit; five tries and fifteen minutes are local practice. A whole
# hall of windows may share one address, and its people do mistype.
PASSWORDS = Door("password", mistakes=5, of_day=20, of_guesser=200, about_subject=50)
_DEVICE_BYTES = 16
_hasher = PasswordHasher()
# Threads of their own: a flood of guesses must not keep the files of others waiting.
_verifiers = ThreadPoolExecutor(2, thread_name_prefix="argon2")


def hash_of_password(password: str) -> str:
    """What is kept of a password (Argon2id)."""
    return _hasher.hash(password)


async def staff_by_password(
    redis: Redis, username: str, password: str, *, address: str, device_token: str = ""
) -> StaffMember:
    """Raises WrongCredentials, TooManyRequests when this guesser has been wrong too often, and
    TemporarilyUnavailable when guesses cannot be counted.

    A user name that nobody has costs the same time, counts the same and is answered the same. Must
    not be called in a transaction, which would wait for Argon2.
    """
    outside_transaction()
    member = await StaffMember.get_or_none(username=username, is_active=True)
    kept = member.password_hash if member else ""
    # A new password begins anew: what was guessed about the old one says nothing of it.
    guess = Guess(PASSWORDS, f"{username} {kept}", guesser_of(member, device_token, address))
    await may_guess(redis, guess)
    is_right = await matches(kept, password)
    await judge(redis, guess, is_right=is_right and member is not None)
    if member is None or not is_right:
        raise WrongCredentials()
    return member


def guesser_of(member: StaffMember | None, device_token: str, address: str) -> str:
    """By whom guesses are counted: a device that this member signed in on, else an address."""
    device = _device(member, device_token)
    return f"device {device}" if device else address


def device_token_for(member: StaffMember, known: str = "") -> str:
    """What a console keeps and shows at its next sign-in, so that it is counted by itself and not
    by an address that it may share with strangers. It opens nothing; `known` is kept if genuine."""
    if _device(member, known):
        return known
    device = secrets.token_urlsafe(_DEVICE_BYTES)
    return f"{device}.{_mark(member, device)}"


def _device(member: StaffMember | None, token: str) -> str:
    device, _, mark = token.partition(".")
    return device if member and mark and same(mark, _mark(member, device)) else ""


def _mark(member: StaffMember, device: str) -> str:
    return keyring().keyed_hash(f"{member.id} {device}", "staff-device")[:16].hex()


@cache
def _hash_of_nobody() -> str:
    """Verified when the user is unknown, so that the time taken tells no one which names exist."""
    return _hasher.hash("nobody")


async def matches(password_hash: str, password: str) -> bool:
    """Whether that is what was kept of the password; takes its time where nothing was kept, too."""
    # Argon2 is slow on purpose; the event loop must not wait for it.
    loop = asyncio.get_running_loop()
    return await loop.run_in_executor(_verifiers, _verified, password_hash, password)


async def hash_of(password: str) -> str:
    """As `hash_of_password`, beside the event loop."""
    loop = asyncio.get_running_loop()
    return await loop.run_in_executor(_verifiers, hash_of_password, password)


def _verified(password_hash: str, password: str) -> bool:
    try:
        return _hasher.verify(password_hash or _hash_of_nobody(), password)
    except VerifyMismatchError:
        return False
