"""What is kept because somebody builds on it, and what is let go when nobody does any more."""

from collections.abc import Collection, Mapping, Sequence
from datetime import timedelta
from uuid import UUID

from mobile_api.shared import clock
from mobile_api.shared.database import fetch, one_at_a_time, transaction_needed
from mobile_api.shared.due.wakes import wake
from mobile_api.shared.errors import FieldFault
from uploads.errors import FilesNotUsable
from uploads.models import FileState, StoredFile
from uploads.schemas import sentence_of
from uploads.uses import files_in_use

_TABLE = StoredFile._meta.db_table
_NOT_USABLE = {
    FileState.awaiting_upload: "文件还没有上传完,请上传后再提交。",
    FileState.inspecting: "文件正在检查,请稍候再提交。",
    FileState.abandoned: "文件已经过期,请重新上传。",
}
_UNKNOWN = "没有找到这个文件,请重新上传。"

# In one order, so that two that hold the same files wait for each other and not crosswise.
_HOLD = "SELECT id FROM stored_file WHERE id = ANY($1) ORDER BY id FOR NO KEY UPDATE"


async def in_turn(owner_key: str) -> None:
    """Work on one owner's files in turn, until the transaction ends: of two calls that begin the
    same photo at once, the second must see the row of the first.
    """
    await one_at_a_time("uploads " + owner_key)


async def clean_files(
    owner_key: str,
    ids: Sequence[UUID],
    *,
    paths: Sequence[str] = (),
    unfinished: Collection[FileState] = (),
) -> list[StoredFile]:
    """The owner's clean files in the order of `ids`, from now on kept until `release_files`.

    Call it in the transaction that records their use. `paths` are the JSON pointers of the ids in
    the caller's request body, `/files/0` and so on unless given. Until that transaction ends, no
    other one keeps files of this owner or releases these. Files in a state of `unfinished` are
    taken too, and kept once they are clean if a row refers to them: whoever does so asks
    `file_fault` before anything is built on one. Raises FilesNotUsable with every other file that
    is unknown, of someone else, refused, unfinished or expired.
    """
    await in_turn(owner_key)
    rows = await StoredFile.filter(id__in=list(ids), owner_key=owner_key).select_for_update(
        no_key=True
    )
    known = {row.id: row for row in rows}
    places = paths or [f"/files/{number}" for number in range(len(ids))]
    faults = [
        fault
        for path, file_id in zip(places, ids, strict=True)
        if not _is_in(known, file_id, unfinished)
        and (fault := file_fault(path, known.get(file_id)))
    ]
    if faults:
        raise FilesNotUsable(faults)
    clean = StoredFile.filter(id__in=list(ids), state=FileState.clean)
    await clean.update(expires_at=None)
    return [known[file_id] for file_id in ids]


def _is_in(known: Mapping[UUID, StoredFile], file_id: UUID, states: Collection[FileState]) -> bool:
    file = known.get(file_id)
    return file is not None and file.state in states


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


def file_fault(path: str, file: StoredFile | None) -> FieldFault | None:
    """Why nothing can be built on that file yet; None for a clean one."""
    if file is None:
        return FieldFault(path, "file_not_found", _UNKNOWN)
    if file.state is FileState.clean:
        return None
    if file.state is FileState.rejected:
        return FieldFault(path, "file_rejected", sentence_of(file))
    return FieldFault(path, f"file_{file.state}", _NOT_USABLE[file.state])
