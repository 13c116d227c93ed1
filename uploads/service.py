"""What people and features may do with files; the worker's part stands in `work`."""

from datetime import timedelta
from secrets import token_hex
from uuid import UUID

from mobile_api.shared import clock
from mobile_api.shared.database import outside_transaction, transaction_needed
from mobile_api.shared.due.wakes import wake
from uploads import policy
from uploads.errors import (
    FileExpired,
    FileNotClean,
    FileNotFound,
    FileNotReceived,
    TooManyUploads,
)
from uploads.keeping import clean_files as clean_files
from uploads.keeping import file_fault as file_fault
from uploads.keeping import in_turn
from uploads.keeping import kept_files as kept_files
from uploads.keeping import release_files as release_files
from uploads.media_types import EXTENSIONS
from uploads.models import FileState, StoredFile
from uploads.schemas import BeginUpload, FileLink, Ticket
from uploads.stores.storage import STORE as STORE
from uploads.stores.storage import ObjectStore as ObjectStore

_TABLE = StoredFile._meta.db_table
_HOUR = timedelta(hours=1)
_ALIVE = (FileState.awaiting_upload, FileState.inspecting, FileState.clean)


async def begin(
    store: ObjectStore, owner_key: str, declared: BeginUpload
) -> tuple[StoredFile, Ticket | None]:
    """Promise an upload. Content that this owner sent before, or is sending, stays the same file;
    the ticket is None when nothing has to be sent (again).

    Raises TooManyUploads with the seconds to wait.
    """
    file = await begun(owner_key, declared, has_flood_limit=True)
    if file.state is not FileState.awaiting_upload:
        return file, None
    expires_at = clock.now() + policy.TICKET_LIFETIME
    ticket = store.ticket(
        file.quarantine_key,
        media_type=file.declared_type,
        size=file.declared_size,
        expires_at=expires_at,
    )
    return file, ticket


async def begun(
    owner_key: str, declared: BeginUpload, *, has_flood_limit: bool = False
) -> StoredFile:
    """The row of that content, new or as it stands. Raises TooManyUploads."""
    await in_turn(owner_key)
    file = await _same_content(owner_key, declared)
    if file is None:
        if has_flood_limit:
            await _refuse_flood(owner_key)
        return await _new_file(owner_key, declared)
    if file.expires_at is not None:
        await _extend(file)
    return file


async def has_arrived(store: ObjectStore, owner_key: str, file_id: UUID) -> bool:
    """Whether the store holds the content of a file that is waited for; asked before `complete`.

    Raises FileNotFound, StorageUnavailable.
    """
    outside_transaction()
    file = await file_of(owner_key, file_id)
    is_awaited = file.state is FileState.awaiting_upload
    return is_awaited and await store.size_of(file.quarantine_key) is not None


async def complete(owner_key: str, file_id: UUID, *, is_there: bool) -> StoredFile:
    """Say that the upload was sent; the file is then inspected. Repeating it changes nothing.

    `is_there` is what `has_arrived` said. Raises FileNotFound, FileNotReceived (the state stays,
    the ticket may be used again), FileExpired.
    """
    transaction_needed()
    if is_there:
        await let_inspect(owner_key, file_id)
    # Another call or the sweep may have been first.
    file = await file_of(owner_key, file_id)
    if file.state is FileState.awaiting_upload:
        raise FileNotReceived()
    if file.state is FileState.abandoned:
        raise FileExpired()
    return file


async def let_inspect(owner_key: str, file_id: UUID) -> None:
    """The content is in quarantine: the worker takes it from here. Repeated, it changes nothing."""
    waiting = StoredFile.filter(id=file_id, owner_key=owner_key, state=FileState.awaiting_upload)
    # The sweep may hold a lease; it loses its right to the row together with the state.
    if await waiting.update(state=FileState.inspecting, due_at=clock.now(), leased_until=None):
        await wake(_TABLE)


async def file_of(owner_key: str, file_id: UUID) -> StoredFile:
    """Raises FileNotFound, also for a file of someone else."""
    file = await StoredFile.get_or_none(id=file_id, owner_key=owner_key)
    if file is None:
        raise FileNotFound()
    return file


def link_to(store: ObjectStore, file: StoredFile) -> FileLink:
    """A short-lived address of a clean file, after the caller's own check of who may see it.

    The person's file name stays out of it, for addresses end up in logs. Raises FileNotClean.
    """
    if file.state is not FileState.clean:
        raise FileNotClean()
    expires_at = clock.now() + policy.LINK_LIFETIME
    url = store.link(
        file.clean_key,
        media_type=file.media_type,
        filename=f"{file.id.hex}.{EXTENSIONS[file.media_type]}",
        expires_at=expires_at,
    )
    return FileLink(url=url, expires_at=expires_at)


async def _same_content(owner_key: str, declared: BeginUpload) -> StoredFile | None:
    same = StoredFile.filter(
        owner_key=owner_key,
        purpose=declared.purpose,
        declared_sha256=declared.sha256,
        declared_size=declared.size,
        state__in=_ALIVE,
    )
    # Locked, so that the sweep does not take away what we are about to promise.
    return await same.select_for_update(no_key=True).order_by("-created_at").first()


async def _extend(file: StoredFile) -> None:
    kept = policy.UNFINISHED_KEPT
    if file.state is not FileState.awaiting_upload:
        kept = policy.UNUSED_KEPT
    file.expires_at = clock.now() + kept
    await StoredFile.filter(id=file.id).update(expires_at=file.expires_at)


async def _refuse_flood(owner_key: str) -> None:
    mine = StoredFile.filter(owner_key=owner_key, created_at__gt=clock.now() - _HOUR)
    if await mine.count() >= policy.MAX_PER_HOUR:
        raise TooManyUploads(retry_after=int(_HOUR.total_seconds()))
    waiting = StoredFile.filter(owner_key=owner_key, state=FileState.awaiting_upload)
    if await waiting.count() >= policy.MAX_OPEN:
        raise TooManyUploads(retry_after=int(policy.TICKET_LIFETIME.total_seconds()))


async def _new_file(owner_key: str, declared: BeginUpload) -> StoredFile:
    now = clock.now()
    return await StoredFile.create(
        owner_key=owner_key,
        purpose=declared.purpose,
        name=declared.name,
        declared_type=declared.media_type,
        declared_size=declared.size,
        declared_sha256=declared.sha256,
        quarantine_key=f"quarantine/{token_hex(16)}",
        clean_key=f"clean/{token_hex(16)}",
        created_at=now,
        expires_at=now + policy.UNFINISHED_KEPT,
        due_at=now + policy.UNFINISHED_KEPT,
    )
