"""Which pages and screens do what an operation does, and why some do without."""

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from mobile_api.openapi import declared_routes
from mobile_api.openapi.texts import named
from mobile_api.shared.http.endpoint import Endpoint, Handler
from mobile_api.shared.process.parts import Application
from tests.architecture.front_ends.reach import reached
from tests.architecture.front_ends.screens import screens

_GIVEN = Path(__file__).with_name("given.json")
_PAGES = "mobile_api.web"
# A function that so few operations call tells which of them a page does.
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
            module = route.handler.__module__
            calls = _reached(route.handler, declared, module)
            found[named(method, path)[0]] = (method, path, declared.summary, calls)
    return found


def pages(app: Application) -> dict[str, frozenset[str]]:
    """What each page calls, by "METHOD /path"."""
    found = {}
    for method, path, declared, route in declared_routes(app):
        if route.handler.__module__.startswith(_PAGES):
            calls = _reached(route.handler, declared, _PAGES)
            found[f"{method.upper()} {path}"] = calls
    return found


def _reached(handler: Handler, declared: Endpoint, room: str) -> frozenset[str]:
    asked = reached(declared.asks_first, room) if declared.asks_first else frozenset()
    return reached(handler, room) | asked


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
    """By operation, the pages that call what few other operations call."""
    offered, shown = operations(app), pages(app)
    often = Counter(name for *_, calls in offered.values() for name in calls)
    found = {}
    for name, (method, _, _, calls) in offered.items():
        telling = {one for one in _doing(calls) if often[one] <= _TELLING}
        found[name] = tuple(
            page
            for page, reaches in shown.items()
            if telling and telling <= reaches and page.startswith("GET ") == (method == "get")
        )
    return found


def _doing(calls: frozenset[str]) -> frozenset[str]:
    """Without those that only put an answer into its shape."""
    return frozenset(one for one in calls if not one.rpartition(".")[2].endswith("view"))
