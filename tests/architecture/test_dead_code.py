"""What the product does not use is not in it; a function that only tests call is theirs."""

import ast
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache

from tests.architecture.sources import PRODUCT, ROOT, product, tree_of

# Not imported, because each is started by its name, or read by a test against the whole.
_STARTED = {
    "mobile_api.cli",  # the command `yiwang`
    "mobile_api.demo.citizen",  # a step of `yiwang up`, in a process of its own
    "mobile_api.embedded.leash",  # a program of its own
    "uploads.inspection.forker",  # a process of its own
    "mobile_api.guides.meaning.child",  # likewise
    "mobile_api.personal_data.holdings.impersonal",  # every table is declared; a test compares
}
# Not named anywhere else in the product, for a reason.
_CALLED_FROM_OUTSIDE = {
    "_request",  # by wechatpy
    "get_random_string",  # by wechatpy
    "create_pool",  # by Tortoise
    "_build_initial_querysets",  # by Tortoise
    "resolve_private_key",  # by http-message-signatures
    "resolve_public_key",  # by http-message-signatures
    "validate_created_and_expires",  # by http-message-signatures
    "formatException",  # by logging
    "processed_headers",  # by Sanic
    "field_title_should_be_set",  # by pydantic
    "posted_fee",  # one of EMS's calls, which the README promises in full
}
# A decorator that registers what it stands on: a route, a command, a validator.
_REGISTERS = re.compile(r"endpoint|prepared|validator|serializer|\.(command|group|get|post)\b")


@cache
def words() -> Counter[str]:
    """How often each word stands in the product, data files and templates included."""
    found: Counter[str] = Counter()
    for room in PRODUCT:
        for path in (ROOT / room).rglob("*"):
            if path.suffix in {".py", ".json", ".html", ".js"}:
                found.update(re.findall(r"\w+", path.read_text()))
    return found


def defined() -> Iterator[tuple[str, str]]:
    """File and name of every function and class that nothing registers."""
    for path in product():
        for node in ast.walk(tree_of(path)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
                decorators = " ".join(ast.unparse(one) for one in node.decorator_list)
                if not node.name.startswith("__") and not _REGISTERS.search(decorators):
                    yield str(path.relative_to(ROOT)), node.name


def test_every_module_is_used() -> None:
    imported = set()
    for path in product():
        for node in ast.walk(tree_of(path)):
            if isinstance(node, ast.ImportFrom) and node.module:
                imported |= {node.module} | {f"{node.module}.{one.name}" for one in node.names}
    modules = {
        ".".join(path.relative_to(ROOT).with_suffix("").parts)
        for path in product()
        if path.name not in {"__init__.py", "__main__.py"}
    }
    assert modules - imported == _STARTED


def test_every_name_is_used() -> None:
    once = {(where, name) for where, name in defined() if words()[name] == 1}
    assert {one for one in once if one[1] not in _CALLED_FROM_OUTSIDE} == set()
    assert {name for _, name in once} == _CALLED_FROM_OUTSIDE
