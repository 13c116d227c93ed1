"""L4: the person stands at the counter, and the account is the one on the phone in their hand."""

import secrets
from datetime import timedelta
from uuid import UUID

import orjson
from redis.asyncio import Redis
from redis.exceptions import RedisError
from tortoise.exceptions import IntegrityError

from mobile_api.accounts.identity.records import Evidence, record_proof
from mobile_api.accounts.models import Person
from mobile_api.accounts.proofs.assurance import AT_COUNTER
from mobile_api.accounts.proofs.errors import CounterCodeUnknown, IdentityBelongsToAnother
from mobile_api.accounts.proofs.models import ProofMethod
from mobile_api.accounts.service import locked_person
from mobile_api.shared.callers import Citizen, Staff, StaffRole
from mobile_api.shared.crypto import keyring
from mobile_api.shared.errors import NotAllowed, TemporarilyUnavailable
from mobile_api.shared.http.rate_limits import RateLimit, spend

LIFETIME = timedelta(minutes=5)
# Eight digits that live five minutes: guessing must stay hopeless also for a member of staff.
_TRIES = RateLimit("counter-code", times=20, seconds=300, needs_redis=True)
_DIGITS = 8


def _key(code: str) -> str:
    return "counter-code:" + keyring().keyed_hash(code, "counter-code").hex()


async def show_code(redis: Redis, caller: Citizen) -> str:
    """A new code for the caller's screen. Raises TooManyRequests, TemporarilyUnavailable."""
    await spend(redis, _TRIES, caller.key)
    # As text: a caller of a page has the UUID of the database driver.
    owner = orjson.dumps(str(caller.person_id))
    try:
        while True:
            code = f"{secrets.randbelow(10**_DIGITS):0{_DIGITS}}"
            if await redis.set(_key(code), owner, ex=LIFETIME, nx=True):
                return code
    except (RedisError, OSError):
        raise TemporarilyUnavailable(retry_after=5) from None


async def person_of_code(redis: Redis, caller: Staff, code: str) -> UUID:
    """Who showed the code, once.

    Raises CounterCodeUnknown, TooManyRequests, TemporarilyUnavailable.
    """
    await spend(redis, _TRIES, caller.key)
    try:
        stored = await redis.getdel(_key(code))
    except (RedisError, OSError):
        raise TemporarilyUnavailable(retry_after=5) from None
    if stored is None:
        raise CounterCodeUnknown()
    return UUID(orjson.loads(stored))


async def verify(
    caller: Staff, person_id: UUID, *, name: str, id_number: str, reason: str, corrects: bool
) -> Person:
    """The counter compared face and card: L4, name and number fixed. Leaves an audit record.

    Numbers do change (an office gave one twice, or mistyped it): with `corrects`, a supervisor
    replaces what was proven before. Raises NotAllowed for others who try, IdentityDiffers,
    IdentityBelongsToAnother, NotSignedIn (the account was closed).
    """
    if corrects and StaffRole.supervisor not in caller.roles:
        raise NotAllowed()
    evidence = Evidence(ProofMethod.counter, AT_COUNTER, name, id_number, corrects=corrects)
    person = await locked_person(person_id)
    try:
        await record_proof(caller, person, evidence, reason)
    except IntegrityError:
        # The same number was proven elsewhere in this moment.
        raise IdentityBelongsToAnother() from None
    return person
