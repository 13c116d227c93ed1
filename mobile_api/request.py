"""The request class: an id that is safe to write into logs, and headers that every answer bears."""

import random
import re
from typing import Any

from sanic import Request
from sanic.exceptions import PayloadTooLarge
from sanic.response import BaseHTTPResponse

from mobile_api.shared.http.bodies import MOST_BYTES, MOST_READ_ON
from mobile_api.shared.http.prepared import PreparedResponse
from mobile_api.shared.logging import request_id

# The name in Sanic's own settings: whether people reach this instance by TLS.
HAS_TLS = "HAS_TLS"
_TLS_ONLY = "max-age=31536000"
_SAFE = re.compile(r"[A-Za-z0-9-]{8,64}")


class YiwangRequest(Request):
    """Sanic's request whose `id` is the proxy's X-Request-Id when well formed, else a new one.

    Every line that is logged from here on bears it: a connection serves its requests one after the
    other in one task, also those that no handler ever sees (404, 413).
    """

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        request_id.set(self.id)

    async def receive_body(self) -> None:
        """Read the body, up to what the route declares. Raises PayloadTooLarge, before it is sent
        where its length is told; what comes after the answer is read on, up to MOST_READ_ON."""
        declared = getattr(self.route.handler, "endpoint", None) if self.route else None
        if self.stream is not None:
            self.stream.request_max_size = declared.most_bytes if declared else MOST_BYTES
        try:
            await super().receive_body()
        except PayloadTooLarge:
            if self.stream is not None:
                self.stream.request_max_size = MOST_READ_ON
            raise

    def respond(self, response: Any = None, **named: Any) -> Any:
        """Every answer passes here, refusals of the server itself as well.

        No coroutine of its own: one more for each request costs a tenth of a prepared answer.
        """
        if response is None:
            return self._begin(**named)
        self._add_safety(response)
        return super().respond(response, **named)

    async def _begin(self, **named: Any) -> Any:
        """A response that is sent piece by piece."""
        response = await super().respond(**named)
        self._add_safety(response)
        return response

    def _add_safety(self, response: BaseHTTPResponse) -> None:
        """What the handler has not said itself; prepared answers hold theirs already."""
        if self.app.config.get(HAS_TLS):
            response.headers.setdefault("strict-transport-security", _TLS_ONLY)
        if not isinstance(response, PreparedResponse):
            headers = response.headers
            headers.setdefault("x-content-type-options", "nosniff")
            headers.setdefault("referrer-policy", "no-referrer")
            headers.setdefault("cache-control", "no-store")

    @property
    def id(self) -> str:
        if not self._id:
            given = self.headers.get("x-request-id")
            # Nobody guesses at it: random numbers of the system would only cost more.
            fresh = f"{random.getrandbits(128):032x}"
            self._id = given if given and _SAFE.fullmatch(given) else fresh
        return str(self._id)
