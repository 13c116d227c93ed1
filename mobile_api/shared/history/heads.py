"""The file of heads: what the histories ended in, day by day, where the database cannot reach.

One line per row: canonical JSON, a tab, and a keyed hash over the hash of the line before and this
JSON. The line that ends a run says which day it was for. The file is only ever appended to, so a
system may forbid everything else (`chattr +a`). A line that a kill or a full disk cut short has no
hash of its own; the next run ends it with a line break and goes on from the whole line before it.
A line is whole when its hash is: one that lacks only its line break is read and gone on from.
"""

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import orjson

from mobile_api.shared.crypto import keyring
from mobile_api.shared.history.chain import GENESIS

_PURPOSE = "history heads"
_MAC_HEX = 72
# An event gets its id before its transaction ends, by a clock that may be set back by some hours:
# above all by those of a host that takes its own time for UTC.
MARGIN = timedelta(hours=12)
_BLOCK = 65_536


@dataclass(frozen=True, slots=True)
class HeadLine:
    """What one history ended in when it was written down."""

    log: str
    subject_id: UUID
    count: int
    hash: bytes

    def said(self) -> dict[str, Any]:
        return {
            "log": self.log,
            "id": str(self.subject_id),
            "count": self.count,
            "head": self.hash.hex(),
        }


@dataclass(frozen=True, slots=True)
class RunEnd:
    """The heads of a day are all above: how many per log.

    `until` is an id that was made before they were read.
    """

    on: date
    until: UUID
    lines: dict[str, int]

    def said(self) -> dict[str, Any]:
        return {"end_of": self.on.isoformat(), "until": str(self.until), "lines": self.lines}


@dataclass(frozen=True, slots=True)
class Read:
    """One line of the file; `said` is None when it does not follow from the one before."""

    number: int
    said: HeadLine | RunEnd | None
    mac: bytes


@dataclass(frozen=True, slots=True)
class Tail:
    """Where the next line goes on: the hash of the last whole one, and the last finished run.

    `is_torn`: the last line has no line break, whether it is whole or not.
    """

    mac: bytes = GENESIS
    is_torn: bool = False
    last_run: RunEnd | None = None


def tail_of(path: Path) -> Tail:
    """Read from the end as far back as the last finished run; nothing is checked.

    Raises OSError.
    """
    if not path.exists():
        return Tail()
    mac: bytes | None = None
    is_torn = False
    for place, line in enumerate(_backwards(path)):
        if place == 0:
            is_torn = line != b""
        parts = _parts(line)
        if parts is None:
            continue
        mac = mac or parts[1]
        said = _said(parts[0])
        if isinstance(said, RunEnd):
            return Tail(mac, is_torn, said)
    return Tail(mac or GENESIS, is_torn)


class Appender:
    """Appends to the file; `close` waits until the disk has it all."""

    def __init__(self, path: Path, tail: Tail) -> None:
        is_new = not path.exists()
        path.parent.mkdir(parents=True, exist_ok=True)
        self._file = os.fdopen(os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600), "ab")
        self._mac = tail.mac
        if tail.is_torn:
            self._file.write(b"\n")
        if is_new:
            _sync_folder(path.parent)

    @property
    def mac(self) -> bytes:
        """The hash of the last line."""
        return self._mac

    def add(self, lines: Iterable[HeadLine | RunEnd]) -> None:
        for line in lines:
            body = orjson.dumps(line.said(), option=orjson.OPT_SORT_KEYS)
            self._mac = keyring().mac(self._mac + body, _PURPOSE)
            self._file.write(body + b"\t" + self._mac.hex().encode() + b"\n")

    def close(self) -> None:
        try:
            self._file.flush()
            os.fsync(self._file.fileno())
        finally:
            self._file.close()


def read_heads(path: Path) -> Iterator[Read]:
    """Every whole line, each checked against the one before; torn ones are passed over.

    Raises OSError.
    """
    previous = GENESIS
    if not path.exists():
        return
    with path.open("rb") as file:
        for number, line in enumerate(file, 1):
            parts = _parts(line.removesuffix(b"\n"))
            if parts is None:
                continue
            body, mac = parts
            is_next = keyring().is_mac(mac, previous + body, _PURPOSE)
            yield Read(number, _said(body) if is_next else None, mac)
            previous = mac


def _parts(line: bytes) -> tuple[bytes, bytes] | None:
    """The JSON and the hash of a whole line."""
    body, _, mac = line.rpartition(b"\t")
    if not body or len(mac) != _MAC_HEX:
        return None
    try:
        return body, bytes.fromhex(mac.decode())
    except ValueError:
        return None


def _said(body: bytes) -> HeadLine | RunEnd | None:
    try:
        said = orjson.loads(body)
        if "end_of" in said:
            on = date.fromisoformat(said["end_of"])
            return RunEnd(on, UUID(said["until"]), dict(said["lines"]))
        return HeadLine(said["log"], UUID(said["id"]), said["count"], bytes.fromhex(said["head"]))
    except (ValueError, KeyError, TypeError):
        return None


def _backwards(path: Path) -> Iterator[bytes]:
    """What stands after the last line break, then every line before it, the last one first."""
    with path.open("rb") as file:
        place, rest = file.seek(0, os.SEEK_END), b""
        while place:
            size = min(_BLOCK, place)
            place -= size
            file.seek(place)
            first, *lines = (file.read(size) + rest).split(b"\n")
            yield from reversed(lines)
            rest = first
        yield rest


def _sync_folder(folder: Path) -> None:
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def earlier(until: UUID, by: timedelta) -> UUID:
    """An id as it would have been made so much before; the first 48 bits are milliseconds."""
    return UUID(int=until.int - (int(by.total_seconds() * 1000) << 80))
