"""Reads a catalogue from one JSON file, or a folder of its parts, and publishes it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson

from mobile_api.guides.errors import CatalogueInvalid
from mobile_api.guides.publishing.lines import line_of, lines_of
from mobile_api.guides.publishing.service import OwnCatalogueStands, load_catalogue
from mobile_api.shared.errors import FieldFault

DEMO_CITY = Path(__file__).parents[1] / "demo_city"


@dataclass(frozen=True, slots=True)
class LoadOutcome:
    """What `yiwang load-catalogue` tells: every fault, or one sentence on what is published."""

    faults: tuple[FieldFault, ...]
    sentence: str


async def load_files(path: Path, *, keep_own: bool = False) -> LoadOutcome:
    """Check and publish the catalogue at `path`. Faults are answered, not raised.

    `keep_own`: a catalogue in force that is not the demo city stays.
    """
    try:
        data = read_catalogue(path)
        done = await load_catalogue(data, is_demo=path == DEMO_CITY, keep_own=keep_own)
    except OwnCatalogueStands as own:
        stands = f"(version {own.number} is this city's own and stays)"
        return LoadOutcome(
            (), f"本市自己的目录(第 {own.number} 版)继续有效,没有载入示范市。{stands}"
        )
    except CatalogueInvalid as error:
        count = len(error.errors)
        told = f"有 {count} 处错误,什么也没有发布。({count} faults, nothing was loaded)"
        return LoadOutcome(error.errors, told)
    here = f"第 {done.number} 版目录({done.guides} 个事项、{done.themes} 个一件事)"
    what = f"{done.guides} guides and {done.themes} themes"
    if done.is_new:
        told = f"{here}已经发布。(catalogue version {done.number} is published: {what})"
    else:
        told = f"{here}内容相同,没有变化。(version {done.number} holds the same {what} already)"
    return LoadOutcome((), told)


def read_catalogue(path: Path) -> dict[str, Any]:
    """The catalogue as plain data; lists of the same name in several files are joined.

    Raises CatalogueInvalid naming each file that is missing, is not JSON, or repeats a value.
    """
    files = files_of(path)
    catalogue: dict[str, Any] = {}
    faults = [] if files else [FieldFault("/", "no_files", f"{path.name}:没有 JSON 文件。")]
    for file in files:
        part = _read(file)
        if isinstance(part, FieldFault):
            faults.append(part)
        else:
            faults += _join(catalogue, part, file.name)
    if faults:
        raise CatalogueInvalid(faults)
    return catalogue


def files_of(path: Path) -> list[Path]:
    """The files of a catalogue, in the order in which they are joined."""
    return sorted(path.glob("*.json")) if path.is_dir() else [path]


def told_faults(faults: Sequence[FieldFault], path: Path) -> Iterator[str]:
    """A line of text per fault, with the file and the line that whoever edits it looks for, in the
    order of the files."""
    lines = lines_of(files_of(path)) if faults else {}
    placed = [(line_of(fault.path, lines), fault) for fault in faults]
    for line, fault in sorted(placed, key=lambda one: one[0] or ("", 0)):
        place = f"{line} " if line else ""
        yield f"{place}{fault.path}: {fault.message} ({fault.code})"


def _read(file: Path) -> dict[str, Any] | FieldFault:
    try:
        # Editors on Windows put a mark before the first character, or save as GBK.
        part = orjson.loads(file.read_text("utf-8-sig"))
    except OSError:
        return FieldFault("/", "file_unreadable", f"{file.name}:文件无法读取。")
    except UnicodeDecodeError:
        words = f"{file.name}:不是 UTF-8 编码。请用编辑器“另存为”,编码选 UTF-8。"
        return FieldFault("/", "not_utf8", words)
    except orjson.JSONDecodeError as error:
        place = f"第{error.lineno}行第{error.colno}列"
        return FieldFault("/", "json_invalid", f"{file.name}:{place}不是正确的 JSON。")
    if isinstance(part, dict):
        return part
    return FieldFault("/", "not_an_object", f"{file.name}:最外层应为 JSON 对象。")


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
