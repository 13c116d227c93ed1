"""`@endpoint`: every route says who may call it, what it reads and what it answers.

The declaration is the only source of the guard, of validation and of the OpenAPI document.
"""

import time
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache, partial, wraps
from inspect import signature
from typing import Any, Protocol

from pydantic import BaseModel
from sanic import HTTPResponse, Request

from mobile_api.shared import metrics
from mobile_api.shared.callers import Anyone, Caller, Citizen, Hook, Staff, StaffRole
from mobile_api.shared.database import in_transaction
from mobile_api.shared.errors import AppError, NotAllowed, NotFound
from mobile_api.shared.http.bodies import MOST_BYTES, validated
from mobile_api.shared.http.etags import IF_MATCH, etag_of, names, seen_versions
from mobile_api.shared.http.idempotency import (
    HEADER,
    KEPT,
    RememberedAnswer,
    RequestKey,
    once,
    remembered,
)
from mobile_api.shared.http.statuses import status_of
from mobile_api.shared.process.parts import Part

Handler = Callable[..., Coroutine[Any, Any, Any]]
Work = Callable[[], Coroutine[Any, Any, Any]]
JSON = "application/json"
ACTING_FOR = "X-Acting-For"
_READS = frozenset({"GET", "HEAD", "OPTIONS"})


class Callers(Protocol):
    """Knows who makes a request; the application brings it."""

    async def authenticate(self, request: Request) -> Citizen | Staff:
        """Raises NotSignedIn."""

    async def look_again(self, caller: Citizen | Staff) -> None:
        """Raises NotSignedIn for who was signed out since, without asking anybody, and AppError for
        who acts for an enterprise and may not any more."""

    async def acting(self, caller: Citizen, enterprise_id: str) -> Citizen:
        """The caller as one who acts for that enterprise. Raises AppError without the power."""


CALLERS: Part[Callers] = Part("callers")


@dataclass(frozen=True, slots=True)
class Endpoint:
    """What a route declares. `caller` is the kind of caller; `roles` narrows it for staff.

    A handler returns an instance of `answer`, None for 204, or (when `answer` is None and `media`
    names a type) an HTTPResponse of its own making. `form` only documents a multipart body, which
    the handler reads and checks itself while it streams; any other body is read up to `most_bytes`,
    and where `body_seconds` are told it is there within them.
    `acting`: a citizen may make this call for an enterprise, by naming it in the header
    X-Acting-For. `if_match`: the handler gets as `seen` what its If-Match says to have seen.
    `refusal`: what 422 means where it is an `answer` too, and no problem.
    `guessing`: something short is proven here (`guesses`), so the proxy holds back a flood.

    `transaction`: the handler runs in one, which is committed before anything is answered and
    rolled back by whatever ends it early; unless said, every call does but one that reads by its
    method. What has to be asked of somebody else belongs into `asks_first`, which runs before it: a
    step that takes of the handler's arguments those that it names, and whose answer the handler
    gets as `asked`. With `idempotent`, an answer is repeated for `remembered_for`, before anybody
    is asked; of calls at once with one key each may ask, so the step changes nothing.
    """

    summary: str
    caller: type[Caller]
    roles: frozenset[StaffRole] = frozenset()
    body: type[BaseModel] | None = None
    form: type[BaseModel] | None = None
    query: type[BaseModel] | None = None
    answer: type[BaseModel] | None = None
    status: int = 200
    media: str = JSON
    errors: tuple[type[AppError], ...] = ()
    most_bytes: int = MOST_BYTES
    body_seconds: float | None = None
    idempotent: bool = False
    remembered_for: timedelta = KEPT
    transaction: bool | None = None
    asks_first: Handler | None = None
    acting: bool = False
    if_match: bool = False
    guessing: bool = False
    refusal: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)

    def writes(self, request: Request) -> bool:
        """Whether a transaction is open around the handler."""
        return request.method not in _READS if self.transaction is None else self.transaction


def endpoint(
    summary: str, *, caller: type[Caller], roles: frozenset[StaffRole] = frozenset(), **more: Any
) -> Callable[[Handler], Handler]:
    """Declare a route; see `Endpoint` for the fields.

    The handler gets `body=` and `query=` where declared, and where it has such a parameter
    `caller=`, of the declared kind, and `asked=`.
    """
    declared = Endpoint(summary=summary, caller=caller, roles=roles, **more)

    def decorate(handler: Handler) -> Handler:
        @wraps(handler)
        async def guarded(request: Request, **path: Any) -> HTTPResponse:
            started = time.perf_counter()
            status = 500
            try:
                response = await _answer(declared, handler, request, path)
                status = response.status
                return response
            except BaseException as error:
                status = status_of(error, request)
                raise
            finally:
                metrics.observe_request(handler.__qualname__, status, time.perf_counter() - started)

        guarded.endpoint = declared  # type: ignore[attr-defined]
        return guarded

    return decorate


def prepared(
    summary: str, *, answer: type[BaseModel] | None = None, **more: Any
) -> Callable[[Handler], Handler]:
    """Declare a public read of bytes made beforehand: nothing stands around the handler."""
    declared = Endpoint(summary=summary, caller=Anyone, answer=answer, **more)

    def decorate(handler: Handler) -> Handler:
        handler.endpoint = declared  # type: ignore[attr-defined]
        return handler

    return decorate


async def _answer(
    declared: Endpoint, handler: Handler, request: Request, path: dict[str, Any]
) -> HTTPResponse:
    if any("\x00" in value for value in path.values() if isinstance(value, str)):
        raise NotFound()
    caller = await _caller(declared, request)
    given = {"caller": caller, **path, **validated(request, declared.body, declared.query)}
    if declared.if_match:
        given["seen"] = seen_versions(request.headers.get(IF_MATCH))
    key = _key(declared, request, caller)
    if declared.asks_first is not None:
        known = await remembered(key) if key else None
        if known is not None:
            return _repeated(known)
        given["asked"] = await declared.asks_first(request, **_wanted(declared.asks_first, given))
        caller = _told_of(given["asked"]) or caller
    work = partial(handler, request, **_wanted(handler, given))
    if key is None:
        done = await (_committed(request, caller, work) if declared.writes(request) else work())
        return _response(declared, request, done)

    async def answered() -> RememberedAnswer:
        return RememberedAnswer(declared.status, _text(await work()))

    return _repeated(await _committed(request, caller, partial(once, key, answered)))


def _told_of(asked: Any) -> Citizen | None:
    """A page learns who calls in its first step, alone or beside what they typed as `caller`."""
    told = getattr(asked, "caller", asked)
    return told if isinstance(told, Citizen) else None


async def _committed(request: Request, caller: Caller, work: Work) -> Any:
    """Done in one transaction, and undone if the caller lost the right to it meanwhile."""
    async with in_transaction():
        done = await work()
        if isinstance(caller, Citizen | Staff):
            await CALLERS.of(request).look_again(caller)
        return done


def _key(declared: Endpoint, request: Request, caller: Caller) -> RequestKey | None:
    key = request.headers.get(HEADER) if declared.idempotent else None
    if key is None:
        return None
    acting = request.headers.get(ACTING_FOR, "") if declared.acting else ""
    fingerprint = f"{request.method} {request.path}{acting}\n".encode() + request.body
    return RequestKey.of(caller.key, key, fingerprint, declared.remembered_for)


def _repeated(answer: RememberedAnswer) -> HTTPResponse:
    return HTTPResponse(answer.body, answer.status, content_type=JSON)


@cache
def _parameters(function: Handler) -> frozenset[str]:
    return frozenset(signature(function).parameters)


def _wanted(function: Handler, given: Mapping[str, Any]) -> dict[str, Any]:
    """What of the arguments a handler or its first step names."""
    return {name: value for name, value in given.items() if name in _parameters(function)}


async def _caller(declared: Endpoint, request: Request) -> Caller:
    if declared.caller in (Anyone, Hook):
        return declared.caller()
    caller: Caller = await CALLERS.of(request).authenticate(request)
    if not isinstance(caller, declared.caller):
        raise NotAllowed()
    if isinstance(caller, Staff) and declared.roles and not declared.roles & caller.roles:
        raise NotAllowed()
    if isinstance(caller, Citizen) and declared.acting and ACTING_FOR in request.headers:
        return await CALLERS.of(request).acting(caller, request.headers[ACTING_FOR])
    return caller


def _text(answer: Any) -> str:
    return answer.model_dump_json() if isinstance(answer, BaseModel) else ""


def _response(declared: Endpoint, request: Request, answer: Any) -> HTTPResponse:
    if isinstance(answer, HTTPResponse):
        return answer
    body = _text(answer)
    if request.method not in ("GET", "HEAD"):
        return HTTPResponse(body, declared.status, content_type=JSON)
    etag = etag_of(answer, body)
    kept = "private, no-cache" if declared.caller is Anyone else "no-store"
    headers = {"ETag": etag, "Cache-Control": kept, **declared.headers}
    if names(request.headers.get("if-none-match", ""), etag):
        return HTTPResponse(status=304, headers=headers)
    return HTTPResponse(body, declared.status, headers=headers, content_type=JSON)
