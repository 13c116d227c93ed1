"""The request class: an id that is safe to write into logs, whoever sent it."""

import re
from typing import Any
from uuid import uuid4

from sanic import Request

from mobile_api.shared.logging import request_id

_SAFE = re.compile(r"[A-Za-z0-9-]{8,64}")


class YiwangRequest(Request):
    """Sanic's request whose `id` is the proxy's X-Request-Id when well formed, else a new one.

    Every line that is logged from here on bears it: a connection serves its requests one after the
    other in one task, also those that no handler ever sees (404, 413).
    """

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        request_id.set(self.id)

    @property
    def id(self) -> str:
        if not self._id:
            given = self.headers.get("x-request-id", "")
            self._id = given if _SAFE.fullmatch(given) else uuid4().hex
        return str(self._id)
