"""What `yiwang catalogue check` says: to a clerk in Chinese, to a program as JSON."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mobile_api.guides.checks.parts import readable_parts
from mobile_api.guides.editing.hints import ItemHints, hints_of
from mobile_api.guides.publishing.files import CatalogueFiles, counted, every_fault, told_faults
from mobile_api.guides.publishing.leftovers import leftovers_of
from mobile_api.shared.errors import FieldFault


@dataclass(frozen=True, slots=True)
class CatalogueReport:
    """Faults, which keep a catalogue from being published, and hints, which keep it from nothing.

    `items`: how many service items could be read. `is_whole`: the content was checked too, which
    cannot be done where brackets do not fit. `leftovers`: what is the template's, which is a hint.
    """

    path: Path
    faults: Sequence[FieldFault]
    items: int
    hints: Sequence[ItemHints]
    is_whole: bool = True
    leftovers: Sequence[FieldFault] = ()


def report_on(path: Path) -> CatalogueReport:
    """Check the file or folder at `path`; no database is asked. Hints are given for the items that
    can be read, also beside faults."""
    read = CatalogueFiles(path)
    parts = readable_parts(read.data)
    items = len(parts.found["service_items"])
    hints, left = hints_of(parts), leftovers_of(read.data)
    return CatalogueReport(path, every_fault(read), items, hints, read.is_sure, left)


def as_json(report: CatalogueReport) -> dict[str, Any]:
    """`faults` and the `hints` of each item as `path` (JSON pointer), `code`, `message`."""
    return {
        "faults": [_plain(fault) for fault in report.faults],
        "items": report.items,
        "is_whole": report.is_whole,
        "left_from_template": [_plain(one) for one in report.leftovers],
        "hard_to_find": [
            {
                "path": one.path,
                "key": one.key,
                "name": one.name,
                "hints": [_plain(hint) for hint in one.hints],
                "proposed_aliases": list(one.proposals),
            }
            for one in report.hints
        ],
    }


def _plain(fault: FieldFault) -> dict[str, str]:
    return {"path": fault.path, "code": fault.code, "message": fault.message}


def as_text(report: CatalogueReport) -> Iterator[str]:
    """Lines for a clerk: faults first, then the items that will be hard to find."""
    if report.faults:
        yield f"错误 {counted(report.faults)} 处,全部改好才能发布:"
        yield from (f"  {line}" for line in told_faults(report.faults, report.path))
        if not report.is_whole:
            yield "文件读得进来、括号配好以前看不出内容:改好以后再检查一次,其余的错误才会列出。"
    else:
        yield f"没有错误,可以发布(共 {report.items} 个事项)。"
    yield from _told_leftovers(report)
    if not report.hints:
        if report.items and not report.faults:
            yield "没有市民难找到的事项。"
        return
    yield f"市民可能找不到的事项 {len(report.hints)} 个(不影响发布,改了更好找):"
    for number, item in enumerate(report.hints, start=1):
        yield f"{number}. {item.name}({item.key},位置 {item.path})"
        yield from (f"   - {hint.message}" for hint in item.hints)
        if item.proposals:
            yield f"   可以考虑的别名(请核对):{'、'.join(item.proposals)}"


def _told_leftovers(report: CatalogueReport) -> Iterator[str]:
    if report.leftovers:
        yield f"样板里的内容还有 {len(report.leftovers)} 处没有换成本市的(不影响发布,市民会看到):"
        yield from (f"  {line}" for line in told_faults(report.leftovers, report.path))
