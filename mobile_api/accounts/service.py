"""Signing in, declaring real-name details, and who works at the counter."""

from collections.abc import Iterable
from uuid import UUID

from sanic import Request
from tortoise.exceptions import IntegrityError

from mobile_api.accounts.errors import RealNameFixed, SessionEnded
from mobile_api.accounts.models import Person, StaffMember
from mobile_api.accounts.passwords import hash_of_password
from mobile_api.accounts.schemas import RealName, SessionOpened
from mobile_api.accounts.sessions import service as sessions
from mobile_api.accounts.sessions.service import Session
from mobile_api.accounts.sessions.tokens import LIFETIME, issue_token
from mobile_api.shared import clock
from mobile_api.shared.audit import audit
from mobile_api.shared.callers import Citizen, Staff, StaffRole
from mobile_api.shared.crypto import keyring
from mobile_api.shared.database import savepoint, transaction_needed
from mobile_api.shared.errors import NotSignedIn
from mobile_api.shared.ids import new_id
from mobile_api.shared.process.cache import REDIS
from wechat.login import WechatIdentity
from wechat.models import WechatBinding

_MATCHED_LEVEL = 2


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


async def caller_for(session: Session) -> Citizen | Staff:
    """The caller that a session stands for now. Raises SessionEnded when the account is closed."""
    if session.kind == "citizen":
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


async def declare_real_name(caller: Citizen, details: RealName) -> Person:
    """Store the person's own statement of who they are; assurance stays as it is.

    Raises RealNameFixed once an authority has matched name and number (L2 and above).
    """
    person = await locked_person(caller.person_id)
    if person.assurance_level >= _MATCHED_LEVEL:
        raise RealNameFixed()
    person.name, person.id_number, person.phone = details.name, details.id_number, details.phone
    person.id_number_hash = keyring().keyed_hash(details.id_number, "id_number")
    person.real_name_declared_at = clock.now()
    await person.save()
    await audit(caller, "declare_real_name", subject_kind="person", subject_id=person.id)
    return person


async def add_staff(
    username: str,
    password: str,
    *,
    display_name: str,
    department_key: str,
    roles: Iterable[StaffRole],
) -> UUID:
    """Create or replace a member of staff by username; answers the id."""
    values = {
        "display_name": display_name,
        "password_hash": hash_of_password(password),
        "department_key": department_key,
        "roles": frozenset(roles),
        "is_active": True,
    }
    defaults = values | {"id": new_id(), "created_at": clock.now()}
    member, was_created = await StaffMember.get_or_create(username=username, defaults=defaults)
    if not was_created:
        await StaffMember.filter(id=member.id).update(**values)
    return member.id


async def opened(request: Request, account: Person | StaffMember, *, via: str) -> SessionOpened:
    """A new session; `via` is the kind of binding, or `password`. Raises TemporarilyUnavailable."""
    kind = "citizen" if isinstance(account, Person) else "staff"
    redis = REDIS.of(request)
    session, refresh_token = await sessions.open_session(redis, kind, account.id, via=via)
    return await tokens_of(session, refresh_token)


async def tokens_of(session: sessions.Session, refresh_token: str) -> SessionOpened:
    """Tokens of an open session. Raises SessionEnded when its account was closed since."""
    return SessionOpened(
        access_token=issue_token(await caller_for(session)),
        refresh_token=refresh_token,
        expires_in_seconds=int(LIFETIME.total_seconds()),
    )
