"""The worker's part: inspects what arrived, sweeps what nobody wants; one loop over due rows."""

import asyncio
import hashlib
import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from tortoise.expressions import F

from mobile_api.shared import clock, metrics
from mobile_api.shared.due.claims import claim_due
from uploads import policy
from uploads.errors import StorageUnavailable
from uploads.inspection.in_child import WAIT_SECONDS, InspectionFailed, inspect_apart
from uploads.inspection.scanner import Scanner, ScannerUnavailable
from uploads.inspection.verdicts import Inspected
from uploads.models import FileState, StoredFile
from uploads.policy import Rejected, Rejection
from uploads.stores.storage import ObjectStore

log = logging.getLogger(__name__)

# Files of one step are inspected side by side, each in a process of its own.
_AT_ONCE = 4
# Above the longest scan, inspection and transfer of one file together.
LEASE = timedelta(minutes=5)
# What was sent before the ticket ended may still be arriving after it.
_TRANSFER = timedelta(minutes=30)
_FIRST_RETRY = timedelta(seconds=15)
_LAST_RETRY = timedelta(minutes=5)
# A parser that fails so often fails because of the file, not because the host was busy.
_MAX_FAILED_INSPECTIONS = 3


@dataclass(frozen=True, slots=True)
class Parts:
    """What settling a file needs."""

    store: ObjectStore
    scanner: Scanner | None
    wait_seconds: float


async def work_off(
    store: ObjectStore,
    scanner: Scanner | None,
    *,
    limit: int = _AT_ONCE,
    wait_seconds: float = WAIT_SECONDS,
) -> int:
    """Settle up to `limit` due files: inspect, tidy or sweep each; answers how many were due.

    `wait_seconds` is how long one file may keep its inspector busy.
    """
    files = await claim_due(StoredFile, limit=limit, lease=LEASE)
    parts = Parts(store, scanner, wait_seconds)
    await asyncio.gather(*(_settle(parts, file) for file in files))
    return len(files)


async def _settle(parts: Parts, file: StoredFile) -> None:
    due_at = file.due_at or clock.now()
    try:
        if file.state is FileState.inspecting:
            outcome = await _inspect(parts, file)
        elif file.state is FileState.abandoned:
            outcome = await _remove(parts.store, file)
        else:
            outcome = await _sweep(parts.store, file)
    except (ScannerUnavailable, StorageUnavailable) as error:
        outcome = await _postpone(file, type(error).__name__)
    except InspectionFailed:
        outcome = await _failed(file)
    table = StoredFile._meta.db_table
    metrics.due_work_total.labels(table, outcome).inc()
    metrics.due_work_seconds.labels(table).observe((clock.now() - due_at).total_seconds())


async def _inspect(parts: Parts, file: StoredFile) -> str:
    """Quarantine to clean, or a named refusal. A repeat after a crash writes the same object."""
    try:
        content = _as_declared(file, await parts.store.read(file.quarantine_key))
        if parts.scanner is not None:
            await parts.scanner.scan(content)
        found = await inspect_apart(content, file.declared_type, wait_seconds=parts.wait_seconds)
    except Rejected as rejected:
        return await _reject(file, rejected.reason)
    await parts.store.write(file.clean_key, found.content, found.media_type)
    return await _pass(file, found)


def _as_declared(file: StoredFile, content: bytes | None) -> bytes:
    """Raises Rejected unless exactly the declared content arrived."""
    if content is None:
        raise Rejected(Rejection.not_received)
    if len(content) != file.declared_size:
        raise Rejected(Rejection.size_differs)
    if hashlib.sha256(content).hexdigest() != file.declared_sha256:
        raise Rejected(Rejection.digest_differs)
    return content


async def _pass(file: StoredFile, found: Inspected) -> str:
    now = clock.now()
    return await _record(
        file,
        "clean",
        state=FileState.clean,
        media_type=found.media_type,
        size=len(found.content),
        sha256=hashlib.sha256(found.content).hexdigest(),
        pages=found.pages,
        expires_at=now + policy.UNUSED_KEPT,
        due_at=_ticket_is_dead(),
    )


async def _reject(file: StoredFile, reason: Rejection) -> str:
    return await _record(
        file,
        "rejected",
        state=FileState.rejected,
        rejection=reason.value,
        expires_at=clock.now() + policy.UNUSED_KEPT,
        due_at=_ticket_is_dead(),
    )


def _ticket_is_dead() -> datetime:
    """When nothing can land in quarantine under this file any more."""
    return clock.now() + policy.TICKET_LIFETIME + _TRANSFER


async def _sweep(store: ObjectStore, file: StoredFile) -> str:
    """Empty the quarantine of a settled file; take away a file that nobody kept in time."""
    now = clock.now()
    if file.expires_at is not None and file.expires_at <= now:
        # First the state, then the objects: who keeps the file meanwhile must win or be told.
        mine = StoredFile.filter(id=file.id, attempts=file.attempts, state=file.state)
        if not await mine.filter(expires_at__lte=now).update(state=FileState.abandoned):
            return "overtaken"
        file.state = FileState.abandoned
        return await _remove(store, file)
    if file.state is not FileState.awaiting_upload:
        await store.delete(file.quarantine_key)
    # By the column, not by what we read: the file may have been kept or released meanwhile.
    return await _record(file, "tidied", due_at=F("expires_at"))


async def _remove(store: ObjectStore, file: StoredFile) -> str:
    """Both objects go, and the name with them; the row stays to say what became of the file."""
    await store.delete(file.quarantine_key)
    await store.delete(file.clean_key)
    return await _record(file, "abandoned", name="", due_at=None)


async def _failed(file: StoredFile) -> str:
    log.warning("inspection of file %s failed, attempt %s", file.id, file.attempts)
    if file.attempts >= _MAX_FAILED_INSPECTIONS:
        return await _reject(file, Rejection.cannot_inspect)
    return await _postpone(file, "inspection_failed")


async def _postpone(file: StoredFile, cause: str) -> str:
    log.warning("file %s has to wait: %s", file.id, cause)
    wait = min(_FIRST_RETRY * 2 ** min(file.attempts - 1, 8), _LAST_RETRY)
    return await _record(file, "postponed", due_at=clock.now() + wait)


async def _record(file: StoredFile, outcome: str, **values: Any) -> str:
    """Write the outcome, unless the lease ran out and another worker took the row since."""
    mine = StoredFile.filter(id=file.id, attempts=file.attempts, state=file.state)
    written = await mine.update(leased_until=None, **values)
    return outcome if written else "overtaken"
