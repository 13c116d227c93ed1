"""Signing in and proving one's identity at the city's or the national identity service."""

import secrets
from uuid import UUID

from redis.asyncio import Redis
from tortoise.exceptions import IntegrityError

from mobile_api.accounts.errors import ProofNeeded
from mobile_api.accounts.identity import flows
from mobile_api.accounts.identity.claims import IdentityService
from mobile_api.accounts.identity.counter import person_of_code as person_of_code
from mobile_api.accounts.identity.flows import FlowPurpose, Identity, IdentityFlow, ReturnedFlow
from mobile_api.accounts.identity.openid.errors import refusal, silence
from mobile_api.accounts.identity.records import Evidence, hash_of_number, record_proof
from mobile_api.accounts.models import Person
from mobile_api.accounts.phones.service import tell_new_way_in
from mobile_api.accounts.proofs.assurance import KNOWN, PRESENT
from mobile_api.accounts.proofs.errors import (
    IdentityBelongsToAnother,
    IdentityCancelled,
    LevelNotReached,
)
from mobile_api.accounts.proofs.models import (
    IdentityBinding,
    ProofMethod,
    ProvenNumber,
    ProvenOffice,
    hash_of_subject,
)
from mobile_api.accounts.service import locked_person
from mobile_api.shared import clock
from mobile_api.shared.callers import Citizen
from mobile_api.shared.database import savepoint
from mobile_api.shared.errors import AppError
from mobile_api.shared.ids import new_id


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


async def finish(outcome: ReturnedFlow) -> Person:
    """The person who has signed in or stepped up, with what was proven taken over.

    Raises IdentityBelongsToAnother, IdentityDiffers, NotSignedIn (the account was closed since),
    ProofNeeded (an identity that is new to the account, from a session that was not recent).
    """
    try:
        async with savepoint():
            return await _finish(outcome)
    except IntegrityError:
        # Another call bound the same identity meanwhile; now its row can be seen.
        return await _finish(outcome)


async def _finish(outcome: ReturnedFlow) -> Person:
    identity = outcome.identity
    binding = await IdentityBinding.get_or_none(
        issuer=identity.issuer, subject_hash=hash_of_subject(identity.issuer, identity.subject)
    )
    known = await _known_person(outcome, binding)
    person = known or await Person.create(created_at=clock.now())
    if binding is None:
        if not outcome.flow.may_bind:
            raise ProofNeeded()
        await _bind(person, identity)
        if known is not None:
            await tell_new_way_in(person.id, "线上身份认证")
    else:
        binding.last_seen_at = clock.now()
        await binding.save(update_fields=["last_seen_at"])
    evidence = Evidence(
        ProofMethod.oidc,
        identity.level,
        identity.name,
        identity.id_number,
        identity.phone,
        is_known_subject=binding is not None,
    )
    await record_proof(Citizen(person.id, new_id()), person, evidence)
    await _note_offices(person, identity)
    return person


async def _known_person(outcome: ReturnedFlow, binding: IdentityBinding | None) -> Person | None:
    """Whose identity it is, locked; None for the first sign-in of somebody new."""
    person_id = binding.person_id if binding else None
    if outcome.flow.person_id is not None:
        if person_id not in (None, outcome.flow.person_id):
            raise IdentityBelongsToAnother()
        person_id = outcome.flow.person_id
    elif person_id is None:
        person_id = await _owner_of_number(outcome.identity)
    return await locked_person(person_id) if person_id is not None else None


async def _owner_of_number(identity: Identity) -> UUID | None:
    """The account with the same proven number, if the person was present when it was proven now.

    Name and number alone (L2) may be typed by anyone who knows them: then two accounts remain,
    and `record_proof` says so.
    """
    if identity.id_number is None or identity.level < PRESENT:
        return None
    owner = await ProvenNumber.get_or_none(number_hash=hash_of_number(identity.id_number))
    return owner.person_id if owner else None


async def _bind(person: Person, identity: Identity) -> None:
    now = clock.now()
    await IdentityBinding.create(
        person_id=person.id,
        issuer=identity.issuer,
        subject=identity.subject,
        subject_hash=hash_of_subject(identity.issuer, identity.subject),
        created_at=now,
        last_seen_at=now,
    )


async def _note_offices(person: Person, identity: Identity) -> None:
    for code, name in identity.represents.items():
        await ProvenOffice.update_or_create(
            {"enterprise_name": name, "proven_at": clock.now()},
            person_id=person.id,
            social_credit_code=code,
        )
