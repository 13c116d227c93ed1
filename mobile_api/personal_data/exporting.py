"""A copy of one's data (个人信息保护法 45): asked for, prepared by the worker, fetched by links."""

from contextlib import suppress
from datetime import datetime, timedelta
from uuid import UUID

from mobile_api.accounts.bindings.service import Proven
from mobile_api.accounts.service import locked_person
from mobile_api.personal_data.archive import archives
from mobile_api.personal_data.errors import ExportNotReady, NoExport
from mobile_api.personal_data.models import DataExport, ExportState
from mobile_api.shared import clock
from mobile_api.shared.audit import audit
from mobile_api.shared.callers import Citizen
from mobile_api.shared.crypto import keyring
from mobile_api.shared.database import in_transaction
from mobile_api.shared.due.claims import Held
from mobile_api.shared.due.retries import Retry, TryAgain
from mobile_api.shared.due.tables import DueTable
from mobile_api.shared.due.wakes import wake
from mobile_api.shared.errors import TooManyRequests
from notifications.service import notify
from notifications.words.service import date_text
from uploads.errors import StorageUnavailable
from uploads.service import ObjectStore

KEPT = timedelta(days=7)
LINK_LIFETIME = timedelta(minutes=10)
_MOST_A_DAY, _DAY = 3, timedelta(days=1)
MEDIA = "application/zip"
_TABLE = DataExport._meta.db_table


async def ask(caller: Citizen, proof: Proven) -> DataExport:
    """Have a copy prepared; one is in the making at a time, and a new one replaces the last.

    Counted by its rows, so that what failed costs nobody a try. Raises NotSignedIn, PhoneCodeWrong,
    TooManyRequests.
    """
    await locked_person(caller.person_id)
    await proof.use()
    own = DataExport.filter(person_id=caller.person_id)
    under_way = await own.filter(state=ExportState.preparing).first()
    if under_way is not None:
        return under_way
    now = clock.now()
    recent = own.filter(requested_at__gt=now - _DAY).exclude(state=ExportState.failed)
    asked = await recent.order_by("requested_at")
    if len(asked) >= _MOST_A_DAY:
        wait = asked[0].requested_at + _DAY - now
        raise TooManyRequests(retry_after=max(int(wait.total_seconds()), 1))
    await own.filter(state=ExportState.ready).update(state=ExportState.expired, due_at=now)
    export = await DataExport.create(
        person_id=caller.person_id, state=ExportState.preparing, requested_at=now, due_at=now
    )
    await audit(caller, "ask_own_data", subject_kind=_TABLE, subject_id=export.id)
    await wake(_TABLE)
    return export


async def newest(caller: Citizen) -> DataExport:
    """Raises NoExport."""
    own = DataExport.filter(person_id=caller.person_id).exclude(state=ExportState.expired)
    export = await own.order_by("-requested_at").first()
    if export is None:
        raise NoExport()
    return export


async def links(store: ObjectStore, caller: Citizen, proof: Proven) -> list[str]:
    """Short-lived addresses of the archives. Raises NoExport, ExportNotReady, PhoneCodeWrong."""
    export = await opened(caller, proof)
    return links_of(store, export, clock.now() + LINK_LIFETIME)


async def opened(caller: Citizen, proof: Proven) -> DataExport:
    """The copy that the caller may fetch now, on the record.

    Raises NoExport, ExportNotReady, PhoneCodeWrong.
    """
    export = await newest(caller)
    if export.state is not ExportState.ready:
        raise ExportNotReady()
    await proof.use()
    await audit(caller, "fetch_own_data", subject_kind=_TABLE, subject_id=export.id)
    return export


def links_of(store: ObjectStore, export: DataExport, expires_at: datetime) -> list[str]:
    """Addresses of the archives of a copy that was opened, good until `expires_at`."""
    return [
        store.link(
            object_key(export.id, number),
            media_type=MEDIA,
            filename=f"yiwang-{number}.zip",
            expires_at=expires_at,
        )
        for number in range(1, len(export.sizes) + 1)
    ]


def object_key(export_id: UUID, number: int) -> str:
    """Where an archive lies: a repetition after a crash writes to the same place."""
    return "clean/" + keyring().keyed_hash(f"{export_id}:{number}", "data-export")[:16].hex()


async def settle(store: ObjectStore, held: Held[DataExport]) -> str:
    """Prepare what was asked for, or remove what has expired or failed."""
    try:
        if held.row.state is ExportState.preparing:
            return await _prepare(store, held)
        return await _remove(store, held)
    except StorageUnavailable:
        raise TryAgain("storage_unavailable") from None


async def _prepare(store: ObjectStore, held: Held[DataExport]) -> str:
    row, sizes = held.row, list[int]()
    async for content in archives(store, row.person_id):
        await store.write(object_key(row.id, len(sizes) + 1), content, MEDIA)
        sizes.append(len(content))
    now = clock.now()
    async with in_transaction():
        # Neither when another worker has taken over, nor when the account was closed meanwhile; and
        # the copy of an account that was absorbed is made anew, of the one that is left.
        await held.record(
            unchanged=("state", "person_id"),
            state=ExportState.ready,
            sizes=tuple(sizes),
            ready_at=now,
            expires_at=now + KEPT,
            due_at=now + KEPT,
        )
        await notify(
            row.person_id,
            "data_export_ready",
            {"until": date_text(clock.beijing_date(now + KEPT))},
            subject=f"person:{row.person_id}",
            dedupe_key=f"{row.id}:data_export_ready",
        )
    return ExportState.ready


async def _remove(store: ObjectStore, held: Held[DataExport]) -> str:
    """The archives go; also those that were written and not yet told of."""
    row = held.row
    await _delete_archives(store, row)
    is_failed = row.state is ExportState.failed
    state = ExportState.failed if is_failed else ExportState.expired
    await held.record(due_at=None, state=state, sizes=())
    return "removed"


async def _delete_archives(store: ObjectStore, row: DataExport) -> None:
    number = 1
    while number <= len(row.sizes) or await store.size_of(object_key(row.id, number)) is not None:
        await store.delete(object_key(row.id, number))
        number += 1


async def take_back(store: ObjectStore, person_id: UUID) -> None:
    """Let the links of a person's expired archives lead nowhere at once.

    Without the store the rows are due all the same, and the links run out by themselves.
    """
    expired = DataExport.filter(person_id=person_id, state=ExportState.expired)
    with suppress(StorageUnavailable):
        for row in await expired.exclude(due_at=None):
            await _delete_archives(store, row)


async def _give_up(held: Held[DataExport], last: TryAgain) -> str | None:
    """Whoever asked sees that it failed and may ask anew; what was written goes like the rest."""
    if held.row.state is not ExportState.preparing:
        return None
    await held.record(due_at=clock.now(), unchanged=("state",), state=ExportState.failed)
    return ExportState.failed


EXPORTS = DueTable(
    model=DataExport,
    lease=timedelta(minutes=15),
    at_once=2,
    share="person_id",
    retry=Retry(first=timedelta(minutes=2), longest=timedelta(hours=1), until=timedelta(days=1)),
    on_end=_give_up,
)
