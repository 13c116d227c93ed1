"""An impatient second tap on a button: the same form, sent twice from one opening, is done once."""

import hashlib
import secrets
from collections.abc import Awaitable, Callable
from datetime import timedelta

from sanic import Request

from mobile_api.shared.callers import Citizen
from mobile_api.shared.http.idempotency import RememberedAnswer, RequestKey, once
from mobile_api.web.frame.visitor import typed

# The hidden field of a form, another for each time that its page is shown.
TAP = "tap"
_SEE_OTHER = 303
# Taps come within seconds; whoever goes Back later and types the first text again means it.
_ONE_TAP = timedelta(minutes=1)


def new_tap() -> str:
    """What tells one opening of a form from another."""
    return secrets.token_urlsafe(12)


async def once_tapped(
    request: Request, caller: Citizen, act: Callable[[], Awaitable[object]]
) -> str:
    """What the act answered, as text; it is done once for one opening and one content.

    Within a transaction. What it raises is not remembered. A form without the field is done each
    time that it comes.
    """
    tap = typed(request, TAP, 40)
    if not tap:
        return str(await act())

    async def work() -> RememberedAnswer:
        return RememberedAnswer(_SEE_OTHER, str(await act()))

    # Another content from the same opening (Back, and typed anew) is another act.
    said = sorted((name, tuple(values)) for name, values in (request.form or {}).items())
    whole = hashlib.sha256(repr((request.path, said)).encode()).hexdigest()
    key = RequestKey.of(caller.key, whole, request.path.encode(), _ONE_TAP)
    return (await once(key, work)).body
