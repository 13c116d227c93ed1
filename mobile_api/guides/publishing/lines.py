"""Where a fault stands in the files that somebody edits: a file and a line beside the pointer."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from mobile_api.guides.publishing.forgiving.files import bytes_of, decoded
from mobile_api.guides.publishing.forgiving.values import WrittenJson

_STEP = re.compile(r"/([^/]+)/(\d+)(.*)", re.DOTALL)


class FileLine(NamedTuple):
    """A line of a file, counted from 1 as editors count."""

    file: str
    number: int

    def __str__(self) -> str:
        return f"{self.file} 第{self.number}行"


def lines_of(files: Sequence[Path]) -> Mapping[str, FileLine]:
    """The line on which each value begins, by its JSON pointer in the catalogue that the files
    make together: lists of the same name are counted on. Files that are away or
    too large are left out."""
    found: dict[str, FileLine] = {}
    before: Counter[str] = Counter()
    for file in files:
        with suppress(OSError):
            text, _ = decoded(bytes_of(file))
            own: Counter[str] = Counter()
            for pointer, number in WrittenJson(text).lines.items():
                step = _STEP.fullmatch(pointer)
                if step:
                    name, index, rest = step.group(1), int(step.group(2)), step.group(3)
                    own[name] = max(own[name], index + 1)
                    pointer = f"/{name}/{before[name] + index}{rest}"
                found.setdefault(pointer, FileLine(file.name, number))
            before += own
    return found


def line_of(pointer: str, lines: Mapping[str, FileLine]) -> FileLine | None:
    """The line of the value, or of what lacks it; None where no file is to blame."""
    while pointer and pointer not in lines:
        pointer = pointer.rpartition("/")[0]
    return lines.get(pointer) if pointer else None
