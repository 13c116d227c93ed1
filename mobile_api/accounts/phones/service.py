"""Whose number it is: proven anew it may pass to another account, the account itself never does."""

from collections.abc import Collection, Mapping, Sequence
from datetime import timedelta
from uuid import UUID

from sanic import Request

from mobile_api.accounts.errors import BoundElsewhere, PhoneOwnerUnsure
from mobile_api.accounts.models import Person
from mobile_api.accounts.phones import codes as phone_codes
from mobile_api.accounts.phones.ceilings import remember_asker
from mobile_api.accounts.phones.codes import check_code as check_code
from mobile_api.accounts.phones.codes import lock_number
from mobile_api.accounts.phones.codes import send_code as send_code
from mobile_api.accounts.phones.codes import use_code as use_code
from mobile_api.accounts.phones.models import CodePurpose, PhoneBinding, hash_of_phone
from mobile_api.accounts.phones.schemas import PhoneSignIn
from mobile_api.accounts.schemas import SessionOpened
from mobile_api.accounts.service import locked_person, opened
from mobile_api.shared import clock
from mobile_api.shared.audit import audit
from mobile_api.shared.callers import Anyone, Caller, Citizen
from mobile_api.shared.crypto import same
from mobile_api.shared.database import in_transaction
from mobile_api.shared.http.guesses import address_of
from mobile_api.shared.http.rate_limits import RateLimit, give_back, spend_all
from mobile_api.shared.ids import new_id
from mobile_api.shared.json_columns import read_each
from mobile_api.shared.process.cache import REDIS
from mobile_api.shared.text.identity_numbers import normalised
from mobile_api.shared.text.masking import mask_phone
from notifications.service import notify
from wechat.models import WechatBinding

# A number that was given back is frozen for at least 90 days before it is given out again (电信服务
# 规范, 附录2), so one that was used more recently is still in the same hands.
SAME_HANDS = timedelta(days=90)
TAIL_LENGTH = 6
# Only who holds the number can fill it; a tail has about 10^4 likely values.
_OWNER_TAILS = RateLimit("phone-owner-tail", times=5, seconds=86400, needs_redis=True)


async def binding_of(phone: str) -> PhoneBinding | None:
    """The account that signs in with a number."""
    return await PhoneBinding.get_or_none(phone_hash=hash_of_phone(phone))


async def holders_of(phone_hashes: Collection[bytes]) -> Mapping[bytes, UUID]:
    """By the keyed hash of a number (`hash_of_phone`), the account that signs in with it."""
    found = PhoneBinding.filter(phone_hash__in=list(phone_hashes))
    rows = await found.values_list("phone_hash", "person_id")
    return {bytes(phone_hash): UUID(str(person_id)) for phone_hash, person_id in rows}


async def phones_of(person_ids: Sequence[UUID]) -> Mapping[UUID, str]:
    """Where people can be told by SMS: the number that each has proven last.

    Never a number that was merely declared: it may be a stranger's.
    """
    rows = PhoneBinding.filter(person_id__in=list(person_ids)).order_by("verified_at")
    readable = [row for row in await read_each(rows) if not row.unreadable]
    return {row.person_id: row.phone for row in readable}


async def bind_number(caller: Citizen, phone: str, *, is_new_owner: bool = False) -> None:
    """Let the caller sign in with a number whose control has just been proven.

    Raises BoundElsewhere, unless the caller says that the number has changed hands: then the other
    account loses it, and is told.
    """
    await lock_number(phone)
    await locked_person(caller.person_id)
    binding = await binding_of(phone)
    if binding is not None and binding.person_id != caller.person_id:
        if not is_new_owner:
            raise BoundElsewhere()
        await take_away(caller, binding)
        binding = None
    await _hold(caller.person_id, phone, binding)
    await audit(caller, "bind_phone", subject_kind="person", subject_id=caller.person_id)
    if binding is None:
        await tell_new_way_in(caller.person_id, f"手机号{mask_phone(phone)}")


async def tell_new_way_in(person_id: UUID, way: str) -> None:
    """So that a way in which somebody else added does not stay unseen."""
    await notify(
        person_id,
        "binding_added",
        {"way": way},
        subject=f"person:{person_id}",
        dedupe_key=f"{new_id()}:binding_added",
    )


async def _hold(person_id: UUID, phone: str, binding: PhoneBinding | None) -> None:
    now = clock.now()
    if binding is not None:
        await PhoneBinding.filter(id=binding.id).update(verified_at=now)
        return
    await PhoneBinding.create(
        person_id=person_id,
        phone=phone,
        phone_hash=hash_of_phone(phone),
        created_at=now,
        verified_at=now,
    )
    person = await Person.get(id=person_id)
    if person.phone is None:
        person.phone = phone
        await person.save(update_fields=["phone"])


async def take_away(caller: Caller, binding: PhoneBinding) -> None:
    """End a binding because someone else has proven to hold the number; its account is told."""
    await binding.delete()
    await audit(caller, "phone_changed_hands", subject_kind="person", subject_id=binding.person_id)
    await notify(
        binding.person_id,
        "phone_taken_away",
        {"phone_masked": mask_phone(binding.phone)},
        subject=f"person:{binding.person_id}",
        dedupe_key=f"{binding.id}:phone_taken_away",
    )


async def person_of_number(
    caller: Caller, phone: str, *, id_number_tail: str = "", is_new_owner: bool = False
) -> Person:
    """Who signs in with a number whose control has just been proven; a new person when nobody.

    Call it in a transaction. Raises PhoneOwnerUnsure when the number has not been used for so long
    that it may have changed hands: then the tail of the account's identity number tells, or the
    word of the new owner, who gets an account of their own.
    """
    await lock_number(phone)
    # Held until the session is there: whoever takes the number away meanwhile waits, and ends it.
    held = PhoneBinding.filter(phone_hash=hash_of_phone(phone)).select_for_update(no_key=True)
    binding = await held.get_or_none()
    if binding is not None and not is_new_owner:
        person = await Person.get(id=binding.person_id)
        if await may_have_changed_hands(binding, person) and not _knows(person, id_number_tail):
            raise PhoneOwnerUnsure()
        await _hold(person.id, phone, binding)
        return person
    if binding is not None:
        await take_away(caller, binding)
    person = await Person.create(created_at=clock.now(), phone=phone)
    await _hold(person.id, phone, None)
    return person


async def may_have_changed_hands(binding: PhoneBinding, person: Person) -> bool:
    """Whether so long after its last proof a number alone no longer says who holds it."""
    if clock.now() - binding.verified_at < SAME_HANDS:
        return False
    # Without details and another way in there is nothing to ask for, and nothing was filed.
    return person.has_real_name or await WechatBinding.filter(person_id=person.id).exists()


def _knows(person: Person, id_number_tail: str) -> bool:
    tail = (person.id_number or "")[-TAIL_LENGTH:]
    given = normalised(id_number_tail)
    return len(tail) == TAIL_LENGTH and same(tail, given)


async def sign_in_by_phone(request: Request, body: PhoneSignIn) -> SessionOpened:
    """A session of whoever holds the number; a new person when nobody does.

    Raises PhoneCodeWrong, PhoneOwnerUnsure, TooManyRequests, TemporarilyUnavailable.
    """
    redis, phone, tail = REDIS.of(request), body.phone, body.id_number_tail
    code_id = await phone_codes.check_code(phone, body.code, body.code_ticket, CodePurpose.sign_in)
    guessed = [(_OWNER_TAILS, phone)] if tail else []
    # Before it is compared, for of guesses at once none may be one too many.
    await spend_all(redis, *guessed)
    async with in_transaction():
        await phone_codes.use_code(code_id)
        person = await person_of_number(
            Anyone(), phone, id_number_tail=tail, is_new_owner=body.is_new_owner
        )
        session = await opened(person, via="phone")
    await give_back(redis, *guessed)
    await remember_asker(redis, phone, address_of(request))
    return session
