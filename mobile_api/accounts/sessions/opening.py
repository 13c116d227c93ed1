"""Opening a session for someone who has just proved who they are, in whatever way."""

from sanic import Request

from mobile_api.accounts import service
from mobile_api.accounts.models import Person, StaffMember
from mobile_api.accounts.schemas import SessionOpened
from mobile_api.accounts.sessions import service as sessions
from mobile_api.accounts.sessions.tokens import LIFETIME, issue_token
from mobile_api.shared.cache import REDIS


async def opened(request: Request, account: Person | StaffMember, *, via: str) -> SessionOpened:
    """A new session; `via` is the kind of binding, or `password`. Raises TemporarilyUnavailable."""
    kind = "citizen" if isinstance(account, Person) else "staff"
    redis = REDIS.of(request)
    session, refresh_token = await sessions.open_session(redis, kind, account.id, via=via)
    return await tokens_of(session, refresh_token)


async def tokens_of(session: sessions.Session, refresh_token: str) -> SessionOpened:
    """Tokens of an open session. Raises SessionEnded when its account was closed since."""
    return SessionOpened(
        access_token=issue_token(await service.caller_for(session)),
        refresh_token=refresh_token,
        expires_in_seconds=int(LIFETIME.total_seconds()),
    )
