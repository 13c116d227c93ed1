"""Signing in and proving one's identity at the city's or the national identity service."""

import secrets

from redis.asyncio import Redis

from mobile_api.accounts.identity import flows
from mobile_api.accounts.identity.claims import IDENTITY as IDENTITY
from mobile_api.accounts.identity.claims import IdentityService
from mobile_api.accounts.identity.counter import LIFETIME as COUNTER_CODE_LIFETIME
from mobile_api.accounts.identity.counter import person_of_code, show_code
from mobile_api.accounts.identity.finishing import session_of
from mobile_api.accounts.identity.flows import (
    FLOW_KEPT,
    FlowPurpose,
    Identity,
    IdentityFlow,
    ReturnedFlow,
    take_outcome,
)
from mobile_api.accounts.identity.openid.errors import (
    IdentityRefused,
    IdentityServiceSilent,
    refusal,
    silence,
)
from mobile_api.accounts.proofs.assurance import KNOWN
from mobile_api.accounts.proofs.errors import IdentityCancelled, LevelNotReached
from mobile_api.shared.callers import Citizen
from mobile_api.shared.errors import AppError
from mobile_api.shared.http.rate_limits import RateLimit, spend

__all__ = [
    "COUNTER_CODE_LIFETIME",
    "FLOW_KEPT",
    "IDENTITY",
    "FlowPurpose",
    "begin",
    "come_back",
    "count_beginning",
    "error_of_landing",
    "person_of_code",
    "session_of",
    "show_code",
    "take_outcome",
]

# Not guessed at, but each is remembered for ten minutes: only a flood is held back, for thousands
# of phones may share one address.
_BEGINNINGS = RateLimit("identity-begin", times=600, seconds=60)
_LANDINGS: dict[str, type[AppError]] = {
    error.code: error
    for error in (IdentityCancelled, LevelNotReached, IdentityRefused, IdentityServiceSilent)
}


async def count_beginning(redis: Redis, who: str) -> None:
    """One more way there of `who`, a caller's key or an address. Raises TooManyRequests."""
    await spend(redis, _BEGINNINGS, who)


def error_of_landing(code: str) -> AppError:
    """What the code `identity_error` of a landing says; anything may stand in an address."""
    return _LANDINGS.get(code, IdentityRefused)()


async def begin(
    redis: Redis,
    service: IdentityService,
    *,
    purpose: FlowPurpose,
    caller: Citizen | None,
    level: int,
    return_to: str,
    may_bind: bool = True,
) -> tuple[str, str]:
    """Where to send the person, and the flow secret. Raises LevelNotReached when the service
    cannot prove `level`, IdentityServiceSilent, TemporarilyUnavailable.
    """
    acr_values = [acr for acr, proven in service.levels.items() if proven >= level > KNOWN]
    if level > KNOWN and not acr_values:
        raise LevelNotReached()
    state, secret = secrets.token_urlsafe(32), secrets.token_urlsafe(32)
    flow = IdentityFlow(
        purpose=purpose,
        person_id=caller.person_id if caller else None,
        session_id=caller.session_id if caller else None,
        level=level,
        return_to=return_to,
        nonce=secrets.token_urlsafe(32),
        verifier=secrets.token_urlsafe(48),
        secret_hash=flows.hash_of_secret(secret),
        may_bind=may_bind,
    )
    url = await service.client.authorize_url(
        state=state,
        nonce=flow.nonce,
        verifier=flow.verifier,
        acr_values=acr_values,
        is_step_up=flow.is_step_up,
    )
    await flows.remember_flow(redis, state, flow)
    return url, secret


async def come_back(
    redis: Redis,
    service: IdentityService,
    *,
    state: str,
    code: str | None,
    error: str | None,
    iss: str | None,
) -> flows.Landing:
    """Where the returning browser goes: with an exchange code, or with the code of an error.

    Coming back twice leads to the same place. Raises IdentityFlowOver, TemporarilyUnavailable.
    """
    known = await flows.landing_of(redis, state)
    if known is not None:
        return known
    flow = await flows.take_flow(redis, state)
    try:
        identity = await _identity(service, flow, code=code, error=error, iss=iss)
    except AppError as fault:
        answer = {"identity_error": fault.code}
        await flows.remember_return(redis, state, answer, flow.return_to)
        return flows.Landing(return_to=flow.return_to, answer=answer)
    exchange_code = await flows.remember_outcome(
        redis, state, ReturnedFlow(flow=flow, identity=identity)
    )
    return flows.Landing(return_to=flow.return_to, answer={"exchange_code": exchange_code})


async def _identity(
    service: IdentityService,
    flow: IdentityFlow,
    *,
    code: str | None,
    error: str | None,
    iss: str | None,
) -> Identity:
    if not await service.client.is_from_issuer(iss):
        raise refusal("answer of another issuer")
    if error == "access_denied":
        raise IdentityCancelled()
    if error in ("server_error", "temporarily_unavailable"):
        raise silence("it said so itself")
    if error is not None or not code:
        raise refusal("the identity service answered with an error")
    claims = await service.client.claims(
        code, verifier=flow.verifier, nonce=flow.nonce, is_step_up=flow.is_step_up
    )
    identity = service.identity_of(claims)
    if identity.level < flow.level:
        raise LevelNotReached()
    return identity
