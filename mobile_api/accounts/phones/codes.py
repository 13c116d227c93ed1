"""Codes by SMS: asked for, sent, and right once; what guessing them costs is counted here."""

import logging
import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta
from math import ceil
from uuid import UUID

from sanic import Request

from mobile_api.accounts.errors import CodeNotSent, NoSms, PhoneCodeWrong
from mobile_api.accounts.phones.models import CodePurpose, PhoneCode, hash_of_phone
from mobile_api.shared import clock
from mobile_api.shared.crypto import keyring, same
from mobile_api.shared.database import (
    fetch,
    in_transaction,
    one_at_a_time,
    outside_transaction,
    transaction_needed,
)
from mobile_api.shared.errors import TooManyRequests
from mobile_api.shared.http.rate_limits import RateLimit, give_back, spend
from mobile_api.shared.process.cache import REDIS
from mobile_api.shared.process.parts import SETTINGS
from notifications.sms.errors import SmsError, SmsLimited, SmsOutcomeUnknown
from notifications.sms.service import SMS

log = logging.getLogger(__name__)

DIGITS, TRIES = 6, 5
LIFETIME = timedelta(minutes=5)
KEPT = timedelta(days=1)
TEMPLATE = "sign_in_code"
_MOST: Mapping[timedelta, int] = {
    timedelta(minutes=1): 1,
    timedelta(hours=1): 5,
    timedelta(days=1): 10,
}
# Wide, for a whole village may reach us through one address of its carrier.
_PER_ADDRESS = RateLimit("phone-code-address", times=60, seconds=3600, needs_redis=True)

# One statement, so that of parallel guesses no more than TRIES are ever compared. Only the newest
# code of a purpose counts.
_COUNT_TRY = """
UPDATE phone_code SET tries = tries + 1
WHERE id = (
    SELECT id FROM phone_code WHERE phone_hash = $1 AND purpose = $2
    ORDER BY created_at DESC, id DESC LIMIT 1
) AND tries < $3 AND used_at IS NULL AND expires_at > $4
RETURNING id, code_hash
"""


async def lock_number(phone: str) -> None:
    """Until the transaction ends, nobody else changes whose number this is or asks for codes."""
    await one_at_a_time("phone " + hash_of_phone(phone).hex())


async def send_code(request: Request, *, phone: str, purpose: CodePurpose) -> None:
    """Send a new code, which replaces the one before; nothing tells whether the phone is known.

    Must not be called in a transaction. Raises NoSms, TooManyRequests, TemporarilyUnavailable (the
    limits cannot be counted) and CodeNotSent: then the try does not count.
    """
    sms, redis, settings = SMS.of(request), REDIS.of(request), SETTINGS.of(request)
    template, address = settings.sms_templates.get(TEMPLATE), request.remote_addr or request.ip
    if sms is None or not template:
        raise NoSms()
    # Half of the budget, so that a flood of codes leaves room for what people are told.
    city = RateLimit("phone-code-city", max(settings.sms_day_budget // 2, 1), 86400, True)
    await spend(redis, _PER_ADDRESS, address)
    await spend(redis, city, "")
    digits = f"{secrets.randbelow(10**DIGITS):0{DIGITS}}"
    row = await _new_code(phone, purpose, digits)
    try:
        await sms.send(phone, template, {"code": digits}, out_id=row.id.hex)
    except SmsError as error:
        log.warning("a code by SMS could not be sent: %s", error.code)
        await row.delete()
        if not isinstance(error, SmsOutcomeUnknown):
            await give_back(redis, _PER_ADDRESS, address)
            await give_back(redis, city, "")
        if isinstance(error, SmsLimited):
            raise TooManyRequests(retry_after=ceil(error.wait.total_seconds())) from None
        raise CodeNotSent(retry_after=30) from None


async def _new_code(phone: str, purpose: CodePurpose, digits: str) -> PhoneCode:
    now = clock.now()
    phone_hash = hash_of_phone(phone)
    # Of its own, for the code has to be there before the provider sends it.
    async with in_transaction():
        await lock_number(phone)
        await _refuse_flood(phone_hash, now)
        return await PhoneCode.create(
            phone_hash=phone_hash,
            purpose=purpose,
            code_hash=_hash_of_code(phone, digits),
            created_at=now,
            expires_at=now + LIFETIME,
        )


async def _refuse_flood(phone_hash: bytes, now: datetime) -> None:
    for window, most in _MOST.items():
        sent = PhoneCode.filter(phone_hash=phone_hash, created_at__gt=now - window)
        oldest = await sent.order_by("-created_at").offset(most - 1).first()
        if oldest is not None:
            wait = oldest.created_at + window - now
            raise TooManyRequests(retry_after=max(ceil(wait.total_seconds()), 1))


def _hash_of_code(phone: str, digits: str) -> bytes:
    return keyring().keyed_hash(f"{phone}:{digits}", "phone-code")


async def check_code(phone: str, digits: str, purpose: CodePurpose) -> UUID:
    """The id of the code that was sent, to be given to `use_code`. Raises PhoneCodeWrong.

    Must not be called in a transaction: a try stays counted whatever happens afterwards.
    """
    outside_transaction()
    found = await fetch(_COUNT_TRY, hash_of_phone(phone), purpose.value, TRIES, clock.now())
    if not found or not same(bytes(found[0]["code_hash"]), _hash_of_code(phone, digits)):
        raise PhoneCodeWrong()
    return UUID(str(found[0]["id"]))


async def use_code(code_id: UUID) -> None:
    """Spend a checked code in the transaction of what it permits.

    Raises PhoneCodeWrong when another call has used it since.
    """
    transaction_needed()
    unused = PhoneCode.filter(id=code_id, used_at=None)
    if not await unused.update(used_at=clock.now()):
        raise PhoneCodeWrong()


async def forget_old_codes() -> int:
    """Delete what no limit counts any more; answers how many codes went."""
    return await PhoneCode.filter(created_at__lt=clock.now() - KEPT).delete()
