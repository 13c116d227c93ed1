"""Wrong proofs, counted so that strangers run out of guesses and the rightful one gets in.

A door compares first and asks `judge` what may be said of it: only wrong proofs count, and a right
one is told as long as its guesser may still guess. Three counters bar, each somebody else:

- the guesser's mistakes about one subject, within a short while and within a day: of this guesser,
  about this subject;
- the guesser's mistakes of a day: this guesser, wherever it has never proven anything;
- the mistakes of a day about one subject, whoever made them: every guesser that has been wrong at
  this door today, never one with a clean record.

The last two do not bar a guesser that has proven this very subject within `KNOWN_FOR`. What that
leaves an attacker stands in docs/security.md.
"""

import logging
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from ipaddress import IPv6Address, IPv6Network, ip_address

from redis.asyncio import Redis
from redis.exceptions import RedisError
from sanic import Request

from mobile_api.shared import clock
from mobile_api.shared.crypto import keyring
from mobile_api.shared.database import outside_transaction
from mobile_api.shared.errors import TemporarilyUnavailable, TooManyRequests

log = logging.getLogger(__name__)

PAUSE = timedelta(minutes=15)
DAY = timedelta(days=1)
KNOWN_FOR = timedelta(days=90)
# Whoever has one IPv6 address has all of its network.
_NETWORK_BITS = 64

# Keys: pair, pair of the day, guesser, subject, known. One script, so that of guesses at once no
# more get through than the budget holds. Answers the seconds to wait, or 0.
_JUDGE = """
local now, pause, day = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local function window(key, seconds)
    local used, ends = string.match(redis.call('GET', key) or '', '^(%d+) (%d+)$')
    used, ends = tonumber(used) or 0, tonumber(ends) or 0
    if now >= ends or ends - now > seconds then return 0, now + seconds end
    return used, ends
end
local function count(key, used, ends, seconds)
    redis.call('SET', key, string.format('%d %d', used + 1, ends), 'EX', seconds)
end
local mistakes, pause_ends = window(KEYS[1], pause)
local of_day, pair_ends = window(KEYS[2], day)
local guessed, guesser_ends = window(KEYS[3], day)
local tried, subject_ends = window(KEYS[4], day)
if of_day >= tonumber(ARGV[5]) then return pair_ends - now end
if mistakes >= tonumber(ARGV[4]) then return pause_ends - now end
if redis.call('EXISTS', KEYS[5]) == 0 then
    if guessed >= tonumber(ARGV[6]) then return guesser_ends - now end
    if guessed > 0 and tried >= tonumber(ARGV[7]) then
        return math.min(guesser_ends, subject_ends) - now
    end
end
if ARGV[8] == 'right' then
    redis.call('DEL', KEYS[1])
    redis.call('SET', KEYS[5], 1, 'EX', ARGV[9])
elseif ARGV[8] == 'wrong' then
    count(KEYS[1], mistakes, pause_ends, pause)
    count(KEYS[2], of_day, pair_ends, day)
    count(KEYS[3], guessed, guesser_ends, day)
    count(KEYS[4], tried, subject_ends, day)
end
return 0
"""


@dataclass(frozen=True, slots=True)
class Door:
    """A place where something short is proven, and how many wrong proofs it bears.

    `mistakes` and `of_day`: of one guesser about one subject, within `PAUSE` and within a day.
    `of_guesser` and `about_subject`: of one guesser about all subjects, and of all guessers about
    one subject, within a day.
    """

    name: str
    mistakes: int
    of_day: int
    of_guesser: int
    about_subject: int


@dataclass(frozen=True, slots=True)
class Guess:
    """A proof that somebody offers. `subject` is what is guessed about, whether it exists or not;
    `guesser` an address, a device or a chat. Both are stored as keyed hashes only."""

    door: Door
    subject: str
    guesser: str


class _Verdict(StrEnum):
    unknown = "unknown"
    right = "right"
    wrong = "wrong"


def address_of(request: Request) -> str:
    """By what guesses and uses are counted that come from one place of the network."""
    return place_of(str(request.remote_addr or request.ip))


def place_of(told: str) -> str:
    """An IPv4 address, the network of an IPv6 one (in brackets or not), or what else was told."""
    try:
        address = ip_address(told.removeprefix("[").removesuffix("]"))
    except ValueError:
        return told
    if not isinstance(address, IPv6Address):
        return told
    if address.ipv4_mapped is not None:
        return str(address.ipv4_mapped)
    return str(IPv6Network((address, _NETWORK_BITS), strict=False))


async def may_guess(redis: Redis, guess: Guess) -> None:
    """Refuse early, where comparing is costly. Raises as `judge`; what it answers is no promise."""
    await _asked(redis, guess, _Verdict.unknown)


async def judge(redis: Redis, guess: Guess, *, is_right: bool) -> None:
    """Count a wrong proof; of a right one, remember that this guesser is known here.

    Raises TooManyRequests with the seconds to wait when this guesser may not guess: then nothing
    may be told of the proof, which does not count either. Raises TemporarilyUnavailable without
    Redis, and TransactionMisplaced inside a transaction.
    """
    await _asked(redis, guess, _Verdict.right if is_right else _Verdict.wrong)


async def is_known(redis: Redis, guess: Guess) -> bool:
    """Whether this guesser has proven this subject before; False when Redis does not answer."""
    try:
        return bool(await redis.exists(_keys(guess)[-1]))
    except (RedisError, OSError):
        return False


async def remember(redis: Redis, guess: Guess) -> None:
    """The guesser has proven the subject, in a way that needed no counting here."""
    try:
        await redis.set(_keys(guess)[-1], 1, ex=KNOWN_FOR)
    except (RedisError, OSError):
        log.warning("a known guesser could not be remembered at the door %s", guess.door.name)


async def _asked(redis: Redis, guess: Guess, verdict: _Verdict) -> None:
    outside_transaction()
    door = guess.door
    spans = [int(span.total_seconds()) for span in (PAUSE, DAY)]
    budget = (door.mistakes, door.of_day, door.of_guesser, door.about_subject)
    told = (int(clock.now().timestamp()), *spans, *budget, verdict.value)
    kept = int(KNOWN_FOR.total_seconds())
    try:
        wait = await redis.eval(_JUDGE, 5, *_keys(guess), *told, kept)
    except (RedisError, OSError):
        log.warning("guesses could not be counted at the door %s", door.name)
        raise TemporarilyUnavailable(retry_after=5) from None
    if wait:
        raise TooManyRequests(retry_after=int(wait))


def _keys(guess: Guess) -> list[str]:
    pair = f"{len(guess.subject)} {guess.subject} {guess.guesser}"
    told = (
        ("pair", pair),
        ("pair-day", pair),
        ("guesser", guess.guesser),
        ("subject", guess.subject),
        ("known", pair),
    )
    return [
        f"guess:{kind}:{guess.door.name}:{keyring().keyed_hash(value, 'guess')[:16].hex()}"
        for kind, value in told
    ]
