"""Signing in, declaring real-name details, and who works at the counter."""

from collections.abc import Collection, Sequence
from uuid import UUID

from redis.asyncio import Redis
from tortoise.exceptions import IntegrityError

from mobile_api.accounts.errors import RealNameFixed, SessionEnded, WrongCredentials
from mobile_api.accounts.models import Person, StaffMember
from mobile_api.accounts.schemas import RealName, SessionOpened
from mobile_api.accounts.sessions import service as sessions
from mobile_api.accounts.sessions.models import AccountKind, Session
from mobile_api.accounts.sessions.tokens import LIFETIME, issue_token
from mobile_api.shared import clock
from mobile_api.shared.audit import audit
from mobile_api.shared.callers import Citizen, Staff
from mobile_api.shared.crypto import keyring
from mobile_api.shared.database import in_transaction, savepoint, transaction_needed
from mobile_api.shared.errors import NotSignedIn
from mobile_api.shared.http.rate_limits import RateLimit, spend
from wechat.login import WechatIdentity
from wechat.models import WechatBinding

_MATCHED_LEVEL = 2
# A name mistyped several times, and no list of other people's names tried one by one.
_DECLARATIONS = RateLimit("real-name", times=10, seconds=86400)


async def person_of_wechat(identity: WechatIdentity) -> Person:
    """The person bound to a WeChat identity; the first sign-in creates both. Safe to race."""
    transaction_needed()
    person_id = await WechatBinding.person_of(identity)
    if person_id is None:
        try:
            async with savepoint():
                person = await Person.create(created_at=clock.now())
                await WechatBinding.bind(person.id, identity)
                return person
        except IntegrityError:
            person_id = await WechatBinding.person_of(identity)
    return await Person.get(id=person_id)


async def account_without_a_way_in(level: int) -> UUID:
    """Of an applicant whom another city answers for, and `level` is how sure that one is.

    The row holds nothing of the person: nobody signs in as it or is found by it.
    """
    person = await Person.create(created_at=clock.now(), assurance_level=level)
    return person.id


async def caller_for(session: Session) -> Citizen | Staff:
    """The caller that a session stands for now. Raises SessionEnded when the account is closed."""
    if session.kind is AccountKind.citizen:
        person = await Person.get_or_none(id=session.account_id, closed_at=None)
        if person is None:
            raise SessionEnded()
        return Citizen(person.id, session.id, person.assurance_level)
    member = await StaffMember.get_or_none(id=session.account_id, is_active=True)
    if member is None:
        raise SessionEnded()
    return Staff(member.id, session.id, member.department_key, member.roles)


async def person_of(caller: Citizen) -> Person:
    """The caller's own record. Raises NotSignedIn when the account was closed."""
    person = await Person.get_or_none(id=caller.person_id, closed_at=None)
    if person is None:
        raise NotSignedIn()
    return person


async def names_of(person_ids: Sequence[UUID]) -> dict[UUID, str]:
    """Of the people whose accounts are open and who said their name: for comparing, shown to
    nobody."""
    found = Person.filter(id__in=list(person_ids), closed_at=None)
    return {one.id: one.name for one in await found if one.name}


async def locked_person(person_id: UUID) -> Person:
    """The person, its row locked until the transaction ends. Raises NotSignedIn when closed.

    Rows that refer to the person may still be written: who writes them holds locks of their own.
    """
    transaction_needed()
    open_ones = Person.filter(closed_at=None).select_for_update(no_key=True)
    person = await open_ones.get_or_none(id=person_id)
    if person is None:
        raise NotSignedIn()
    return person


async def hold_accounts(person_id: UUID, *others: UUID) -> None:
    """Nobody of them is erased or merged until the transaction ends: their rows are locked in one
    order. Raises NotSignedIn when the first one's account is closed; whose else is may stay so.
    """
    transaction_needed()
    rows = Person.filter(id__in=[person_id, *others]).order_by("id")
    found = {row.id: row for row in await rows.select_for_update(no_key=True)}
    if person_id not in found or found[person_id].closed_at is not None:
        raise NotSignedIn()


async def count_declaration(redis: Redis, caller: Citizen) -> None:
    """One more statement of who one is, before it is stored. Raises TooManyRequests."""
    await spend(redis, _DECLARATIONS, caller.key)


def has_fixed_name(person: Person) -> bool:
    """Whether an authority has matched name and number, so that only the counter corrects them."""
    return person.assurance_level >= _MATCHED_LEVEL


async def declare_real_name(caller: Citizen, details: RealName) -> Person:
    """Store the person's own statement of who they are; assurance stays as it is.

    Raises RealNameFixed once an authority has matched name and number (L2 and above).
    """
    person = await locked_person(caller.person_id)
    if has_fixed_name(person):
        raise RealNameFixed()
    person.name, person.id_number, person.phone = details.name, details.id_number, details.phone
    person.id_number_hash = keyring().keyed_hash(details.id_number, "id_number")
    person.real_name_declared_at = clock.now()
    await person.save()
    await audit(caller, "declare_real_name", subject_kind="person", subject_id=person.id)
    return person


async def id_numbers_of(person_ids: Collection[UUID]) -> frozenset[bytes]:
    """Keyed hashes of the numbers of identity documents that these people have declared."""
    people = Person.filter(id__in=list(person_ids), id_number_hash__isnull=False)
    return frozenset(bytes(one) for one in await people.values_list("id_number_hash", flat=True))


async def opened(account: Person | StaffMember, *, via: str) -> SessionOpened:
    """A new session; `via` is the kind of binding, or `password`.

    In the transaction in which the row of the binding was written: whoever takes that way in away
    waits for it, and ends this session too. Raises WrongCredentials for staff whose password was
    changed since it was compared, or who were dismissed.
    """
    if isinstance(account, StaffMember):
        await _hold(account)
    kind = AccountKind.citizen if isinstance(account, Person) else AccountKind.staff
    session = await sessions.open_session(kind, account.id, via=via)
    return await tokens_of(session, sessions.present_token(session))


async def _hold(member: StaffMember) -> None:
    present = StaffMember.filter(id=member.id, password_hash=member.password_hash, is_active=True)
    if await present.select_for_update(no_key=True).get_or_none() is None:
        raise WrongCredentials()


async def renewed(refresh_token: str) -> SessionOpened:
    """New tokens for the one that was used up. Raises SessionEnded.

    An old token that comes again ends its session, on the record.
    """
    async with in_transaction():
        session, following = await sessions.renew(refresh_token)
        caller = await caller_for(session)
        if following is not None:
            return await tokens_of(session, following)
        await audit(caller, "old_token_used", subject_kind="session", subject_id=session.id)
    raise SessionEnded()


async def tokens_of(session: Session, refresh_token: str) -> SessionOpened:
    """Tokens of an open session. Raises SessionEnded when its account was closed since."""
    return SessionOpened(
        access_token=issue_token(await caller_for(session)),
        refresh_token=refresh_token,
        expires_in_seconds=int(LIFETIME.total_seconds()),
    )
