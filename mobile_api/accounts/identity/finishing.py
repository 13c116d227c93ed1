"""What a person proved at the identity service, taken over into the account that it is for."""

from uuid import UUID

from tortoise.exceptions import IntegrityError

from mobile_api.accounts.errors import ProofNeeded
from mobile_api.accounts.identity.flows import Identity, IdentityFlow, ReturnedFlow
from mobile_api.accounts.identity.records import Evidence, hash_of_number, record_proof
from mobile_api.accounts.models import Person
from mobile_api.accounts.phones.service import tell_new_way_in
from mobile_api.accounts.proofs.assurance import PRESENT
from mobile_api.accounts.proofs.errors import IdentityBelongsToAnother, IdentityFlowOver
from mobile_api.accounts.proofs.models import (
    IdentityBinding,
    ProofMethod,
    ProvenNumber,
    ProvenOffice,
    hash_of_subject,
)
from mobile_api.accounts.schemas import SessionOpened
from mobile_api.accounts.service import locked_person, opened
from mobile_api.accounts.sessions import service as sessions
from mobile_api.accounts.sessions.models import AccountKind
from mobile_api.shared import clock
from mobile_api.shared.callers import Citizen
from mobile_api.shared.database import savepoint
from mobile_api.shared.ids import new_id


async def session_of(outcome: ReturnedFlow) -> SessionOpened:
    """A new session of whoever signed in or stepped up, with what was proven taken over.

    Raises as `finish`, and IdentityFlowOver for a step-up whose session was ended meanwhile.
    """
    await _refuse_ended_session(outcome.flow)
    return await opened(await finish(outcome), via="identity_service")


async def _refuse_ended_session(flow: IdentityFlow) -> None:
    """Whoever was put out of the account while away must not come in again by a step-up."""
    if flow.person_id is None:
        return
    # Locked, so that it does not end between this look and the session that is opened by it.
    await locked_person(flow.person_id)
    found = await sessions.sessions_of(AccountKind.citizen, flow.person_id)
    if flow.session_id not in {session.id for session in found}:
        raise IdentityFlowOver()


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
