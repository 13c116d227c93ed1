"""What a page remembers between a form that was sent and the page that shows what came of it.

Sealed in a cookie of this browser, for minutes: so nothing personal stands in an address, and a
page reached by GET survives a reload, Back and a phone that throws its tabs away.
"""

import base64
import binascii
from datetime import timedelta
from typing import TypeVar

from pydantic import BaseModel, ValidationError
from sanic import HTTPResponse, Request

from mobile_api.shared import clock
from mobile_api.shared.clock import Instant
from mobile_api.shared.crypto import CannotOpen, keyring
from mobile_api.web.frame.visitor import (
    COOKIE,
    HOST_PREFIX,
    cookie,
    cookie_name,
    keep_cookie,
    session_token,
)

Noted = TypeVar("Noted", bound=BaseModel)

# For whom one acts: what else is noted counts for that one alone.
CHOICE = "acting-for"
# Of notes beside each other; a head of 8 KB holds what else a browser says, too.
_MOST_BYTES = 6000


class _Sealed(BaseModel):
    """What is noted, as JSON, and until when it counts whatever the browser keeps."""

    until: Instant
    text: str


def note(
    request: Request,
    response: HTTPResponse,
    name: str,
    noted: BaseModel,
    *,
    lifetime: timedelta,
    session: str | None = None,
    for_anybody: bool = False,
) -> HTTPResponse:
    """Keep `noted` in a cookie of that name, for the session that asks and for whom it acts.

    Whoever signs in next on this phone reads none of it, unless it is `for_anybody`. `session`: the
    token of another one, just opened. What it leaves no room for among the cookies of a request is
    forgotten.
    """
    sealed = _Sealed(until=clock.now() + lifetime, text=noted.model_dump_json())
    place = _place(request, name, session, for_anybody=for_anybody)
    value = keyring().seal(sealed.model_dump_json().encode(), place)
    text = base64.urlsafe_b64encode(value).decode().rstrip("=")
    _make_room(request, response, name, len(text))
    keep_cookie(request, response, name, text, int(lifetime.total_seconds()))
    return response


def noted(
    request: Request, name: str, kind: type[Noted], *, for_anybody: bool = False
) -> Noted | None:
    """What was noted under that name; None when nothing was, it is too old, or not ours."""
    text = cookie(request, name)
    try:
        value = base64.b64decode(text + "=" * (-len(text) % 4), b"-_", validate=True)
        place = _place(request, name, None, for_anybody=for_anybody)
        opened = keyring().open(value, place)
        sealed = _Sealed.model_validate_json(opened)
        found = kind.model_validate_json(sealed.text)
    except (binascii.Error, CannotOpen, ValidationError):
        return None
    return found if sealed.until > clock.now() else None


def tear_off(request: Request, response: HTTPResponse, name: str) -> HTTPResponse:
    """Forget what was noted."""
    keep_cookie(request, response, name, "", 0)
    return response


def place_of(name: str, session: str, chosen: str = "") -> str:
    """Where alone the note of a session can be opened again; `chosen`: the cookie of its choice."""
    return f"cookie.{name}.{keyring().keyed_hash(f'{session} {chosen}', 'note').hex()}"


def _place(request: Request, name: str, session: str | None, *, for_anybody: bool) -> str:
    if for_anybody:
        return f"cookie.{name}"
    chosen = "" if name == CHOICE else cookie(request, CHOICE)
    return place_of(name, session_token(request) if session is None else session, chosen)


def _make_room(request: Request, response: HTTPResponse, name: str, size: int) -> None:
    """A server takes only so much in the head of a request: too many cookies would lock a person
    out of every page. The largest notes go first; who is signed in, and for whom, stays."""
    kept = {cookie_name(request, one) for one in (name, COOKIE, CHOICE)}
    others = {one: len(str(request.cookies.get(one))) for one in request.cookies if one not in kept}
    for one in sorted(others, key=others.__getitem__, reverse=True):
        if sum(others.values()) + size <= _MOST_BYTES:
            return
        del others[one]
        keep_cookie(request, response, one.removeprefix(HOST_PREFIX), "", 0)
