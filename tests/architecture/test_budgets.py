"""The size of files and functions, and words that must not be in the tree."""

import ast
import re
from collections import Counter

from tests.architecture.sources import ROOT, sources, tree_of

FILE_LINES, FUNCTION_LINES = 250, 45
ROOM_FILES, TEST_ROOM_FILES = 16, 20
STATEMENTS, TEST_STATEMENTS = 20, 25


def test_files_stay_short() -> None:
    sizes = {str(path): len(path.read_text().splitlines()) for path in sources()}
    assert {path: lines for path, lines in sizes.items() if lines > FILE_LINES} == {}


def test_rooms_can_be_held_in_the_head() -> None:
    """Files of a folder itself; what would be one too many gets a sub-room."""
    paths = (path.relative_to(ROOT) for path in sources() if path.name != "__init__.py")
    rooms = Counter(path.parent for path in paths)
    crowded = {
        str(room): files
        for room, files in rooms.items()
        if files > (TEST_ROOM_FILES if room.parts[:1] == ("tests",) else ROOM_FILES)
    }
    assert crowded == {}


def test_functions_stay_short() -> None:
    """Statements, nested ones included, measure thought; lines only say that it fits a screen."""
    long = []
    for path in sources():
        is_test = path.is_relative_to(ROOT / "tests")
        most = TEST_STATEMENTS if is_test else STATEMENTS
        for node in ast.walk(tree_of(path)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                statements = sum(isinstance(one, ast.stmt) for one in ast.walk(node)) - 1
                lines = (node.end_lineno or 0) - node.lineno + 1
                if statements > most or lines > FUNCTION_LINES:
                    where = f"{path.relative_to(ROOT)}:{node.name}"
                    long.append((where, statements, lines))
    assert long == []


def test_the_formatter_is_obeyed() -> None:
    overruled = re.compile("#" + r" fmt: (skip|off)")
    found = [str(path) for path in sources() if overruled.search(path.read_text())]
    assert found == []
