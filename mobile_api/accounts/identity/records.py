"""Records that somebody proved who they are, and what follows: level, fixed real-name details."""

from dataclasses import dataclass, field

from mobile_api.accounts.models import Person
from mobile_api.accounts.proofs.assurance import MATCHED, valid_for
from mobile_api.accounts.proofs.errors import IdentityBelongsToAnother, IdentityDiffers
from mobile_api.accounts.proofs.models import IdentityProof, ProofMethod, ProvenNumber
from mobile_api.shared import clock
from mobile_api.shared.audit import audit
from mobile_api.shared.callers import Caller
from mobile_api.shared.crypto import keyring
from mobile_api.shared.text.names import same_name


@dataclass(frozen=True, slots=True)
class Evidence:
    """What an authority said of the person. Without a number, none is ever asked for:
    国家网络身份认证公共服务管理办法 (2025-07-15).

    `is_known_subject`: this person has proven themselves by this very account before.
    `corrects`: a supervisor at the counter replaces name and number that were proven before.
    """

    method: ProofMethod
    level: int
    name: str | None = field(default=None, repr=False)
    id_number: str | None = field(default=None, repr=False)
    phone: str | None = field(default=None, repr=False)
    is_known_subject: bool = False
    corrects: bool = False


def hash_of_number(id_number: str) -> bytes:
    """Keyed hash by which an ID number is found."""
    return keyring().keyed_hash(id_number, "id_number")


async def record_proof(actor: Caller, person: Person, evidence: Evidence, reason: str = "") -> None:
    """Take over what was proven, in the running transaction that holds the person's row locked.

    Raises IdentityDiffers (another human than the one proven before), IdentityBelongsToAnother
    (the number is another account's), and IntegrityError when both accounts prove it at once:
    the second try then raises what fits.
    """
    if evidence.level < MATCHED:
        return
    held = await ProvenNumber.filter(person_id=person.id).first()
    if evidence.corrects:
        await ProvenNumber.filter(person_id=person.id).delete()
        held = None
    elif not _is_same_human(person, held, evidence):
        raise IdentityDiffers()
    await _take_over(person, held, evidence)
    person.assurance_level = max(person.assurance_level, evidence.level)
    await person.save()
    await _note(person, evidence)
    await audit(
        actor,
        f"prove_level_{evidence.level}_by_{evidence.method.value}",
        subject_kind="person",
        subject_id=person.id,
        reason=reason,
    )


def _is_same_human(person: Person, held: ProvenNumber | None, evidence: Evidence) -> bool:
    """Else a stolen session could raise somebody's account by the thief's own identity."""
    if held is not None and evidence.id_number is not None:
        return bytes(held.number_hash) == hash_of_number(evidence.id_number)
    if person.assurance_level < MATCHED or evidence.is_known_subject:
        return True
    # The counter compares the face with the card; a name is all that is left to compare here.
    is_of_counter = evidence.method is ProofMethod.counter
    return is_of_counter and (person.name is None or same_name(person.name, evidence.name))


async def _take_over(person: Person, held: ProvenNumber | None, evidence: Evidence) -> None:
    now = clock.now()
    if evidence.id_number is not None and held is None:
        await _own_number(person, evidence.id_number)
    if held is None:
        # What was merely declared does not become proven by standing beside a proof.
        person.id_number = evidence.id_number
        person.id_number_hash = hash_of_number(evidence.id_number) if evidence.id_number else None
        person.name = evidence.name
    person.name = evidence.name or person.name
    person.phone = person.phone or evidence.phone
    person.real_name_declared_at = person.real_name_declared_at or now


async def _own_number(person: Person, id_number: str) -> None:
    number_hash = hash_of_number(id_number)
    if await ProvenNumber.exists(number_hash=number_hash):
        raise IdentityBelongsToAnother()
    await ProvenNumber.create(person_id=person.id, number_hash=number_hash, proven_at=clock.now())


async def _note(person: Person, evidence: Evidence) -> None:
    now = clock.now()
    counts_for = valid_for(evidence.level)
    await IdentityProof.update_or_create(
        {"at": now, "expires_at": now + counts_for if counts_for else None},
        person_id=person.id,
        method=evidence.method,
        level=evidence.level,
    )
