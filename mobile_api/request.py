"""The request class: an id that is safe to write into logs, whoever sent it."""

import re
from uuid import uuid4

from sanic import Request

_SAFE = re.compile(r"[A-Za-z0-9-]{8,64}")


class YiwangRequest(Request):
    """Sanic's request whose `id` is the proxy's X-Request-Id when well formed, else a new one."""

    @property
    def id(self) -> str:
        if not self._id:
            given = self.headers.get("x-request-id", "")
            self._id = given if _SAFE.fullmatch(given) else uuid4().hex
        return str(self._id)
