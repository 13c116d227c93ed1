"""The files of a catalogue as they were written: data, and faults with their lines."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mobile_api.guides.checks.validation import MOST_FOUND, validate_catalogue
from mobile_api.guides.publishing.forgiving.files import (
    MOST_BYTES,
    FileTooLarge,
    bytes_of,
    read_bytes,
)
from mobile_api.guides.publishing.forgiving.words import GUESSED, Slip
from mobile_api.guides.publishing.lines import FileLine, line_of, lines_of
from mobile_api.shared.errors import FieldFault

# So many are told to a person, who mends them and looks again.
MOST_TOLD = 200
# Cannot be seen, and does nothing.
_BLANKS = frozenset("\u3000\u00a0")


@dataclass(frozen=True, slots=True)
class FileFault(FieldFault):
    """A fault in the writing of a file; its message begins with its place."""

    place: FileLine


class CatalogueFiles:
    """What stands in the JSON file, or the folder of parts, at `path`.

    `data`: lists of the same name are joined; of a broken file as much as can be told. `faults`: of
    the writing, in the order of the files. `is_sure`: whether `data` is what was meant.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.data: dict[str, Any] = {}
        self.faults: list[FieldFault] = []
        self.is_sure = True
        files = files_of(path)
        if not files:
            self.faults.append(FieldFault("/", "no_files", f"{path.name}:没有 JSON 文件。"))
        for file in files:
            self._read(file)

    def _read(self, file: Path) -> None:
        try:
            reading = read_bytes(bytes_of(file))
        except FileTooLarge:
            most = MOST_BYTES // 1_000_000
            words = f"{file.name}:文件超过 {most} MB,没有读取。请分成几个文件,放在同一个文件夹里。"
            self._refuse("file_too_large", words)
            return
        except OSError:
            words = f"{file.name}:文件无法读取。"
            self._refuse("file_unreadable", words)
            return
        self.is_sure = self.is_sure and reading.is_sure
        self.faults += [_told(slip, file.name) for slip in reading.slips]
        if isinstance(reading.data, dict):
            self.faults += _join(self.data, reading.data, file.name)
        elif reading.is_sure:
            words = f"{file.name}:最外层应为 JSON 对象。"
            self.faults.append(FieldFault("/", "not_an_object", words))

    def _refuse(self, code: str, words: str) -> None:
        self.faults.append(FieldFault("/", code, words))
        self.is_sure = False


def every_fault(read: CatalogueFiles) -> list[FieldFault]:
    """Those of the writing and, where it is sure what was meant, those of the content."""
    if not read.is_sure:
        return read.faults
    guessed = {
        one.place for one in read.faults if isinstance(one, FileFault) and one.code in GUESSED
    }
    faults = validate_catalogue(read.data)
    if guessed:
        lines = lines_of(files_of(read.path))
        faults = [one for one in faults if line_of(one.path, lines) not in guessed]
    return [*read.faults, *faults]


def files_of(path: Path) -> list[Path]:
    """The files of a catalogue, in the order in which they are joined."""
    return sorted(path.glob("*.json")) if path.is_dir() else [path]


def told_faults(faults: Sequence[FieldFault], path: Path) -> Iterator[str]:
    """A line of text per fault, with the file and the line that whoever edits it looks for, in the
    order of the files; at most `MOST_TOLD`, and how many more there are."""
    lines = lines_of(files_of(path)) if faults else {}
    placed = [(_place_of(fault, lines), fault) for fault in faults]
    placed.sort(key=lambda one: one[0] or ("", 0))
    for line, fault in placed[:MOST_TOLD]:
        place = f"{line} " if line else ""
        at = "" if isinstance(fault, FileFault) else f"{place}{fault.path}: "
        yield f"{at}{fault.message} ({fault.code})"
    if len(placed) > MOST_TOLD:
        yield f"还有 {len(placed) - MOST_TOLD} 处错误没有列出,改好上面的再检查一次。"


def counted(faults: Sequence[FieldFault]) -> str:
    """How many there are, in Chinese: whatever looked for them ends where there are too many."""
    return f"至少 {len(faults)}" if len(faults) >= MOST_FOUND else str(len(faults))


def printable(line: str) -> str:
    """A line for a terminal, where what somebody wrote may not act: each character that cannot be
    seen is spelled as JSON spells it, so that it may also be a line of JSON."""
    if line.isprintable():
        return line
    return "".join(
        one if one.isprintable() or one in _BLANKS else json.dumps(one)[1:-1] for one in line
    )


def _place_of(fault: FieldFault, lines: Any) -> FileLine | None:
    return fault.place if isinstance(fault, FileFault) else line_of(fault.path, lines)


def _told(slip: Slip, name: str) -> FileFault:
    place = FileLine(name, slip.line)
    return FileFault("/", slip.code, f"{place}:{slip.message}", place)


def _join(catalogue: dict[str, Any], part: dict[str, Any], name: str) -> list[FieldFault]:
    faults = []
    for key, value in part.items():
        known = catalogue.get(key)
        if key not in catalogue:
            catalogue[key] = list(value) if isinstance(value, list) else value
        elif isinstance(known, list) and isinstance(value, list):
            known.extend(value)
        else:
            faults.append(FieldFault(f"/{key}", "given_twice", f"{name}:此项在多个文件中重复。"))
    return faults
