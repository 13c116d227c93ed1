"""What a process has open is reached by typed keys only, and no module keeps it for itself."""

import ast
import re

from tests.architecture.sources import ROOT, product, sources, tree_of

_SHARED = ROOT / "mobile_api" / "shared"
# Where the parts are kept; and the shift of the clock, which tests move.
_GLOBAL = {_SHARED / "process" / "parts.py", _SHARED / "clock.py"}
_GIVES = {_SHARED / "process" / "parts.py", ROOT / "mobile_api" / "parts.py"}
_BINDS = {_SHARED / "process" / "parts.py", _SHARED / "database.py"}


def test_no_process_serves_on_rules_that_it_has_not_checked() -> None:
    """Each room's rules are opened with the parts of the API and the worker."""
    rooms = {path for path in product() if "= RoomRules(" in path.read_text()}
    opening = (ROOT / "mobile_api" / "parts.py").read_text()
    imports = re.findall(r"from ([\w.]+) import RULES as (\w+)", opening)
    assert {ROOT / f"{module.replace('.', '/')}.py" for module, _ in imports} == rooms
    worker = opening.partition("_WORKER:")[2].partition(")\n")[0]
    assert "*CITY_RULES" in worker
    checked = opening.partition("CITY_RULES:")[2].partition(")\n")[0]
    assert [name for _, name in imports if name not in checked] == []


def test_the_context_of_the_application_is_nobodys_bag() -> None:
    bag = re.compile(r"\bapp\.ctx\b")
    found = [path for path in sources() if bag.search(path.read_text())]
    assert found == [_SHARED / "process" / "parts.py"]


def test_no_module_sets_a_value_for_the_process() -> None:
    setting = {
        path
        for path in product()
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Global)
    }
    assert setting == _GLOBAL


def test_parts_are_given_and_bound_where_a_process_opens() -> None:
    for name, allowed in (("give", _GIVES), ("bound", _BINDS)):
        called = re.compile(rf"\b{name}\(")
        assert {path for path in product() if called.search(path.read_text())} == allowed
