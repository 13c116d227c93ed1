"""Reads a catalogue from one JSON file, or a folder of its parts, and publishes it."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mobile_api.guides.errors import CatalogueInvalid
from mobile_api.guides.publishing.files import CatalogueFiles, counted, every_fault
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
        data = _faultless(CatalogueFiles(path))
        done = await load_catalogue(data, is_demo=_is_demo_city(path), keep_own=keep_own)
    except OwnCatalogueStands as own:
        stands = f"(version {own.number} is this city's own and stays)"
        return LoadOutcome(
            (), f"本市自己的目录(第 {own.number} 版)继续有效,没有载入示范市。{stands}"
        )
    except CatalogueInvalid as error:
        told = f"有 {counted(error.errors)} 处错误,什么也没有发布。"
        told += f"({len(error.errors)} faults, nothing was loaded)"
        return LoadOutcome(error.errors, told)
    here = f"第 {done.number} 版目录({done.guides} 个事项、{done.themes} 个一件事)"
    what = f"{done.guides} guides and {done.themes} themes"
    if done.is_new:
        told = f"{here}已经发布。(catalogue version {done.number} is published: {what})"
    else:
        told = f"{here}内容相同,没有变化。(version {done.number} holds the same {what} already)"
    return LoadOutcome((), told)


def _is_demo_city(path: Path) -> bool:
    return path.resolve() == DEMO_CITY.resolve()


def read_catalogue(path: Path) -> dict[str, Any]:
    """The catalogue as plain data; lists of the same name in several files are joined.

    Raises CatalogueInvalid naming each file that is missing, is not JSON, or repeats a value.
    """
    read = CatalogueFiles(path)
    if read.faults:
        raise CatalogueInvalid(read.faults)
    return read.data


def _faultless(read: CatalogueFiles) -> dict[str, Any]:
    """Raises CatalogueInvalid with what is wrong in the writing and in the content."""
    if read.faults:
        raise CatalogueInvalid(every_fault(read))
    return read.data
