"""As which status a request is counted that was not answered, or not by its handler."""

from asyncio import CancelledError

from sanic import Request
from sanic.exceptions import SanicException

from mobile_api.shared.errors import AppError
from mobile_api.shared.postgres import is_outage

# No standard names it; proxies count a client that did not wait for its answer so.
_CLIENT_GONE = 499


def status_of(error: BaseException, request: Request) -> int:
    """The HTTP status of what ended a request; 500 is a fault of ours and nothing else."""
    if isinstance(error, AppError):
        return error.status
    if isinstance(error, CancelledError):
        # The server names what it cancels for (a limit of time); a client that left names nothing.
        error = getattr(request.stream, "exception", None) or error
    if isinstance(error, SanicException):
        return error.status_code or 500
    if is_outage(error):
        return 503
    return _CLIENT_GONE if isinstance(error, CancelledError) else 500
