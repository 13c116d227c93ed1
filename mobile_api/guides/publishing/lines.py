"""Where a fault stands in the files that somebody edits: a file and a line beside the pointer."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

import orjson

_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[][{}:,]|[^][{}:,"\s]+')
_STEP = re.compile(r"/([^/]+)/(\d+)(.*)", re.DOTALL)


class FileLine(NamedTuple):
    """A line of a file, counted from 1 as editors count."""

    file: str
    number: int

    def __str__(self) -> str:
        return f"{self.file} 第{self.number}行"


def lines_of(files: Sequence[Path]) -> Mapping[str, FileLine]:
    """The line on which each value begins, by its JSON pointer in the catalogue that the files
    make together: lists of the same name are counted on. Broken files are left out."""
    found: dict[str, FileLine] = {}
    before: Counter[str] = Counter()
    for file in files:
        with suppress(OSError, ValueError):
            text = file.read_text("utf-8-sig")
            orjson.loads(text)
            own: Counter[str] = Counter()
            for pointer, number in _values(text):
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


def _values(text: str) -> Iterator[tuple[str, int]]:
    """Every value but the outermost, with its line. Asks for JSON that can be read."""
    path: list[str | int] = []
    is_key = False
    for word, line in _tokens(text):
        if word == ":":
            continue
        if word in "]}":
            path.pop()
            is_key = False
        elif word == ",":
            is_key = _stepped(path)
        elif is_key:
            path[-1], is_key = word[1:-1], False
        else:
            if path:
                yield "".join(f"/{step}" for step in path), line
            is_key = _entered(path, word)


def _tokens(text: str) -> Iterator[tuple[str, int]]:
    line, seen = 1, 0
    for token in _TOKEN.finditer(text):
        line, seen = line + text.count("\n", seen, token.start()), token.start()
        yield token.group(), line


def _stepped(path: list[str | int]) -> bool:
    """On to the next value of a list; in an object a key comes first."""
    last = path[-1]
    if isinstance(last, int):
        path[-1] = last + 1
    return isinstance(last, str)


def _entered(path: list[str | int], word: str) -> bool:
    """Into a list or an object, of which a key comes first; a plain value has no inside."""
    if word in "[{":
        path.append(0 if word == "[" else "")
    return word == "{"
