"""Nothing that the API offers to people is out of their hands without a reason."""

import pytest

from mobile_api.shared.process.parts import Application
from tests.architecture.front_ends.register import (
    Use,
    given,
    modules_of,
    operations,
    pages,
    pages_by_source,
    uses,
)
from tests.architecture.front_ends.screens import screens
from tests.architecture.front_ends.table import table
from tests.architecture.sources import ROOT
from tests.stack import Stack


@pytest.fixture
def app(session_stack: Stack) -> Application:
    return session_stack.app


@pytest.fixture
def found(app: Application) -> list[Use]:
    return uses(app)


def test_every_operation_is_in_somebodys_hands(found: list[Use]) -> None:
    assert [one.operation for one in found if not one.pages and not one.no_page] == []
    assert [one.operation for one in found if not one.screens and not one.no_screen] == []


def test_no_reason_outlives_what_it_excused(found: list[Use]) -> None:
    assert [one.operation for one in found if one.pages and one.no_page] == []
    assert [one.operation for one in found if one.screens and one.no_screen] == []
    known = {one.operation for one in found}
    assert [name for listed in given().values() for name in listed if name not in known] == []


def test_a_page_that_is_named_comes_to_where_the_operation_is_done(app: Application) -> None:
    offered, shown = operations(app), pages(app)
    named = [(name, offered[name][3], page) for name, page in given()["pages"].items()]
    elsewhere = [
        name
        for name, calls, page in named
        if not modules_of(calls) & modules_of(shown.get(page, ()))
    ]
    assert elsewhere == []


def test_a_page_that_can_be_read_in_the_source_is_not_named(app: Application) -> None:
    by_source = pages_by_source(app)
    assert [name for name in given()["pages"] if by_source[name]] == []


def test_every_screen_asks_only_what_is_offered(app: Application) -> None:
    offered = {(method, path) for method, path, *_ in operations(app).values()}
    asked = {call for calls in screens().values() for call in calls}
    assert sorted(call for call in asked - offered if call[1].startswith("/api/")) == []


def test_the_page_of_the_documentation_says_so(found: list[Use]) -> None:
    assert (ROOT / "docs" / "front-ends.md").read_text() == table(found)
