"""The end of an account (个人信息保护法 47): a week to think again, then all that may go goes.

What law obliges to keep stays, and the person is told what and why before they decide.
"""

from dataclasses import asdict
from datetime import timedelta
from uuid import UUID

from tortoise.expressions import Q

from mobile_api.accounts.bindings.service import Proven
from mobile_api.accounts.models import Person
from mobile_api.accounts.service import locked_person
from mobile_api.cases.models import Case
from mobile_api.cases.states import HOLDERS, CaseStatus, Holder
from mobile_api.cases.status.service import STATUS_NAMES
from mobile_api.personal_data.errors import NoDeletion, OpenCases, OpenMarketMatters
from mobile_api.personal_data.exporting import take_back
from mobile_api.personal_data.finding import rows_of
from mobile_api.personal_data.holding import Kept
from mobile_api.personal_data.holdings import HOLDINGS
from mobile_api.personal_data.holdings.cases import KEPT_CASES, lock_cases, own_cases
from mobile_api.personal_data.market_matters import lock_market, market_matters
from mobile_api.personal_data.models import AccountDeletion, DeletionState
from mobile_api.shared import clock
from mobile_api.shared.audit import audit
from mobile_api.shared.callers import Citizen
from mobile_api.shared.database import in_transaction
from mobile_api.shared.due.claims import Held
from mobile_api.shared.due.retries import OWN_WORK
from mobile_api.shared.due.tables import DueTable
from notifications.service import notify
from notifications.words.service import date_text
from uploads.models import FileState, StoredFile
from uploads.service import ObjectStore

COOLING_OFF = timedelta(days=7)
_TABLE = AccountDeletion._meta.db_table
# Set aside after days of failing, it stays `erasing`, for erased it must be: operators see to it.
DELETIONS = DueTable(
    model=AccountDeletion, lease=timedelta(minutes=5), at_once=1, claim_size=5, retry=OWN_WORK
)
# By then every call that was under way is over, and the sweep has removed its files.
_AGAIN_AFTER = timedelta(minutes=20)
_ACTIVE = (DeletionState.cooling_off, DeletionState.erasing)
OPEN = tuple(
    status
    for status, holder in HOLDERS.items()
    if holder in (Holder.citizen, Holder.counter, Holder.department, Holder.other_city)
    and status is not CaseStatus.draft
)


async def ask(caller: Citizen, proof: Proven) -> AccountDeletion:
    """Begin the cooling-off. Asking again changes nothing.

    Raises OpenCases and OpenMarketMatters with what is under way, PhoneCodeWrong, NotSignedIn.
    """
    await locked_person(caller.person_id)
    asked = await active(caller.person_id)
    if asked is not None:
        return asked
    await _refuse_what_is_open(caller.person_id)
    await proof.use()
    now = clock.now()
    deletion = await AccountDeletion.create(
        person_id=caller.person_id,
        state=DeletionState.cooling_off,
        requested_at=now,
        erases_at=now + COOLING_OFF,
        due_at=now + COOLING_OFF,
    )
    await audit(caller, "ask_deletion", subject_kind=_TABLE, subject_id=deletion.id)
    erased_on = date_text(clock.beijing_date(deletion.erases_at))
    await _tell(deletion, "deletion_requested", {"erased_on": erased_on})
    return deletion


async def active(person_id: UUID) -> AccountDeletion | None:
    """The deletion that a person has asked for and not taken back."""
    return await AccountDeletion.filter(person_id=person_id, state__in=_ACTIVE).first()


async def _refuse_what_is_open(person_id: UUID) -> None:
    cases = await open_cases(person_id)
    matters = [asdict(one) for one in await market_matters(person_id)]
    if cases:
        raise OpenCases(
            [
                {
                    "number": case.number or "",
                    "item_name": case.item_name,
                    "status_name": STATUS_NAMES[CaseStatus(case.status)],
                }
                for case in cases
            ],
            matters,
        )
    if matters:
        raise OpenMarketMatters(matters)


async def _is_anything_open(person_id: UUID) -> bool:
    has_cases = await own_cases(person_id).filter(status__in=OPEN).exists()
    return has_cases or bool(await market_matters(person_id))


async def open_cases(person_id: UUID) -> list[Case]:
    """What is under way and has to end before the account can, oldest first."""
    return await own_cases(person_id).filter(status__in=OPEN).order_by("submitted_at")


async def _tell(deletion: AccountDeletion, event: str, data: dict[str, str]) -> None:
    await notify(
        deletion.person_id,
        event,
        data,
        subject=f"person:{deletion.person_id}",
        dedupe_key=f"{deletion.id}:{event}",
    )


async def present(caller: Citizen) -> AccountDeletion:
    """The deletion that is under way. Raises NoDeletion."""
    deletion = await active(caller.person_id)
    if deletion is None:
        raise NoDeletion()
    return deletion


async def cancel(caller: Citizen) -> None:
    """Keep the account after all. Repeating it changes nothing. Raises NotSignedIn."""
    await locked_person(caller.person_id)
    waiting = AccountDeletion.filter(person_id=caller.person_id, state=DeletionState.cooling_off)
    if await waiting.update(state=DeletionState.cancelled, ended_at=clock.now(), due_at=None):
        await audit(caller, "cancel_deletion", subject_kind="person", subject_id=caller.person_id)


def what_is_kept() -> list[str]:
    """Sentences about what outlives an account, each once."""
    kept = [one.erasing.because for one in HOLDINGS if isinstance(one.erasing, Kept)]
    return list(dict.fromkeys([KEPT_CASES, *kept]))


async def settle(store: ObjectStore, held: Held[AccountDeletion]) -> str:
    """Erase an account whose cooling-off is over, and once more what came late."""
    outcome = await _settle(held)
    if outcome in (DeletionState.erasing, DeletionState.erased):
        await take_back(store, held.row.person_id)
    return outcome


async def _settle(held: Held[AccountDeletion]) -> str:
    person_id = held.row.person_id
    async with in_transaction():
        await lock_cases(person_id)
        await lock_market(person_id)
        person = await Person.select_for_update(no_key=True).get(id=person_id)
        # Under the person's lock, which whoever cancels takes first.
        deletion = await held.locked()
        if deletion.state not in _ACTIVE:
            return "cancelled"
        is_open = await _is_anything_open(person_id)
        if is_open and deletion.state is DeletionState.cooling_off:
            return await _stop(held)
        is_first = person.closed_at is None
        await erase(person_id)
        is_over = not is_first and not await _has_files(person_id)
        return await _erased(held, is_over=is_over)


async def _erased(held: Held[AccountDeletion], *, is_over: bool) -> str:
    now = clock.now()
    if is_over:
        await held.record(due_at=None, state=DeletionState.erased, ended_at=now)
        return DeletionState.erased
    await held.record(due_at=now + _AGAIN_AFTER, state=DeletionState.erasing, ended_at=None)
    return DeletionState.erasing


async def _stop(held: Held[AccountDeletion]) -> str:
    """Something was begun during the cooling-off: it goes first."""
    await held.record(due_at=None, state=DeletionState.stopped, ended_at=clock.now())
    await _tell(held.row, "deletion_stopped", {})
    return DeletionState.stopped


async def erase(person_id: UUID) -> None:
    """Erase every holding, children before their parents, in the running transaction."""
    for holding in reversed(HOLDINGS):
        if not isinstance(holding.erasing, Kept):
            await holding.erasing(person_id)


async def _has_files(person_id: UUID) -> bool:
    """Whether the sweep still has files to remove that no kept case refers to."""
    holding = next(one for one in HOLDINGS if one.model is StoredFile)
    rows = await rows_of(holding, person_id)
    return await rows.filter(~Q(state=FileState.clean, expires_at=None)).exists()
