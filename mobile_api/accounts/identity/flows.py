"""One sign-in at the identity service, from its beginning to its single use; kept in Redis.

Three secrets go three ways, and all are needed: `state` through the identity service, the exchange
code to the browser that came back, and the flow secret to whoever began. So nobody can finish what
another began, nor be made to finish it for them (login CSRF, RFC 9700 section 4.7).
"""

import secrets
from datetime import timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from pydantic import BaseModel
from redis.asyncio import Redis
from redis.exceptions import RedisError

from mobile_api.accounts.proofs.errors import IdentityFlowOver
from mobile_api.shared.crypto import CannotOpen, keyring, same
from mobile_api.shared.errors import TemporarilyUnavailable

FLOW_KEPT = timedelta(minutes=10)
OUTCOME_KEPT = timedelta(minutes=5)
_PLACE = "redis.identity_outcome"


class FlowPurpose(StrEnum):
    """Why a person goes to the identity service."""

    sign_in = "sign_in"
    step_up = "step_up"


class IdentityFlow(BaseModel):
    """What we must remember while the person is away; `person_id` is null for a sign-in.

    `session_id`: whose step-up it is; it must still be open at the end. `may_bind`: whether an
    identity may be added that has never opened this account before.
    """

    purpose: FlowPurpose
    person_id: UUID | None
    session_id: UUID | None = None
    may_bind: bool = True
    level: int
    return_to: str
    nonce: str
    verifier: str
    secret_hash: str

    @property
    def is_step_up(self) -> bool:
        return self.purpose is FlowPurpose.step_up


class Identity(BaseModel):
    """Who the identity service says it was. Texts are null where it does not tell them."""

    issuer: str
    subject: str
    level: int
    name: str | None = None
    id_number: str | None = None
    phone: str | None = None
    represents: dict[str, str] = {}


class ReturnedFlow(BaseModel):
    """A flow that came back, waiting to be exchanged. Sealed in Redis, for it names a person."""

    flow: IdentityFlow
    identity: Identity


def _key(kind: str, secret: str) -> str:
    return f"identity:{kind}:{keyring().keyed_hash(secret, 'identity-flow').hex()}"


def hash_of_secret(secret: str) -> str:
    """What a flow keeps of its secret."""
    return keyring().keyed_hash(secret, "identity-flow-secret").hex()


async def remember_flow(redis: Redis, state: str, flow: IdentityFlow) -> None:
    """Raises TemporarilyUnavailable without Redis, as all functions here."""
    await _do(redis.set(_key("flow", state), flow.model_dump_json(), ex=FLOW_KEPT))


async def take_flow(redis: Redis, state: str) -> IdentityFlow:
    """The flow of that state, which nobody gets a second time. Raises IdentityFlowOver."""
    stored = await _do(redis.getdel(_key("flow", state)))
    if stored is None:
        raise IdentityFlowOver()
    return IdentityFlow.model_validate_json(stored)


async def remember_outcome(redis: Redis, state: str, outcome: ReturnedFlow) -> str:
    """The exchange code for an outcome; a browser that comes back again gets the same one."""
    code = secrets.token_urlsafe(32)
    sealed = keyring().seal(outcome.model_dump_json().encode(), _PLACE)
    await _do(redis.set(_key("outcome", code), sealed, ex=OUTCOME_KEPT))
    await remember_return(redis, state, {"exchange_code": code}, outcome.flow.return_to)
    return code


async def remember_return(redis: Redis, state: str, answer: dict[str, str], return_to: str) -> None:
    """Where the browser was sent, should it come back once more."""
    landing = Landing(return_to=return_to, answer=answer)
    await _do(redis.set(_key("landing", state), landing.model_dump_json(), ex=OUTCOME_KEPT))


class Landing(BaseModel):
    """A path of ours and what is added to its query."""

    return_to: str
    answer: dict[str, str]


async def landing_of(redis: Redis, state: str) -> Landing | None:
    """Where a callback that was answered before was sent."""
    stored = await _do(redis.get(_key("landing", state)))
    return Landing.model_validate_json(stored) if stored else None


async def take_outcome(redis: Redis, exchange_code: str, flow_secret: str) -> ReturnedFlow:
    """The outcome, once, for whoever began the flow. Raises IdentityFlowOver."""
    sealed = await _do(redis.getdel(_key("outcome", exchange_code)))
    try:
        opened = keyring().open(sealed or b"", _PLACE)
    except CannotOpen:
        raise IdentityFlowOver() from None
    outcome = ReturnedFlow.model_validate_json(opened)
    if not same(outcome.flow.secret_hash, hash_of_secret(flow_secret)):
        raise IdentityFlowOver()
    return outcome


async def _do(command: Any) -> Any:
    try:
        return await command
    except (RedisError, OSError):
        raise TemporarilyUnavailable(retry_after=5) from None
