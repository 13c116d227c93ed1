"""Objects in a folder of this host, received and served by the app itself in the manner of S3."""

import asyncio
import errno
import os
import re
import secrets
import shutil
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO, ParamSpec, TypeVar

from mobile_api.shared import clock
from uploads import policy
from uploads.errors import FileNotFound, FileSizeDiffers, StorageUnavailable, TicketRefused
from uploads.schemas import Ticket
from uploads.stores import signing
from uploads.stores.calls import origin_of, store_call

P = ParamSpec("P")
T = TypeVar("T")

_KEY = re.compile(r"(quarantine|clean)/[0-9a-f]{32}")
_AREAS = ("quarantine", "clean", "incoming")
_LEFTOVER_SECONDS = 86_400
# Ten of the largest files: an operator has to hear before people do.
_LEAST_ROOM = 10 * policy.MOST_MEGABYTES * policy.MEGABYTE
_SIGNED = ("key", "Content-Type", "success_action_status")


@dataclass(frozen=True, slots=True)
class Permission:
    """What a verified form may store."""

    key: str
    size: int


@dataclass(frozen=True, slots=True)
class Shown:
    """An object that a verified link shows."""

    content: bytes
    media_type: str
    filename: str


class DirectoryStore:
    """See `ObjectStore`. An object appears under its key whole or not at all, synced to disk."""

    def __init__(self, root: Path, public_url: str) -> None:
        self._root = root
        self._url = public_url.rstrip("/") + "/objects"
        self.origin = origin_of(public_url)

    async def prepare(self) -> None:
        await _on_disk(self._prepare)

    def ticket(self, key: str, *, media_type: str, size: int, expires_at: datetime) -> Ticket:
        fields = {"key": key, "Content-Type": media_type, "success_action_status": "201"}
        policy, signature = signing.sign("store", expires_at, size=size, **fields)
        fields |= {"policy": policy, "signature": signature}
        return Ticket(url=self._url + "/quarantine", fields=fields, expires_at=expires_at)

    def permission(self, fields: Mapping[str, str]) -> Permission:
        """What the form allows. Raises TicketRefused unless every field is the signed one."""
        terms = signing.permitted("store", fields.get("policy", ""), fields.get("signature", ""))
        if any(fields.get(name) != terms[name] for name in _SIGNED):
            raise TicketRefused()
        return Permission(terms["key"], terms["size"])

    async def receive(self, permission: Permission, chunks: AsyncIterator[bytes]) -> None:
        """Stream an upload to disk. Raises FileSizeDiffers as soon as the size is exceeded, or at
        the end when bytes are missing; then nothing is kept.
        """
        part = self._root / "incoming" / secrets.token_hex(16)
        try:
            with await _on_disk(self._opened, part) as file:
                received = 0
                async for chunk in chunks:
                    received += len(chunk)
                    if received > permission.size:
                        raise FileSizeDiffers()
                    await _on_disk(file.write, chunk)
                if received != permission.size:
                    raise FileSizeDiffers()
                await _on_disk(_sync, file)
            await _on_disk(_publish, part, self._path(permission.key))
        finally:
            await _on_disk(part.unlink, missing_ok=True)

    async def check_room(self) -> None:
        async with store_call("check_room"):
            await _on_disk(self._keep_a_little)

    async def size_of(self, key: str) -> int | None:
        async with store_call("size_of"):
            return await _on_disk(_size, self._path(key))

    async def read(self, key: str) -> bytes | None:
        async with store_call("read"):
            return await _on_disk(_content, self._path(key))

    async def write(self, key: str, content: bytes, media_type: str) -> None:
        async with store_call("write"):
            await self.receive(Permission(key, len(content)), _one_chunk(content))

    async def delete(self, key: str) -> None:
        async with store_call("delete"):
            await _on_disk(self._path(key).unlink, missing_ok=True)

    def link(self, key: str, *, media_type: str, filename: str, expires_at: datetime) -> str:
        policy, signature = signing.sign(
            "show", expires_at, key=key, media_type=media_type, filename=filename
        )
        return f"{self._url}/{key}?policy={policy}&signature={signature}"

    async def show(self, name: str, policy: str, signature: str) -> Shown:
        """The object behind a link. Raises TicketRefused, or FileNotFound when it is gone."""
        terms = signing.permitted("show", policy, signature)
        if terms["key"] != f"clean/{name}":
            raise TicketRefused()
        content = await self.read(terms["key"])
        if content is None:
            raise FileNotFound()
        return Shown(content, terms["media_type"], terms["filename"])

    def _path(self, key: str) -> Path:
        if not _KEY.fullmatch(key):
            raise TicketRefused()
        return self._root / key

    def _opened(self, part: Path) -> BinaryIO:
        self._make_areas()
        return part.open("xb")

    def _keep_a_little(self) -> None:
        """Tried, and not only measured: quotas and disks that went read-only show no other way."""
        part = self._root / "incoming" / secrets.token_hex(16)
        try:
            with self._opened(part) as file:
                file.write(b"room")
                _sync(file)
        finally:
            part.unlink(missing_ok=True)
        if shutil.disk_usage(self._root).free < _LEAST_ROOM:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    def _make_areas(self) -> None:
        for area in _AREAS:
            (self._root / area).mkdir(mode=0o700, parents=True, exist_ok=True)

    def _prepare(self) -> None:
        self._make_areas()
        # What a killed process was receiving; younger ones may belong to a process that lives.
        oldest = clock.now().timestamp() - _LEFTOVER_SECONDS
        for leftover in (self._root / "incoming").iterdir():
            if leftover.stat().st_mtime < oldest:
                leftover.unlink(missing_ok=True)


def _size(path: Path) -> int | None:
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return None


def _content(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None


def _sync(file: BinaryIO) -> None:
    file.flush()
    os.fsync(file.fileno())


def _publish(part: Path, path: Path) -> None:
    """Rename whole, and sync the folder so that the name survives a power cut as well."""
    part.replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


async def _one_chunk(content: bytes) -> AsyncIterator[bytes]:
    yield content


async def _on_disk(work: Callable[P, T], *values: P.args, **named: P.kwargs) -> T:
    try:
        return await asyncio.to_thread(work, *values, **named)
    except OSError as error:
        raise StorageUnavailable(retry_after=30) from error
