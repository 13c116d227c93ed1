"""Token -> caller; the only place that reads the Authorization header."""

from sanic import Request

from mobile_api.accounts.tokens import caller_of
from mobile_api.shared.callers import Citizen, Staff
from mobile_api.shared.errors import NotSignedIn


async def authenticate(request: Request) -> Citizen | Staff:
    """The caller of a request. Raises NotSignedIn."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token:
        raise NotSignedIn()
    caller = caller_of(token.strip())
    request.app.ctx.ended_sessions.refuse_if_ended(caller.session_id)
    return caller
