"""The bytes of a file that somebody saved with whatever editor, as text and as data."""

import codecs
import json
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

import orjson

from mobile_api.guides.publishing.forgiving.cursor import MOST_SLIPS
from mobile_api.guides.publishing.forgiving.values import WrittenJson
from mobile_api.guides.publishing.forgiving.words import SENTENCES, Slip

# Of the characters beyond ASCII: more broken ones than that, and the file has another encoding.
_FEW = 0.1
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


# Some thousand items; a city with more writes them in several files.
MOST_BYTES = 20_000_000


class FileTooLarge(OSError):
    """More than `MOST_BYTES`: not what somebody wrote as a catalogue."""


@dataclass(frozen=True, slots=True)
class FileReading:
    """`data`: what was meant, where `is_sure`; else some of it. `slips`: in the order of lines."""

    data: Any
    slips: tuple[Slip, ...]
    is_sure: bool


def bytes_of(file: Path) -> bytes:
    """What stands in the file. Raises OSError, FileTooLarge."""
    with file.open("rb") as opened:
        raw = opened.read(MOST_BYTES + 1)
    if len(raw) > MOST_BYTES:
        raise FileTooLarge(file.name)
    return raw


def read_bytes(raw: bytes) -> FileReading:
    """The JSON of a file, also where it is not quite JSON, with every slip of the pen in it."""
    text, slips = decoded(raw)
    fault = _invalid(text)
    if fault is None and not slips:
        return FileReading(orjson.loads(text), (), True)
    reading = WrittenJson(text)
    if fault is not None and not reading.slips:
        slips = [*slips, fault]
    return FileReading(reading.value, (*slips, *reading.slips), reading.cursor.is_sure)


def decoded(raw: bytes) -> tuple[str, list[Slip]]:
    """The text of a file, without the mark that some editors put before it, and what is wrong."""
    if raw.startswith(_UTF16):
        return raw.decode("utf-16", "replace"), [_slip(1, "utf16")]
    try:
        return raw.decode("utf-8-sig"), []
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
    text = raw.decode("utf-8-sig", "replace")
    beyond = sum(one > "\x7f" for one in text)
    if text.count("\ufffd") > beyond * _FEW:
        return raw.decode("gb18030", "replace"), [_slip(line, "not_utf8")]
    lines = text.split("\n")
    broken = (number for number, one in enumerate(lines, start=1) if "\ufffd" in one)
    return text, [_slip(number, "broken_characters") for number in islice(broken, MOST_SLIPS)]


def _slip(line: int, code: str) -> Slip:
    return Slip(line, code, SENTENCES[code])


class _DoubleKey(ValueError):
    pass


def _invalid(text: str) -> Slip | None:
    """None for JSON that says no name twice."""
    try:
        orjson.loads(text)
        json.loads(text, object_pairs_hook=_once, parse_int=float)
    except orjson.JSONDecodeError as error:
        return _slip(error.lineno, "json_otherwise")
    except (_DoubleKey, RecursionError):
        return _slip(1, "json_otherwise")
    return None


def _once(pairs: list[tuple[str, Any]]) -> None:
    if len(dict(pairs)) < len(pairs):
        raise _DoubleKey()
