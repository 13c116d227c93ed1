"""Which pages and screens do what an operation does, and why some do without."""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from mobile_api.openapi import declared_routes
from mobile_api.openapi.texts import named
from mobile_api.shared.http.endpoint import Endpoint, Handler
from mobile_api.shared.process.parts import Application
from tests.architecture.front_ends.reach import called, reached
from tests.architecture.front_ends.screens import screens

_GIVEN = Path(__file__).with_name("given.json")
_PAGES = "mobile_api.web"
# What more operations call tells nothing of which of them a page does.
_TELLING = 3


@dataclass(frozen=True)
class Use:
    """Of one operation, by its id."""

    operation: str
    method: str
    path: str
    summary: str
    pages: tuple[str, ...]
    screens: tuple[str, ...]
    no_page: str
    no_screen: str


@cache
def given() -> Mapping[str, Mapping[str, str]]:
    """What nobody can read in the source: `pages`, `no_page` and `no_screen` by operation id."""
    read = json.loads(_GIVEN.read_text())
    return {
        "pages": read["pages"],
        "no_page": _reasons(read["no_page"]),
        "no_screen": _reasons(read["no_screen"]),
    }


def _reasons(listed: list[dict[str, object]]) -> dict[str, str]:
    return {str(one): str(group["because"]) for group in listed for one in group["operations"]}  # type: ignore[attr-defined]


def operations(app: Application) -> dict[str, tuple[str, str, str, frozenset[str]]]:
    """Method, path, summary and what it calls, of each operation for citizens, by its id."""
    found = {}
    for method, path, declared, route in declared_routes(app):
        if path.startswith("/api/v1/"):
            calls = _of_both(called, route.handler, declared)
            found[named(method, path)[0]] = (method, path, declared.summary, _doing(calls))
    return found


def pages(app: Application) -> dict[str, frozenset[str]]:
    """What each page comes to, by "METHOD /path"."""
    return {
        f"{method.upper()} {path}": _of_both(reached, route.handler, declared)
        for method, path, declared, route in declared_routes(app)
        if route.handler.__module__.startswith(_PAGES)
    }


def _of_both(
    read: Callable[[Handler], frozenset[str]], handler: Handler, declared: Endpoint
) -> frozenset[str]:
    """Of a handler and of its first step."""
    return read(handler) | (read(declared.asks_first) if declared.asks_first else frozenset())


def _doing(calls: frozenset[str]) -> frozenset[str]:
    """Without those that only put an answer into its shape."""
    return frozenset(one for one in calls if not f"_{one.rpartition('.')[2]}".endswith("_view"))


def modules_of(calls: Iterable[str]) -> set[str]:
    """Where those functions stand."""
    return {one.rpartition(".")[0] for one in calls}


def uses(app: Application) -> list[Use]:
    """Every operation for citizens, with the pages and screens that do it."""
    by_source, asked = pages_by_source(app), screens()
    found = []
    for name, (method, path, summary, _) in operations(app).items():
        said = given()["pages"].get(name)
        on = (said,) if said else by_source[name]
        screened = tuple(screen for screen, calls in asked.items() if (method, path) in calls)
        reasons = (given()["no_page"].get(name, ""), given()["no_screen"].get(name, ""))
        found.append(Use(name, method, path, summary, on, screened, *reasons))
    return found


def pages_by_source(app: Application) -> dict[str, tuple[str, ...]]:
    """By operation, the pages that come to what hardly another operation calls; those that come to
    little else first."""
    offered, shown = operations(app), pages(app)
    often = Counter(name for *_, calls in offered.values() for name in calls)
    by_size = sorted(shown, key=lambda page: (len(shown[page]), page))
    return {
        name: tuple(
            page
            for page in by_size
            if telling <= shown[page] and page.startswith("GET ") == (method == "get")
        )
        if (telling := _rarest(calls, often))
        else ()
        for name, (method, _, _, calls) in offered.items()
    }


def _rarest(calls: frozenset[str], often: Mapping[str, int]) -> frozenset[str]:
    """What the fewest operations call; nothing where many do."""
    least = min((often[one] for one in calls), default=_TELLING + 1)
    return (
        frozenset(one for one in calls if often[one] == least) if least <= _TELLING else frozenset()
    )
