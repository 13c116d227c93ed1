"""Files whose bytes came through this process: from another system, or by a page without script.
The same inspection, the same life.

Each step may be repeated after it was cut: the row first, then the object, then the inspection. The
rows of one owner are taken in by one worker at a time.
"""

import hashlib
from uuid import UUID

from sanic import Request

from mobile_api.shared.database import in_transaction, outside_transaction
from uploads.errors import FormTooLarge, TooManyUploads
from uploads.media_types import UNKNOWN
from uploads.models import FileState, StoredFile
from uploads.policy import MAX_NAME
from uploads.rules import most_bytes
from uploads.schemas import BeginUpload
from uploads.service import begun, let_inspect, release_files
from uploads.stores.form import UploadForm
from uploads.stores.form import let_finish as let_finish
from uploads.stores.storage import ObjectStore

_UNNAMED = "照片"
# What forms hold in memory of one process, 20 MB each at most; and how many of them are of one
# person, so that nobody takes all of the room.
_MOST_AT_ONCE, _MOST_OF_ONE, _PAUSE_SECONDS = 8, 2, 10
_reading: list[str] = []


async def known_files(owner_key: str) -> dict[tuple[str, int], StoredFile]:
    """By digest and size, what this owner's contents have become, also where they were refused.

    What is not among them has to be taken in (again): nothing of it is here, or not all of it.
    """
    gone = (FileState.awaiting_upload, FileState.abandoned)
    own = StoredFile.filter(owner_key=owner_key).exclude(state__in=gone).order_by("created_at")
    return {(one.declared_sha256, one.declared_size): one for one in await own}


async def take_in(
    store: ObjectStore,
    owner_key: str,
    content: bytes,
    name: str,
    *,
    has_flood_limit: bool = False,
) -> StoredFile:
    """The content as a file that is inspected next. Not in a transaction.

    `name` is shown to staff; the bytes decide of what type it is. Raises StorageUnavailable,
    ValidationError for no bytes, or more than this city takes of one file, and where there is a
    limit TooManyUploads.
    """
    outside_transaction()
    sha256 = hashlib.sha256(content).hexdigest()
    declared = BeginUpload(name=name, size=len(content), sha256=sha256)
    async with in_transaction():
        file = await begun(owner_key, declared, has_flood_limit=has_flood_limit)
    if file.state is FileState.awaiting_upload:
        await store.write(file.quarantine_key, content, UNKNOWN)
        async with in_transaction():
            await let_inspect(owner_key, file.id)
        file.state = FileState.inspecting
    return file


async def take_form(store: ObjectStore, owner_key: str, request: Request) -> StoredFile | None:
    """The file of a form that is sent to a page; None where nobody chose one. Not in a transaction.

    Raises FormMalformed, FormTooLarge (more than this city takes of one file), FormTooSlow,
    TooManyUploads (too many are being read at this moment), and as `take_in`.
    """
    if len(_reading) >= _MOST_AT_ONCE or _reading.count(owner_key) >= _MOST_OF_ONE:
        raise TooManyUploads(retry_after=_PAUSE_SECONDS)
    _reading.append(owner_key)
    try:
        form, content = UploadForm(request), bytearray()
        await form.fields()
        async for chunk in form.file():
            content += chunk
            if len(content) > most_bytes():
                raise FormTooLarge()
        if not content and not form.filename:
            return None
        name = form.filename[-MAX_NAME:] or _UNNAMED
        return await take_in(store, owner_key, bytes(content), name, has_flood_limit=True)
    finally:
        _reading.remove(owner_key)


async def let_go(owner_key: str) -> None:
    """Nothing came of what was taken in: what no row refers to goes. In a transaction."""
    own = await StoredFile.filter(owner_key=owner_key).values_list("id", flat=True)
    await release_files([UUID(str(one)) for one in own])
