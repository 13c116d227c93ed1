"""Sessions as rows: opened, renewed and ended in the transaction of what makes them so.

Whoever takes something away that sessions stand on (a password, a duty, a way in, an account) ends
them in the same transaction, after the rows that a sign-in holds while it opens one. When it
commits, every process hears of it (see `ended`).
"""

import logging
import secrets
from collections.abc import Mapping
from datetime import timedelta
from uuid import UUID

from tortoise.queryset import QuerySet

from mobile_api.accounts.errors import SessionEnded
from mobile_api.accounts.models import Person, StaffMember
from mobile_api.accounts.sessions.ended import CHANNEL
from mobile_api.accounts.sessions.models import AccountKind, Session
from mobile_api.accounts.sessions.tokens import (
    LIFETIME,
    Stated,
    page_token,
    read_page_token,
    read_refresh_token,
    refresh_token,
)
from mobile_api.shared import clock
from mobile_api.shared.database import fetch, transaction_needed

log = logging.getLogger(__name__)

KEPT = {AccountKind.citizen: timedelta(days=30), AccountKind.staff: timedelta(hours=12)}
# A phone waits sixty seconds for an answer (wx.request) before it knows that it was lost, and then
# asks again with the token that it has.
LOST_ANSWER = timedelta(minutes=2)
# Rows stay a while longer than any access token of theirs, for processes that catch up.
_FORGOTTEN_AFTER = timedelta(days=1)
_SEED_BYTES = 16
_ACCOUNTS: Mapping[AccountKind, type[Person | StaffMember]] = {
    AccountKind.citizen: Person,
    AccountKind.staff: StaffMember,
}


async def open_session(kind: AccountKind, account_id: UUID, *, via: str) -> Session:
    """A new session, in the transaction that holds the row by which the person came in."""
    transaction_needed()
    now = clock.now()
    return await Session.create(
        kind=kind,
        account_id=account_id,
        via=via,
        seed=secrets.token_bytes(_SEED_BYTES),
        opened_at=now,
        renewed_at=now,
        expires_at=now + KEPT[kind],
    )


def present_token(session: Session) -> str:
    """The refresh token that is to be used next."""
    return refresh_token(session.id, bytes(session.seed), session.generation)


async def renew(given: str) -> tuple[Session, str | None]:
    """The session of a refresh token and the token that follows it, which the phone keeps instead.

    The token before the present one still gets the present one for `LOST_ANSWER` after that was
    made. Later it is in two hands, and nobody knows which are the thief's: the session is ended,
    and there is no token. Raises SessionEnded.
    """
    transaction_needed()
    named = read_refresh_token(given)
    session = await _named_by(named, _open_ones().select_for_update(no_key=True))
    # A later token than the row knows of: the database was put back to an earlier day.
    if named.generation >= session.generation:
        session.generation, session.renewed_at = named.generation + 1, clock.now()
        await session.save(update_fields=["generation", "renewed_at"])
    elif not _was_just_followed(session, named.generation):
        log.warning("an old refresh token was used again; its session is ended")
        await end(Session.filter(id=session.id))
        return session, None
    return session, present_token(session)


def _was_just_followed(session: Session, generation: int) -> bool:
    is_one_before = generation == session.generation - 1
    return is_one_before and clock.now() - session.renewed_at <= LOST_ANSWER


def _open_ones() -> QuerySet[Session]:
    return Session.filter(ended_at=None, expires_at__gt=clock.now())


async def _named_by(named: Stated, sessions: QuerySet[Session]) -> Session:
    session = await sessions.get_or_none(id=named.session_id)
    if session is None or not named.is_genuine(bytes(session.seed)):
        raise SessionEnded()
    return session


async def page_token_of(refresh_token: str) -> str:
    """For the cookie of a browser that has just signed in. Raises SessionEnded."""
    session = await _named_by(read_refresh_token(refresh_token), _open_ones())
    return page_token(session.id, bytes(session.seed))


async def session_of_page(given: str) -> Session:
    """The session of a page's cookie. Raises SessionEnded."""
    return await _named_by(read_page_token(given), _open_ones())


async def sessions_of(kind: AccountKind, account_id: UUID) -> list[Session]:
    """The open sessions of an account, newest first."""
    return await _open_ones().filter(kind=kind, account_id=account_id).order_by("-opened_at")


async def end(sessions: QuerySet[Session]) -> int:
    """End those of them that are open; every process hears of it when the transaction commits."""
    transaction_needed()
    ended = await sessions.filter(ended_at=None).update(ended_at=clock.now())
    if ended:
        await fetch("SELECT pg_notify($1, '')", CHANNEL)
    return ended


async def end_by_token(given: str) -> None:
    """Sign out; any refresh token of the session will do. Raises SessionEnded."""
    session = await _named_by(read_refresh_token(given), _open_ones())
    await end(Session.filter(id=session.id))


async def end_page(given: str) -> None:
    """Sign a browser out. Raises SessionEnded."""
    session = await session_of_page(given)
    await end(Session.filter(id=session.id))


async def end_sessions(kind: AccountKind, account_id: UUID, *, keep: UUID | None = None) -> int:
    """End every session of an account but `keep`; answers how many.

    Holds the account's row, so that a step-up of a session that ends here opens no other one.
    """
    await _ACCOUNTS[kind].filter(id=account_id).select_for_update(no_key=True)
    found = Session.filter(kind=kind, account_id=account_id)
    return await end(found.exclude(id=keep) if keep else found)


async def end_and_forget(kind: AccountKind, account_id: UUID) -> None:
    """End every session of an account that is no more; repeated later, their rows go.

    Not before every access token has run out: processes that catch up read of the end in them.
    """
    await end_sessions(kind, account_id)
    over = Session.filter(kind=kind, account_id=account_id, ended_at__lt=clock.now() - LIFETIME)
    await over.delete()


async def end_one(kind: AccountKind, account_id: UUID, session_id: UUID) -> bool:
    """End one session if it is that account's and open; answers whether it was."""
    return bool(await end(_open_ones().filter(kind=kind, account_id=account_id, id=session_id)))


async def forget_old_sessions() -> int:
    """Delete what ended or ran out a day ago; answers how many went."""
    before = clock.now() - _FORGOTTEN_AFTER
    ended = await Session.filter(ended_at__lt=before).delete()
    return ended + await Session.filter(expires_at__lt=before).delete()
