"""Files that come from another system and not from a phone: the same inspection, the same life.

Each step may be repeated after it was cut: the row first, then the object, then the inspection. The
rows of one owner are taken in by one worker at a time.
"""

import hashlib
from uuid import UUID

from mobile_api.shared.database import in_transaction, outside_transaction
from uploads.media_types import UNKNOWN
from uploads.models import FileState, StoredFile
from uploads.schemas import BeginUpload
from uploads.service import begun, let_inspect, release_files
from uploads.stores.storage import ObjectStore


async def known_files(owner_key: str) -> dict[tuple[str, int], StoredFile]:
    """By digest and size, what this owner's contents have become, also where they were refused.

    What is not among them has to be taken in (again): nothing of it is here, or not all of it.
    """
    gone = (FileState.awaiting_upload, FileState.abandoned)
    own = StoredFile.filter(owner_key=owner_key).exclude(state__in=gone).order_by("created_at")
    return {(one.declared_sha256, one.declared_size): one for one in await own}


async def take_in(store: ObjectStore, owner_key: str, content: bytes, name: str) -> StoredFile:
    """The content as a file that is inspected next. Not in a transaction.

    `name` is shown to staff; the bytes decide of what type it is. Raises StorageUnavailable,
    ValidationError for more bytes than this city takes of one file.
    """
    outside_transaction()
    sha256 = hashlib.sha256(content).hexdigest()
    declared = BeginUpload(name=name, size=len(content), sha256=sha256)
    async with in_transaction():
        file = await begun(owner_key, declared)
    if file.state is FileState.awaiting_upload:
        await store.write(file.quarantine_key, content, UNKNOWN)
        async with in_transaction():
            await let_inspect(owner_key, file.id)
        file.state = FileState.inspecting
    return file


async def let_go(owner_key: str) -> None:
    """Nothing came of what was taken in: what no row refers to goes. In a transaction."""
    own = await StoredFile.filter(owner_key=owner_key).values_list("id", flat=True)
    await release_files([UUID(str(one)) for one in own])
