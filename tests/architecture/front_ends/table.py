"""docs/front-ends.md, as text."""

from collections.abc import Iterable, Sequence
from itertools import groupby

from mobile_api.openapi.texts import tag_of
from tests.architecture.front_ends.register import Use

_HEAD = """# Where people do what the API offers

Written by `python -m tests.architecture.front_ends`; a test compares. Every operation for citizens
and enterprises, with the page of mobile web and the screen of the mini-program that do it; where
one of the two is missing, the reason stands below. Pages are read from the handlers (both call the
same function of the room), screens from the addresses that they ask.

{counts}
"""
_ROW = "| `{operation}` | {summary} | {page} | {screen} |"
_SHOWN = 3


def table(uses: Sequence[Use]) -> str:
    """The whole page."""
    paged, screened = sum(bool(one.pages) for one in uses), sum(bool(one.screens) for one in uses)
    counts = f"{len(uses)} operations: {paged} on pages, {screened} on screens."
    parts = [_HEAD.format(counts=counts)]
    ordered = sorted(uses, key=lambda one: (tag_of(one.path), one.path, one.method))
    for tag, listed in groupby(ordered, key=lambda one: tag_of(one.path)):
        parts += [f"## {tag}", "", "| operation | what | page | screen |", "|---|---|---|---|"]
        parts += [_row(one) for one in listed]
        parts.append("")
    parts += _reasons("No page", ((one.no_page, one.operation) for one in ordered))
    parts += _reasons(
        "No screen of the mini-program", ((o.no_screen, o.operation) for o in ordered)
    )
    return "\n".join(parts).rstrip() + "\n"


def _row(use: Use) -> str:
    page, screen = (_shown(found) for found in (use.pages, use.screens))
    return _ROW.format(operation=use.operation, summary=use.summary, page=page, screen=screen)


def _shown(found: Sequence[str]) -> str:
    named = "<br>".join(f"`{one}`" for one in found[:_SHOWN])
    more = f" and {len(found) - _SHOWN} more" if len(found) > _SHOWN else ""
    return f"{named}{more}" if found else "-"


def _reasons(title: str, given: Iterable[tuple[str, str]]) -> list[str]:
    by_reason: dict[str, list[str]] = {}
    for reason, operation in given:
        if reason:
            by_reason.setdefault(reason, []).append(f"`{operation}`")
    told = [f"- {reason}: {', '.join(listed)}." for reason, listed in by_reason.items()]
    return [f"## {title}", "", *told, ""]
