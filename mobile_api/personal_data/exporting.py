"""A copy of one's data (个人信息保护法 45): asked for, prepared by the worker, fetched by links."""

import logging
from datetime import timedelta
from uuid import UUID

from tortoise.queryset import QuerySet

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
from mobile_api.shared.due.claims import claim_due, wake, work_each
from notifications.service import notify
from notifications.words.service import date_text
from uploads.errors import StorageUnavailable
from uploads.service import ObjectStore

log = logging.getLogger(__name__)

KEPT = timedelta(days=7)
LINK_LIFETIME = timedelta(minutes=10)
MEDIA = "application/zip"
_LEASE = timedelta(minutes=15)
_RETRY = timedelta(minutes=2)
_TABLE = DataExport._meta.db_table


async def ask(caller: Citizen, proof: Proven) -> DataExport:
    """Have a copy prepared; one is in the making at a time, and a new one replaces the last.

    Raises NotSignedIn, PhoneCodeWrong.
    """
    await locked_person(caller.person_id)
    await proof.use()
    own = DataExport.filter(person_id=caller.person_id)
    under_way = await own.filter(state=ExportState.preparing).first()
    if under_way is not None:
        return under_way
    now = clock.now()
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
    export = await newest(caller)
    if export.state is not ExportState.ready:
        raise ExportNotReady()
    await proof.use()
    await audit(caller, "fetch_own_data", subject_kind=_TABLE, subject_id=export.id)
    expires_at = clock.now() + LINK_LIFETIME
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


async def work_off(store: ObjectStore, *, limit: int = 2) -> int:
    """Prepare what was asked for, and remove what has expired."""

    async def settle(row: DataExport) -> None:
        try:
            if row.state is ExportState.preparing:
                await _prepare(store, row)
            else:
                await _remove(store, row)
        except StorageUnavailable:
            log.warning("an export has to wait for the object store")
            await _mine(row).update(due_at=clock.now() + _RETRY, leased_until=None)

    return await work_each(await claim_due(DataExport, limit=limit, lease=_LEASE), settle)


async def _prepare(store: ObjectStore, row: DataExport) -> None:
    sizes: list[int] = []
    async for content in archives(store, row.person_id):
        await store.write(object_key(row.id, len(sizes) + 1), content, MEDIA)
        sizes.append(len(content))
    now = clock.now()
    async with in_transaction():
        # Neither when another worker has taken over, nor when the account was closed meanwhile; and
        # the copy of an account that was absorbed is made anew, of the one that is left.
        still_asked = _mine(row).filter(state=ExportState.preparing, person_id=row.person_id)
        is_mine = await still_asked.update(
            state=ExportState.ready,
            sizes=sizes,
            ready_at=now,
            expires_at=now + KEPT,
            due_at=now + KEPT,
            leased_until=None,
        )
        if is_mine:
            await notify(
                row.person_id,
                "data_export_ready",
                {"until": date_text(clock.beijing_date(now + KEPT))},
                subject=f"person:{row.person_id}",
                dedupe_key=f"{row.id}:data_export_ready",
            )


async def _remove(store: ObjectStore, row: DataExport) -> None:
    """The archives go; also those that were written and not yet told of."""
    number = 1
    while number <= len(row.sizes) or await store.size_of(object_key(row.id, number)) is not None:
        await store.delete(object_key(row.id, number))
        number += 1
    await _mine(row).update(state=ExportState.expired, sizes=[], due_at=None, leased_until=None)


def _mine(row: DataExport) -> QuerySet[DataExport]:
    return DataExport.filter(id=row.id, attempts=row.attempts)
