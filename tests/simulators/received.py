"""What a simulator was asked and what it answered: tests count it, people read it."""

import secrets
from collections import Counter, deque
from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware
from pydantic import BaseModel

from tests.simulators.clock import Clock
from tests.simulators.faults import BAD_GATEWAY, Fault, Faults, spoil

REMEMBERED = 2_000
ADMIN = "/_simulator/"
REQUEST_ID = web.RequestKey("request_id", str)
LABEL = web.RequestKey("label", str)
# How one protocol words an error that was injected by its code.
PersonPage = Callable[[web.Request], Awaitable[web.StreamResponse]]
ErrorRenderer = Callable[[web.Request, int | str], web.Response]


class Received(BaseModel):
    """One request; `label` is a finer name than the path (the apiCode of EMS)."""

    request_id: str
    method: str
    path: str
    query: dict[str, str]
    body: str
    at: str
    label: str = ""
    status: int = 0
    reply: str = ""
    fault: str = ""


class Log:
    """The last requests in order, and how many came to each path since the start."""

    def __init__(self, clock: Clock) -> None:
        self.entries: deque[Received] = deque(maxlen=REMEMBERED)
        self.counts: Counter[str] = Counter()
        self._clock = clock

    async def open(self, request: web.Request) -> Received:
        body = (await request.read()).decode(errors="replace")
        entry = Received(
            request_id=request[REQUEST_ID],
            method=request.method,
            path=request.path,
            query=dict(request.query),
            body=body,
            at=self._clock.beijing().isoformat(),
        )
        self.counts[request.path] += 1
        self.entries.append(entry)
        return entry

    def select(self, path: str = "", label: str = "") -> list[Received]:
        return [
            entry
            for entry in self.entries
            if path in {"", entry.path} and label in {"", entry.label}
        ]


def observing(
    log: Log, faults: Faults, error: ErrorRenderer, person_page: PersonPage
) -> Middleware:
    """The outermost middleware: names and records each request, and lets its fault happen.

    Whoever opens `/` in a browser gets `person_page`.
    """

    @web.middleware
    async def observe(request: web.Request, handler: Handler) -> web.StreamResponse:
        if request.path.startswith(ADMIN):
            return await handler(request)
        if is_for_a_person(request):
            return await person_page(request)
        request[REQUEST_ID] = "-".join(secrets.token_hex(4) for _ in range(3))
        entry = await log.open(request)
        fault = faults.take(request.path, f"{request.query_string}\n{entry.body}")
        response = await _answer(request, handler, fault, error)
        entry.label = request.get(LABEL, "")
        entry.fault = fault.kind if fault else ""
        entry.status, entry.reply = response.status, _text(response)
        return response

    return observe


def is_for_a_person(request: web.Request) -> bool:
    """Whether a browser opens the simulator's address; the SMS service is called at `/` as well."""
    is_asked = "text/html" in request.headers.get("accept", "")
    return request.method == "GET" and request.path == "/" and is_asked


async def _answer(
    request: web.Request, handler: Handler, fault: Fault | None, error: ErrorRenderer
) -> web.Response:
    if fault and fault.prevents_the_work:
        if fault.kind == "error":
            return _refused(error(request, fault.code), fault)
        if fault.kind == "lost":
            return await spoil(request, web.Response(), fault)
        return web.Response(status=502, text=BAD_GATEWAY, content_type="text/html")
    response = await handler(request)
    assert isinstance(response, web.Response)
    return await spoil(request, response, fault) if fault else response


def _refused(response: web.Response, fault: Fault) -> web.Response:
    if fault.retry_after is not None:
        response.headers["Retry-After"] = str(fault.retry_after)
    return response


def _text(response: web.Response) -> str:
    body: Any = response.body
    is_binary = response.content_type.startswith(("image/", "application/pdf"))
    return "" if is_binary or not isinstance(body, bytes) else body.decode(errors="replace")
