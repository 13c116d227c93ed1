"""Rows of one person or department are asked for in one place, so that no caller is forgotten."""

import ast
from importlib import import_module

import pytest

from mobile_api.shared.database import MODELS
from tests.architecture.rows.homes import HOMES
from tests.architecture.rows.scoping import askers, uses
from tests.architecture.rows.unscoped import UNSCOPED
from tests.architecture.sources import ROOT, product, tree_of


def trees() -> dict[str, ast.Module]:
    return {str(path.relative_to(ROOT)): tree_of(path) for path in product()}


@pytest.mark.parametrize("model", HOMES)
def test_rows_are_asked_for_at_home(model: str) -> None:
    home = HOMES[model]
    found = {path: list(askers(tree, model, home.table)) for path, tree in trees().items()}
    asking = {path: lines for path, lines in found.items() if lines}
    assert {path: lines for path, lines in asking.items() if not home.allows(path)} == {}
    assert home.unused(set(asking)) == []


@pytest.mark.parametrize("function", UNSCOPED)
def test_who_takes_a_case_whoever_it_belongs_to(function: str) -> None:
    takers = {path for path, tree in trees().items() if uses(tree, function)}
    assert takers == set(UNSCOPED[function])


def test_every_table_has_its_name() -> None:
    found = {
        name: model._meta.db_table
        for module in MODELS
        for name, model in vars(import_module(module)).items()
        if name in HOMES and model.__module__ == module
    }
    assert found == {name: home.table for name, home in HOMES.items()}


@pytest.mark.parametrize(
    "code",
    [
        "case = await Case.get_or_none(id=case_id)",
        "cases = Case.all()",
        "rows = Case.select_for_update().filter(id=1)",
        "found = await models.Case.exists(id=1)",
        "from mobile_api.cases.models import Case as Matter\nMatter.get(id=1)",
        "ask = Case.filter\nask(id=1)",
        "rows = QuerySet(Case).filter(id=1)",
        'SQL = "SELECT id FROM case_file WHERE id = $1"',
        """SQL = 'SELECT id FROM parcel AS p JOIN "case_file" c ON true'""",
        'sql = f"UPDATE case_file SET x = {x}"',
    ],
)
def test_what_asks_for_cases_is_seen(code: str) -> None:
    assert list(askers(ast.parse(code), "Case", "case_file")) != []


@pytest.mark.parametrize(
    "code",
    [
        "case = await Case.create(id=1)",
        "def seen(case: Case) -> Case: return case",
        "table = Case._meta.db_table",
        "found = CaseEvent.filter(case_id=case.id)",
        '"""Rows come from case_file when they are due."""',
        'SQL = "SELECT id FROM case_file_draft"',
    ],
)
def test_what_does_not_ask_for_cases_is_left_alone(code: str) -> None:
    assert list(askers(ast.parse(code), "Case", "case_file")) == []


@pytest.mark.parametrize("model", HOMES)
@pytest.mark.parametrize(
    "path", ["mobile_api/web/citizen/own_pages.py", "mobile_api/wechat_replies/answering.py"]
)
def test_a_question_planted_elsewhere_is_found(model: str, path: str) -> None:
    home = HOMES[model]
    for code in (f"rows = {model}.filter(id=1)", f'SQL = "DELETE FROM {home.table}"'):
        planted = ast.Module([*tree_of(ROOT / path).body, *ast.parse(code).body], [])
        assert list(askers(planted, model, home.table)) and not home.allows(path)
