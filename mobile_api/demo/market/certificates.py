"""The scan that the demo's agencies hand in: one picture of each representative, inspected."""

import asyncio
import hashlib
from collections.abc import Sequence
from io import BytesIO
from uuid import UUID

from PIL import Image, ImageDraw

from mobile_api.shared.database import in_transaction
from mobile_api.shared.due.loops import Loop
from uploads.models import FileState, Purpose
from uploads.schemas import BeginUpload
from uploads.service import STORE, begin, complete, file_of, has_arrived
from uploads.work import FILES

_LOOK_SECONDS = 0.05


class ScanRefused(RuntimeError):
    """The picture was not found clean: the inspection of uploads does not work here."""


async def scans_of(people: Sequence[UUID], loops: Sequence[Loop]) -> dict[UUID, UUID]:
    """By person, the id of their clean file. Raises ScanRefused."""
    sent = {person: await _sent(person) for person in people}
    inspecting = next(loop for loop in loops if loop.name == FILES.kind)
    for person, file_id in sent.items():
        # A worker that runs beside this may have taken the file.
        while (state := await _state(person, file_id)) is FileState.inspecting:
            if not await inspecting.step():
                await asyncio.sleep(_LOOK_SECONDS)
        if state is not FileState.clean:
            raise ScanRefused(state.value)
    return sent


async def _state(person: UUID, file_id: UUID) -> FileState:
    return (await file_of(f"citizen:{person}", file_id)).state


async def _sent(person: UUID) -> UUID:
    """The same picture sent again is the same file."""
    key, content, store = f"citizen:{person}", _picture(), STORE.here()
    declared = BeginUpload(
        purpose=Purpose.agency_document,
        name="示范证书.png",
        size=len(content),
        media_type="image/png",
        sha256=hashlib.sha256(content).hexdigest(),
    )
    async with in_transaction():
        file, ticket = await begin(store, key, declared)
    if ticket is not None:
        await store.write(file.quarantine_key, content, declared.media_type)
        is_there = await has_arrived(store, key, file.id)
        async with in_transaction():
            await complete(key, file.id, is_there=is_there)
    return file.id


def _picture() -> bytes:
    picture = Image.new("RGB", (600, 420), (252, 250, 240))
    pen = ImageDraw.Draw(picture)
    pen.rectangle((20, 20, 580, 400), outline=(170, 40, 40), width=4)
    pen.text((60, 60), "DEMO CERTIFICATE - NOT A REAL DOCUMENT", fill=(60, 60, 60))
    held = BytesIO()
    picture.save(held, "PNG")
    return held.getvalue()
