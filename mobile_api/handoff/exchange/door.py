"""`@signed`: a route that other cities call: verified, done once, answered with a signature."""

import time
from collections.abc import Callable, Coroutine
from functools import partial, wraps
from typing import Any
from uuid import UUID

from pydantic import BaseModel
from sanic import HTTPResponse, Request

from mobile_api.handoff.errors import HandoffNotFound
from mobile_api.handoff.exchange.knowing import known
from mobile_api.handoff.exchange.line import SignedLine, count_refusal
from mobile_api.handoff.exchange.problems import (
    ALWAYS,
    BY_FAULT,
    BodyMalformed,
    LinePaused,
    SignatureReplayed,
    TooManyMessages,
)
from mobile_api.handoff.exchange.replays import use_once
from mobile_api.handoff.partners.models import Partner
from mobile_api.handoff.partners.states import PartnerState
from mobile_api.handoff.profile import COVERED, MESSAGE_ID, TAG
from mobile_api.handoff.wire.base import MOST_BYTES
from mobile_api.shared import clock, metrics
from mobile_api.shared.callers import PartnerCity
from mobile_api.shared.database import in_transaction
from mobile_api.shared.errors import (
    AppError,
    InvalidInput,
    MalformedBody,
    NotFound,
    TemporarilyUnavailable,
    TooManyRequests,
)
from mobile_api.shared.http.bodies import validated
from mobile_api.shared.http.endpoint import JSON, Endpoint, Handler
from mobile_api.shared.http.rate_limits import RateLimit, give_back, spend
from mobile_api.shared.http.statuses import status_of
from mobile_api.shared.process.cache import REDIS
from mobile_api.signatures.errors import NotSigned
from mobile_api.signatures.service import claims_of_request, verify_claimed

# A quarter of a megabyte, over whatever line: who takes longer holds a place for nothing.
BODY_SECONDS = 30.0
_PAUSED_SECONDS, _UNREADY_SECONDS = 300, 60
Guarded = Callable[..., Coroutine[Any, Any, HTTPResponse]]


def signed(
    summary: str,
    *,
    answer: type[BaseModel],
    status: int = 200,
    body: type[BaseModel] | None = None,
    query: type[BaseModel] | None = None,
    errors: tuple[type[AppError], ...] = (),
    refusal: str = "",
    uses_up: bool = True,
) -> Callable[[Handler], Guarded]:
    """Declare a route on the line; its blueprint sends every answer through `line.finish`.

    The handler gets request, partner, what stands in the path, and `query=` where declared; all
    else has `SignedLine.of(request)`. It runs in the transaction that uses the signature up, and
    answers an `answer`, or an HTTPResponse of its own. `body` documents what it reads as bytes,
    `refusal` that 422 bears an `answer` as well, and what it means.
    `uses_up` False: the handler does that itself, by the statement that writes before all others,
    and opens its transactions.
    """
    declared = Endpoint(
        summary=summary,
        caller=PartnerCity,
        answer=answer,
        status=status,
        body=body,
        query=query,
        errors=(*ALWAYS, *errors),
        refusal=refusal,
        most_bytes=MOST_BYTES,
        body_seconds=BODY_SECONDS,
    )

    return partial(_guarded, declared, uses_up)


def _guarded(declared: Endpoint, uses_up: bool, handler: Handler) -> Guarded:
    once = _once(handler) if uses_up else handler

    @wraps(handler)
    async def guarded(request: Request, **path: Any) -> HTTPResponse:
        started, ended = time.perf_counter(), 500
        try:
            response = await _refusing(declared, once, request, path)
            ended = response.status
            return response
        except BaseException as error:
            ended = status_of(error, request)
            raise
        finally:
            metrics.observe_request(handler.__qualname__, ended, time.perf_counter() - started)

    guarded.endpoint = declared  # type: ignore[attr-defined]
    return guarded


def _once(handler: Handler) -> Handler:
    async def once(request: Request, partner: Partner, **path: Any) -> Any:
        claims = SignedLine.of(request).claims
        assert claims is not None
        async with in_transaction():
            await use_once(claims)
            return await handler(request, partner, **path)

    return once


async def _refusing(
    declared: Endpoint, handler: Handler, request: Request, path: dict[str, Any]
) -> HTTPResponse:
    """Counts what is refused. Who is not known runs out of refusals; a partner who is known by a
    good signature never does, whoever else calls from the same address."""
    line = SignedLine.of(request)
    try:
        return await _answer(declared, handler, request, line, path)
    except (TooManyMessages, LinePaused, TemporarilyUnavailable) as error:
        line.refusal = error.code
        raise
    except AppError as error:
        line.refusal = error.code
        try:
            await count_refusal(request, line)
        except TooManyRequests as flood:
            if line.is_verified:
                raise error from None
            line.refusal = TooManyMessages.code
            raise TooManyMessages(retry_after=flood.retry_after) from None
        raise


async def _answer(
    declared: Endpoint, handler: Handler, request: Request, line: SignedLine, path: dict[str, Any]
) -> HTTPResponse:
    partner = await _verified(line)
    line.message_id = _message_id(line)
    if declared.query is not None:
        path |= _query(request, declared.query)
    if partner.state is PartnerState.paused:
        raise LinePaused(retry_after=_PAUSED_SECONDS)
    limit = RateLimit("partner_messages", partner.messages_a_minute, 60), str(partner.id)
    try:
        await spend(REDIS.of(request), *limit)
    except TooManyRequests as error:
        raise TooManyMessages(retry_after=error.retry_after) from None
    try:
        done = await handler(request, partner, **path)
    except HandoffNotFound:
        # The word of the protocol; that of pages is for people.
        raise NotFound() from None
    except SignatureReplayed:
        # Whoever recorded a call and plays it again uses up nothing of the partner's.
        await give_back(REDIS.of(request), limit)
        raise
    return done if isinstance(done, HTTPResponse) else _json(done, declared.status)


def _json(answer: BaseModel, status: int) -> HTTPResponse:
    return HTTPResponse(answer.model_dump_json(), status, content_type=JSON)


async def _verified(line: SignedLine) -> Partner:
    """Whose good signature it bears. Raises LineRefused, TemporarilyUnavailable."""
    try:
        line.claims = claims_of_request(line.asked, TAG)
        line.own, line.signer = await known(line.claims.key_id, clock.now())
        if line.own is None:
            # Nothing could be said that holds: no operator has made a key yet.
            raise TemporarilyUnavailable(retry_after=_UNREADY_SECONDS)
        key = line.signer.key if line.signer else None
        verify_claimed(line.asked, line.claims, key, COVERED)
    except NotSigned as fault:
        raise BY_FAULT[fault.fault]() from None
    assert line.signer is not None
    line.is_verified = True
    return line.signer.partner


def _message_id(line: SignedLine) -> UUID:
    headers = line.asked.headers
    if "content-encoding" in headers:
        raise BodyMalformed()
    try:
        return UUID(headers[MESSAGE_ID.lower()])
    except ValueError:
        raise BodyMalformed() from None


def _query(request: Request, query: type[BaseModel]) -> dict[str, BaseModel]:
    """Raises BodyMalformed: 422 is for what is refused as business, with a receipt."""
    try:
        return validated(request, None, query)
    except InvalidInput as error:
        raise BodyMalformed(error.errors) from None
    except MalformedBody:
        raise BodyMalformed() from None
