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
from mobile_api.web.frame.visitor import cookie, keep_cookie

Noted = TypeVar("Noted", bound=BaseModel)


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
) -> HTTPResponse:
    """Keep `noted` in a cookie of that name."""
    sealed = _Sealed(until=clock.now() + lifetime, text=noted.model_dump_json())
    value = keyring().seal(sealed.model_dump_json().encode(), _place(name))
    text = base64.urlsafe_b64encode(value).decode().rstrip("=")
    keep_cookie(request, response, name, text, int(lifetime.total_seconds()))
    return response


def noted(request: Request, name: str, kind: type[Noted]) -> Noted | None:
    """What was noted under that name; None when nothing was, it is too old, or not ours."""
    text = cookie(request, name)
    try:
        value = base64.b64decode(text + "=" * (-len(text) % 4), b"-_", validate=True)
        sealed = _Sealed.model_validate_json(keyring().open(value, _place(name)))
        found = kind.model_validate_json(sealed.text)
    except (binascii.Error, CannotOpen, ValidationError):
        return None
    return found if sealed.until > clock.now() else None


def tear_off(request: Request, response: HTTPResponse, name: str) -> HTTPResponse:
    """Forget what was noted."""
    keep_cookie(request, response, name, "", 0)
    return response


def _place(name: str) -> str:
    return f"cookie.{name}"
