"""What people and features may do with files; the worker's part stands in `work`."""

from collections.abc import Sequence
from datetime import timedelta
from secrets import token_hex
from uuid import UUID

from mobile_api.shared import clock
from mobile_api.shared.database import fetch, one_at_a_time, outside_transaction, transaction_needed
from mobile_api.shared.due.wakes import wake
from mobile_api.shared.errors import FieldFault
from uploads import policy
from uploads.errors import (
    FileExpired,
    FileNotClean,
    FileNotFound,
    FileNotReceived,
    FilesNotUsable,
    TooManyUploads,
)
from uploads.media_types import EXTENSIONS
from uploads.models import FileState, StoredFile
from uploads.schemas import BeginUpload, FileLink, Ticket, sentence_of
from uploads.stores.storage import STORE as STORE
from uploads.stores.storage import ObjectStore as ObjectStore
from uploads.uses import files_in_use

_TABLE = StoredFile._meta.db_table
_HOUR = timedelta(hours=1)
_ALIVE = (FileState.awaiting_upload, FileState.inspecting, FileState.clean)
_NOT_USABLE = {
    FileState.awaiting_upload: "文件还没有上传完,请上传后再提交。",
    FileState.inspecting: "文件正在检查,请稍候再提交。",
    FileState.abandoned: "文件已经过期,请重新上传。",
}
_UNKNOWN = "没有找到这个文件,请重新上传。"

# In one order, so that two that hold the same files wait for each other and not crosswise.
_HOLD = "SELECT id FROM stored_file WHERE id = ANY($1) ORDER BY id FOR NO KEY UPDATE"


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
    await _one_at_a_time(owner_key)
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


async def clean_files(
    owner_key: str, ids: Sequence[UUID], *, paths: Sequence[str] = ()
) -> list[StoredFile]:
    """The owner's clean files in the order of `ids`, from now on kept until `release_files`.

    Call it in the transaction that records their use. `paths` are the JSON pointers of the ids in
    the caller's request body, `/files/0` and so on unless given. Until that transaction ends, no
    other one keeps files of this owner or releases these. Raises FilesNotUsable with every file
    that is unknown, of someone else, refused, unfinished or expired.
    """
    await _one_at_a_time(owner_key)
    rows = await StoredFile.filter(id__in=list(ids), owner_key=owner_key).select_for_update(
        no_key=True
    )
    known = {row.id: row for row in rows}
    places = paths or [f"/files/{number}" for number in range(len(ids))]
    faults = [
        fault
        for path, file_id in zip(places, ids, strict=True)
        if (fault := _fault(path, known.get(file_id)))
    ]
    if faults:
        raise FilesNotUsable(faults)
    await StoredFile.filter(id__in=list(ids), owner_key=owner_key).update(expires_at=None)
    return [known[file_id] for file_id in ids]


async def kept_files(ids: Sequence[UUID]) -> dict[UUID, StoredFile]:
    """Clean files by id, whosoever they are: for whoever keeps them and has checked who asks."""
    found = await StoredFile.filter(id__in=list(ids), state=FileState.clean)
    return {file.id: file for file in found}


async def release_files(ids: Sequence[UUID], *, kept_for: timedelta = timedelta(0)) -> None:
    """Let the worker delete, after `kept_for`, what nothing refers to, whoever of them sent it.

    Call it in the transaction that ended the use of these files; until then they can be kept again.
    Who else uses them is asked while nobody can begin to use one of them or release it as well.
    """
    transaction_needed()
    over_at = clock.now() + kept_for
    held = [row["id"] for row in await fetch(_HOLD, list(ids))]
    free = set(held) - await files_in_use(held)
    unused = StoredFile.filter(id__in=free, state=FileState.clean)
    await unused.update(expires_at=over_at, due_at=over_at)
    await wake(_TABLE)


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


async def _one_at_a_time(owner_key: str) -> None:
    """Work on one owner's files in turn, until the transaction ends: of two calls that begin the
    same photo at once, the second must see the row of the first.
    """
    await one_at_a_time("uploads " + owner_key)


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


def _fault(path: str, file: StoredFile | None) -> FieldFault | None:
    if file is None:
        return FieldFault(path, "file_not_found", _UNKNOWN)
    if file.state is FileState.clean:
        return None
    if file.state is FileState.rejected:
        return FieldFault(path, "file_rejected", sentence_of(file))
    return FieldFault(path, f"file_{file.state}", _NOT_USABLE[file.state])
