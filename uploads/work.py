"""The worker's part: inspects what arrived, sweeps what nobody wants; one loop over due rows."""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

from tortoise.expressions import F

from mobile_api.shared import clock
from mobile_api.shared.due.claims import ClaimLost, Held
from mobile_api.shared.due.retries import Retry, TryAgain
from mobile_api.shared.due.tables import DueTable
from uploads import policy
from uploads.errors import StorageUnavailable
from uploads.inspection.apart import WAIT_SECONDS, InspectionFailed, Inspectors
from uploads.inspection.scanner import Scanner, ScannerUnavailable
from uploads.inspection.verdicts import Inspected
from uploads.models import FileState, StoredFile
from uploads.rejections import Rejected, Rejection
from uploads.rules import most_pages
from uploads.stores.storage import ObjectStore
from uploads.uses import files_in_use

# Four fifths of it are above the longest scan, inspection and transfer of one file together.
LEASE = timedelta(minutes=6)
# What was sent before the ticket ended may still be arriving after it.
_TRANSFER = timedelta(minutes=30)
# Who keeps a file or lets it go meanwhile changes its state, and wins.
_STATE = ("state",)
_FIRST_RETRY, _LAST_RETRY = timedelta(seconds=15), timedelta(minutes=5)
# A parser that fails so often fails because of the file, not because the host was busy.
_BROKEN_INSPECTIONS = Retry(first=_FIRST_RETRY, longest=_LAST_RETRY, tries=3)


@dataclass(frozen=True, slots=True)
class FileTools:
    """What settling a file needs; `wait_seconds` is how long it may keep its inspector busy."""

    store: ObjectStore
    scanner: Scanner | None
    inspectors: Inspectors
    wait_seconds: float = WAIT_SECONDS


async def settle(tools: FileTools, held: Held[StoredFile]) -> str:
    """Inspect, tidy or sweep one file."""
    try:
        if held.row.state is FileState.inspecting:
            return await _inspect(tools, held)
        if held.row.state is FileState.abandoned:
            return await _remove(tools.store, held)
        return await _sweep(tools.store, held)
    except ScannerUnavailable:
        raise TryAgain("scanner_unavailable") from None
    except StorageUnavailable:
        raise TryAgain("storage_unavailable") from None
    except InspectionFailed:
        raise TryAgain("inspection_failed", by=_BROKEN_INSPECTIONS) from None


async def _inspect(tools: FileTools, held: Held[StoredFile]) -> str:
    """Quarantine to clean, or a named refusal. A repeat after a crash writes the same object."""
    file = held.row
    try:
        content = _as_declared(file, await tools.store.read(file.quarantine_key))
        if tools.scanner is not None:
            await tools.scanner.scan(content)
        pages, wait = most_pages(file), tools.wait_seconds
        found = await tools.inspectors.inspect(content, pages, wait_seconds=wait)
    except Rejected as rejected:
        return await _reject(held, rejected.reason)
    await tools.store.write(file.clean_key, found.content, found.media_type)
    return await _pass(held, found)


def _as_declared(file: StoredFile, content: bytes | None) -> bytes:
    """Raises Rejected unless exactly the declared content arrived."""
    if content is None:
        raise Rejected(Rejection.not_received)
    if len(content) != file.declared_size:
        raise Rejected(Rejection.size_differs)
    if hashlib.sha256(content).hexdigest() != file.declared_sha256:
        raise Rejected(Rejection.digest_differs)
    return content


async def _pass(held: Held[StoredFile], found: Inspected) -> str:
    now = clock.now()
    await held.record(
        unchanged=_STATE,
        state=FileState.clean,
        media_type=found.media_type,
        size=len(found.content),
        sha256=hashlib.sha256(found.content).hexdigest(),
        pages=found.pages,
        expires_at=now + policy.UNUSED_KEPT,
        due_at=_ticket_is_dead(),
    )
    return FileState.clean


async def _reject(held: Held[StoredFile], reason: Rejection) -> str:
    await held.record(
        unchanged=_STATE,
        state=FileState.rejected,
        rejection=reason.value,
        expires_at=clock.now() + policy.UNUSED_KEPT,
        due_at=_ticket_is_dead(),
    )
    return FileState.rejected


def _ticket_is_dead() -> datetime:
    """When nothing can land in quarantine under this file any more."""
    return clock.now() + policy.TICKET_LIFETIME + _TRANSFER


async def _sweep(store: ObjectStore, held: Held[StoredFile]) -> str:
    """Empty the quarantine of a settled file; take away a file that nobody kept in time."""
    file, now = held.row, clock.now()
    if file.state is FileState.clean and file.id in await files_in_use([file.id]):
        # Whoever referred to it while it was inspected could not keep it yet.
        await store.delete(file.quarantine_key)
        await held.record(unchanged=_STATE, expires_at=None, due_at=None)
        return "kept"
    if file.expires_at is not None and file.expires_at <= now:
        # First the state, then the objects: who keeps the file meanwhile must win or be told.
        unwanted = held.mine().filter(state=file.state, expires_at__lte=now)
        if not await unwanted.update(state=FileState.abandoned):
            raise ClaimLost()
        file.state = FileState.abandoned
        return await _remove(store, held)
    if file.state is not FileState.awaiting_upload:
        await store.delete(file.quarantine_key)
    # By the column, not by what we read: the file may have been kept or released meanwhile.
    await held.record(unchanged=_STATE, due_at=F("expires_at"))
    return "tidied"


async def _remove(store: ObjectStore, held: Held[StoredFile]) -> str:
    """Both objects go, and the name with them; the row stays to say what became of the file."""
    await store.delete(held.row.quarantine_key)
    await store.delete(held.row.clean_key)
    await held.record(unchanged=_STATE, name="", due_at=None)
    return FileState.abandoned


async def _give_up(held: Held[StoredFile], last: TryAgain) -> str | None:
    """Who waits for a file is told that it cannot be inspected, and may send it anew."""
    if held.row.state is not FileState.inspecting:
        return None
    return await _reject(held, Rejection.cannot_inspect)


FILES = DueTable(
    model=StoredFile,
    lease=LEASE,
    at_once=4,  # each is inspected in a process of its own
    share="owner_key",
    retry=Retry(first=_FIRST_RETRY, longest=_LAST_RETRY, until=timedelta(days=3)),
    on_end=_give_up,
)
