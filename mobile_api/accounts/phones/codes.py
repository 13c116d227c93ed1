"""Codes by SMS: asked for, sent, and right once, for the device that asked."""

import logging
import secrets
from collections.abc import Awaitable
from datetime import timedelta
from math import ceil
from typing import NamedTuple
from uuid import UUID

from sanic import Request

from mobile_api.accounts.errors import CodeNotSent, NoSms, PhoneCodeWrong
from mobile_api.accounts.phones.ceilings import Ceilings
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
from mobile_api.shared.errors import AppError, TooManyRequests
from mobile_api.shared.http.guesses import address_of
from mobile_api.shared.process.cache import REDIS
from mobile_api.shared.process.parts import SETTINGS
from notifications.sms.errors import SmsError, SmsLimited, SmsOutcomeUnknown
from notifications.sms.service import SMS

log = logging.getLogger(__name__)

DIGITS, TRIES = 6, 5
LIFETIME = timedelta(minutes=5)
KEPT = timedelta(days=1)
TEMPLATE = "sign_in_code"
# Providers send a number one code a minute, five an hour and ten a day (see notifications/sms).
JUST_SENT = timedelta(minutes=1)
_TICKET_MARK = 16

# One statement, so that of parallel guesses no more than TRIES are ever compared.
_COUNT_TRY = """
UPDATE phone_code SET tries = tries + 1
WHERE id = $1 AND phone_hash = $2 AND purpose = $3 AND tries < $4 AND used_at IS NULL
AND expires_at > $5
RETURNING code_hash
"""


class IssuedCode(NamedTuple):
    """A code, and whether a message has to go: not when one has just reached the number."""

    row: PhoneCode
    is_new: bool


async def lock_number(phone: str) -> None:
    """Until the transaction ends, nobody else changes whose number this is or asks for codes."""
    await one_at_a_time("phone " + hash_of_phone(phone).hex())


async def send_code(request: Request, *, phone: str, purpose: CodePurpose) -> str:
    """Send a code; answers the ticket without which nobody can try it, so that a stranger's
    guesses spoil no code but the stranger's own. Nothing tells whether the phone is known.

    Must not be called in a transaction. Raises NoSms, TooManyRequests, TemporarilyUnavailable (the
    limits cannot be counted) and CodeNotSent: then the try does not count.
    """
    sms, settings = SMS.of(request), SETTINGS.of(request)
    template = settings.sms_templates.get(TEMPLATE)
    if sms is None or not template:
        raise NoSms()
    ceilings = await Ceilings.of(REDIS.of(request), settings, phone, address_of(request))
    await ceilings.count_asking()
    digits = f"{secrets.randbelow(10**DIGITS):0{DIGITS}}"
    code = await _new_code(phone, purpose, digits)
    if code.is_new:
        try:
            await ceilings.count_message()
            message = sms.send(phone, template, {"code": digits}, out_id=code.row.id.hex)
            await _sent(message, ceilings)
        except AppError:
            await _take_back(code.row)
            await ceilings.give_back_asking()
            raise
    return _ticket(code.row.id)


async def _sent(message: Awaitable[object], ceilings: Ceilings) -> None:
    """Raises TooManyRequests, CodeNotSent; the message does not count unless it may have gone."""
    try:
        await message
    except SmsError as error:
        log.warning("a code by SMS could not be sent: %s", error.code)
        if not isinstance(error, SmsOutcomeUnknown):
            await ceilings.give_back_message()
        if isinstance(error, SmsLimited):
            raise TooManyRequests(retry_after=ceil(error.wait.total_seconds())) from None
        raise CodeNotSent(retry_after=30) from None


async def _new_code(phone: str, purpose: CodePurpose, digits: str) -> IssuedCode:
    """A row of its own for whoever asks. Where a message has just gone, it holds the same digits:
    a stranger's request costs the person behind the number no minute of waiting."""
    now = clock.now()
    phone_hash = hash_of_phone(phone)
    # Of its own, for the code has to be there before the provider sends it.
    async with in_transaction():
        await lock_number(phone)
        since = now + LIFETIME - JUST_SENT
        unused = PhoneCode.filter(phone_hash=phone_hash, used_at=None)
        just_sent = await unused.filter(expires_at__gt=since).first()
        row = await PhoneCode.create(
            phone_hash=phone_hash,
            purpose=purpose,
            code_hash=just_sent.code_hash if just_sent else _hash_of_code(phone, digits),
            created_at=now,
            expires_at=just_sent.expires_at if just_sent else now + LIFETIME,
        )
        return IssuedCode(row, is_new=just_sent is None)


async def _take_back(row: PhoneCode) -> None:
    """No message went, so nobody holds these digits."""
    await PhoneCode.filter(phone_hash=row.phone_hash, code_hash=row.code_hash).delete()


def _ticket(code_id: UUID) -> str:
    return f"{code_id.hex}{_mark(code_id).hex()}"


def _mark(code_id: UUID) -> bytes:
    return keyring().keyed_hash(code_id.hex, "phone-code-ticket")[:_TICKET_MARK]


def _code_of(ticket: str) -> UUID:
    """Raises PhoneCodeWrong for a ticket that we never gave."""
    try:
        code_id = UUID(hex=ticket[:32])
    except ValueError:
        raise PhoneCodeWrong() from None
    if not same(ticket, _ticket(code_id)):
        raise PhoneCodeWrong()
    return code_id


def _hash_of_code(phone: str, digits: str) -> bytes:
    return keyring().keyed_hash(f"{phone}:{digits}", "phone-code")


async def check_code(phone: str, digits: str, ticket: str, purpose: CodePurpose) -> UUID:
    """The id of the code that was sent to whoever holds the ticket, to be given to `use_code`.

    Must not be called in a transaction: a try stays counted whatever happens afterwards. Raises
    PhoneCodeWrong, also after TRIES.
    """
    outside_transaction()
    code_id = _code_of(ticket)
    told = (code_id, hash_of_phone(phone), purpose.value, TRIES, clock.now())
    found = await fetch(_COUNT_TRY, *told)
    if not found or not same(bytes(found[0]["code_hash"]), _hash_of_code(phone, digits)):
        raise PhoneCodeWrong()
    return code_id


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
