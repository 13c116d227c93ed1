"""What `make mutants` is told still fits the tree, and its mutants are the ones it speaks of."""

import re
import sys
import tomllib
from collections.abc import Iterator
from importlib.util import module_from_spec, spec_from_file_location
from types import ModuleType
from typing import Any

import pytest

from tests.architecture.sources import ROOT

PLAN: dict[str, list[dict[str, Any]]] = tomllib.loads((ROOT / ".ci/mutants.toml").read_text())


@pytest.fixture(scope="module")
def mutating() -> Iterator[ModuleType]:
    """The script beside .ci/run, which is no package."""
    spec = spec_from_file_location("mutating", ROOT / ".ci/mutating.py")
    assert spec and spec.loader
    module = sys.modules[spec.name] = module_from_spec(spec)
    spec.loader.exec_module(module)
    yield module
    del sys.modules[spec.name]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("x = a < b", ["x = a <= b", "x = a > b"]),
        ("x = a is None", ["x = a is not None"]),
        ("x = a + 2", ["x = a - 2", "x = a + 3", "x = a + 1"]),
        ("x = a and b", ["x = a or b"]),
        ("x = min(a, b)", ["x = max(a, b)"]),
        ("x = (a, b)", ["x = (b,)", "x = (a,)"]),
        ("x = True", ["x = False"]),
        ("x = 'one'", ["x = 'one_'"]),
        ("x = '一'", []),
        ("send(a)", ["pass"]),
    ],
)
def test_small_wrongs(mutating: ModuleType, before: str, after: list[str]) -> None:
    found = [one.name for one in mutating.mutants(before, "x.py")]
    assert found == [f"module: {before} -> {wrong}" for wrong in after]


def test_wrongs_inside_functions_and_enumerations(mutating: ModuleType) -> None:
    source = "class A(StrEnum):\n    b = 'b'\n    c = 'c'\ndef f():\n    return g(A.b, k=1)"
    names = {one.name for one in mutating.mutants(source, "x.py")}
    whole = "f: return g(A.b, k=1) -> return"
    assert {f"{whole} None", f"{whole} g(A.b)", f"{whole} g(A.c, k=1)"} <= names


def test_the_plan_names_what_is_there(mutating: ModuleType) -> None:
    files = [one["file"] for one in PLAN["target"]]
    tests = [test for one in PLAN["target"] for test in one["tests"]]
    assert [name for name in [*files, *tests] if not (ROOT / name).is_file()] == []
    assert [one for one in PLAN["equivalent"] if not one["reason"]] == []


def test_every_equivalent_is_still_made(mutating: ModuleType) -> None:
    for one in PLAN["equivalent"]:
        names = [m.name for m in mutating.mutants((ROOT / one["file"]).read_text(), one["file"])]
        assert any(re.search(one["pattern"], name) for name in names), one["pattern"]
