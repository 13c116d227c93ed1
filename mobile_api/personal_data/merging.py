"""Two accounts of one human become one: whatever named the one names the other from then on."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID

from tortoise.models import Model

from mobile_api.accounts.bindings.service import RECENT, Proven, Prover
from mobile_api.accounts.models import Person
from mobile_api.accounts.phones.models import CodePurpose
from mobile_api.accounts.phones.schemas import Proof
from mobile_api.accounts.phones.service import binding_of
from mobile_api.accounts.schemas import SessionOpened
from mobile_api.accounts.service import opened, person_of
from mobile_api.accounts.sessions.models import AccountKind
from mobile_api.accounts.sessions.service import end_sessions
from mobile_api.personal_data.errors import DifferentPeople
from mobile_api.personal_data.holding import Holding, Named, key_of
from mobile_api.personal_data.holdings import HOLDINGS
from mobile_api.personal_data.holdings.cases import lock_cases
from mobile_api.personal_data.market_matters import lock_market
from mobile_api.personal_data.models import AccountDeletion, AccountMerge, DeletionState
from mobile_api.shared import clock
from mobile_api.shared.audit import audit
from mobile_api.shared.callers import Citizen
from mobile_api.shared.database import connection, in_transaction, transaction_needed
from mobile_api.shared.due.claims import Held
from mobile_api.shared.due.retries import OWN_WORK
from mobile_api.shared.due.tables import DueTable
from mobile_api.shared.due.wakes import wake
from mobile_api.shared.errors import NotSignedIn
from notifications.service import notify
from uploads.service import clean_files

_MATCHED_LEVEL = 2
# Access tokens of the absorbed account have run out by then, and so nothing more is written for it.
_AGAIN_AFTER = timedelta(minutes=20)
MERGES = DueTable(
    model=AccountMerge, lease=timedelta(minutes=5), at_once=1, claim_size=20, retry=OWN_WORK
)
_DETAILS = ("name", "id_number", "id_number_hash", "phone", "real_name_declared_at")


async def merge(caller: Citizen, proof: Proven) -> Person:
    """Join the caller's account and the one whose control was proven.

    The one with the higher level of assurance remains, then the one with real-name details, then
    the older one. Answers it; whoever is signed in to the other one is out. Repeating it changes
    nothing.

    Raises DifferentPeople, PhoneCodeWrong, NotSignedIn.
    """
    mine, other = await _locked_pair(caller.person_id, proof.person_id)
    if mine.id in (other.id, other.merged_into_id):
        return mine
    if mine.merged_into_id == other.id:
        return other
    if mine.closed_at or other.closed_at:
        raise NotSignedIn()
    _check_same_human(mine, other)
    await proof.use()
    survivor, absorbed = sorted((mine, other), key=_rank)
    await _absorb(caller, survivor, absorbed)
    return survivor


async def prove_the_other(prover: Prover, body: Proof) -> Proven | None:
    """Whose account is to be joined with that of the prover's caller, who signed in just now.

    None when it was said twice, because the first answer was lost: the code has been used. Raises
    as `Prover.any_account` does.
    """
    await prover.require_recent_sign_in()
    own_id = prover.caller.person_id
    held = await binding_of(body.phone) if body.phone else None
    if held is not None and held.person_id == own_id and await has_just_merged(own_id):
        return None
    return await prover.any_account(body, CodePurpose.merge)


async def session_after(caller: Citizen, proof: Proven | None) -> SessionOpened:
    """Join both accounts, and open a session of the one that remains; raises as `merge` does.

    None: they have just been joined.
    """
    person = await (merge(caller, proof) if proof else person_of(caller))
    return await opened(person, via="merge")


async def _locked_pair(mine_id: UUID, other_id: UUID) -> tuple[Person, Person]:
    transaction_needed()
    # Cases, needs, people, files, each in one order: as everybody does who holds several, so that
    # nobody waits for each other. Without the key of the people, which a submission that holds
    # its case asks for again when it writes.
    await lock_cases(mine_id, other_id)
    await lock_market(mine_id, other_id)
    rows = Person.filter(id__in=[mine_id, other_id]).order_by("id")
    found = {row.id: row for row in await rows.select_for_update(no_key=True)}
    if mine_id not in found or other_id not in found:
        raise NotSignedIn()
    return found[mine_id], found[other_id]


def _check_same_human(mine: Person, other: Person) -> None:
    """One account per proven number, so two proven accounts are two humans (or ask the counter)."""
    both_proven = min(mine.assurance_level, other.assurance_level) >= _MATCHED_LEVEL
    hashes = [bytes(one.id_number_hash) for one in (mine, other) if one.id_number_hash is not None]
    if both_proven or len(set(hashes)) > 1:
        raise DifferentPeople()


def _rank(person: Person) -> tuple[Any, ...]:
    return -person.assurance_level, not person.has_real_name, person.created_at, person.id


async def _absorb(caller: Citizen, survivor: Person, absorbed: Person) -> None:
    now = clock.now()
    await move_everything(absorbed.id, survivor.id)
    # After the ways in have moved, whose rows a sign-in holds.
    await end_sessions(AccountKind.citizen, absorbed.id)
    if not survivor.has_real_name:
        survivor.update_from_dict({name: getattr(absorbed, name) for name in _DETAILS})
    survivor.phone = survivor.phone or absorbed.phone
    await survivor.save()
    absorbed.update_from_dict(dict.fromkeys(_DETAILS) | {"assurance_level": 1})
    absorbed.closed_at, absorbed.merged_into_id = now, survivor.id
    await absorbed.save()
    asked = AccountDeletion.filter(person_id__in=[survivor.id, absorbed.id])
    await asked.filter(state=DeletionState.cooling_off).update(
        state=DeletionState.cancelled, ended_at=now, due_at=None
    )
    merged = await AccountMerge.create(
        absorbed_id=absorbed.id, survivor_id=survivor.id, merged_at=now, due_at=now + _AGAIN_AFTER
    )
    await wake(AccountMerge._meta.db_table)
    for person in (survivor, absorbed):
        await audit(caller, "merge_accounts", subject_kind="person", subject_id=person.id)
    await notify(
        survivor.id,
        "accounts_merged",
        {},
        subject=f"person:{survivor.id}",
        dedupe_key=f"{merged.id}:accounts_merged",
    )


async def has_just_merged(person_id: UUID) -> bool:
    """Whether the account took another one in within the last ten minutes."""
    merged = AccountMerge.filter(survivor_id=person_id)
    return await merged.filter(merged_at__gte=clock.now() - RECENT).exists()


async def _present_account(person_id: UUID) -> UUID:
    """Where a survivor's things are now, should it have been absorbed itself since."""
    person = await Person.get(id=person_id)
    return await _present_account(person.merged_into_id) if person.merged_into_id else person_id


async def move_everything(absorbed_id: UUID, survivor_id: UUID) -> int:
    """Let every row of one person be the other's, in the running transaction; answers how many.

    Of rows that a person has only one of, the survivor's stays.
    """
    # Nobody begins, keeps or releases files of either meanwhile.
    for owner_key in sorted((key_of(absorbed_id), key_of(survivor_id))):
        await clean_files(owner_key, [])
    moved = 0
    for holding in HOLDINGS:
        if isinstance(holding.found, Named) and not holding.stays:
            if holding.joins is not None:
                await holding.joins(absorbed_id, survivor_id)
            moved += await _move(holding, holding.found, absorbed_id, survivor_id)
    return moved


async def _move(holding: Holding, found: Named, absorbed_id: UUID, survivor_id: UUID) -> int:
    moved = 0
    old, new = found.value(absorbed_id), found.value(survivor_id)
    for column in found.columns:
        for others in _unique_with(holding.model, column):
            await _drop_doubles(holding.model, column, others, (old, new))
        rows = holding.model.filter(**{column: old})
        moved += await rows.update(**{column: new, **holding.reset})
    return moved


def _unique_with(model: type[Model], column: str) -> Iterator[list[str]]:
    """For each uniqueness that covers `column`: the other columns of it."""
    meta = model._meta
    sets = [tuple(fields) for fields in meta.unique_together]
    sets += [(name,) for name, field in meta.fields_map.items() if field.unique]
    for fields in sets:
        columns = [getattr(meta.fields_map[name], "source_field", None) or name for name in fields]
        if column in columns:
            yield [name for name in columns if name != column]


async def _drop_doubles(
    model: type[Model], column: str, others: list[str], pair: tuple[Any, Any]
) -> None:
    same = " AND ".join([f'old."{name}" = kept."{name}"' for name in others] or ["TRUE"])
    table = model._meta.db_table
    await connection().execute_query(
        f'DELETE FROM "{table}" AS old USING "{table}" AS kept '
        f'WHERE old."{column}" = $1 AND kept."{column}" = $2 AND {same}',
        list(pair),
    )


async def move_again(held: Held[AccountMerge]) -> None:
    """Move what a call that was under way during the merge wrote for the absorbed account."""
    async with in_transaction():
        survivor_id = await _present_account(held.row.survivor_id)
        await _locked_pair(held.row.absorbed_id, survivor_id)
        await move_everything(held.row.absorbed_id, survivor_id)
        await held.record(due_at=None)
