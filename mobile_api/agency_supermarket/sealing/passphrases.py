"""The owner's identity under a passphrase: what the platform keeps and cannot use by itself."""

import asyncio
import base64
import binascii
import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import BoundedSemaphore

import pyrage

from mobile_api.agency_supermarket.sealing.offers import NotAKey, recipient_of
from mobile_api.shared.errors import TemporarilyUnavailable

# Scrypt makes a guess cost a second or two; shorter ones are guessed from a dump all the same.
SHORTEST_PASSPHRASE = 12
LONGEST_PASSPHRASE = 200
_LARGEST = 2048
# Each takes hundreds of megabytes for its seconds; of several at once the process would die.
_SLOW = ThreadPoolExecutor(1, thread_name_prefix="passphrase")
# Who works or waits, of one process: the last of them is answered within the patience of a proxy.
MOST_AT_ONCE = 8
_BUSY_SECONDS = 10
TURNS = BoundedSemaphore(MOST_AT_ONCE)
# log2 of scrypt's N: the library makes 18 or 19, by the machine; each more doubles the memory.
_MOST_WORK = 20
_ARMOUR = re.compile(
    "-----BEGIN AGE ENCRYPTED FILE-----\n([A-Za-z0-9+/=\n]+)\n-----END AGE ENCRYPTED FILE-----\n?"
)
_SCRYPT = re.compile(rb"age-encryption\.org/v1\n-> scrypt [A-Za-z0-9+/]{22} ([1-9]\d?)\n")


class WrongPassphrase(ValueError):
    """It does not open the identity, or the identity was changed."""


class PassphraseUnfit(ValueError):
    """Too short to keep anything, or longer than anybody types."""


class NotKept(ValueError):
    """Not the text that an identity under a passphrase has, or one that would take too long."""


def identity_under_passphrase(identity: str, passphrase: str) -> str:
    """The identity as an armoured age file. Raises NotAKey, PassphraseUnfit, and NotKept on a
    machine so fast that the library asks for more than is ever opened.

    Blocks about 2 s and takes 256 or 512 MiB: in a thread, and few of them at once.
    """
    recipient_of(identity)
    if not SHORTEST_PASSPHRASE <= len(passphrase) <= LONGEST_PASSPHRASE:
        raise PassphraseUnfit
    kept: bytes = pyrage.passphrase.encrypt(identity.encode(), passphrase, armored=True)
    _check_work(kept.decode())
    return kept.decode()


def identity_of_passphrase(kept: str, passphrase: str) -> str:
    """The identity again. Raises NotKept, WrongPassphrase.

    Blocks about 2 s and takes as much memory as when it was kept, at most 1 GiB: as above.
    """
    _check_work(kept)
    identity: bytes
    try:
        identity = pyrage.passphrase.decrypt(kept.encode(), passphrase[:LONGEST_PASSPHRASE])
    except pyrage.DecryptError:
        raise WrongPassphrase from None
    try:
        text = identity.decode()
        recipient_of(text)
    except (UnicodeDecodeError, NotAKey):
        raise NotKept from None
    return text


def _check_work(kept: str) -> None:
    """The file says how much work it asks for, and the library would do sixteen times ours."""
    found = _ARMOUR.fullmatch(kept) if len(kept) <= _LARGEST else None
    if found is None:
        raise NotKept
    try:
        header = _SCRYPT.match(base64.b64decode(found[1].replace("\n", ""), validate=True))
    except binascii.Error:
        raise NotKept from None
    if header is None or int(header[1]) > _MOST_WORK:
        raise NotKept


async def kept_under(identity: str, passphrase: str) -> str:
    """`identity_under_passphrase`, beside the event loop, one at a time.

    Raises what that raises, and TemporarilyUnavailable when too many wait already.
    """
    return await _one_at_a_time(identity_under_passphrase, identity, passphrase)


async def unlocked(kept: str, passphrase: str) -> str:
    """`identity_of_passphrase`, beside the event loop, one at a time.

    Raises what that raises, and TemporarilyUnavailable when too many wait already.
    """
    return await _one_at_a_time(identity_of_passphrase, kept, passphrase)


async def _one_at_a_time(work: Callable[[str, str], str], text: str, passphrase: str) -> str:
    if not TURNS.acquire(blocking=False):
        raise TemporarilyUnavailable(retry_after=_BUSY_SECONDS)
    turn = _SLOW.submit(work, text, passphrase)
    # Not when the caller is gone: what has begun goes on without them.
    turn.add_done_callback(lambda _: TURNS.release())
    return await asyncio.wrap_future(turn)
