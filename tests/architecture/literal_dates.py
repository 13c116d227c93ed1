"""Finds tests that put something on a fixed day and then act on whatever day it happens to be.

A date that is written out is used by whoever mentions it, the constant it is bound to, or a helper
or fixture that mentions it. Whoever awaits anything beside it has to stand on a clock that was set:
by the marker `standing_at`, of the test or of its file, or by a `with ...standing_at(...)` around
every await. What is computed without an await is a pure matter, unless it asks our own clock.
"""

import ast
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

# The years that our clock may come to; before them is always past, and after them always future.
_YEARS = range(2025, 2090)
_WRITTEN = re.compile(r"(?<![0-9])(20[2-8][0-9])-[0-9]{2}-[0-9]{2}")
_SETTING = "standing_at"
_AWAITING = ast.Await | ast.AsyncWith | ast.AsyncFor
_Function = ast.FunctionDef | ast.AsyncFunctionDef


def beside_the_running_clock(sources: Mapping[str, str]) -> list[str]:
    """`module:test` for each of them; the keys of `sources` are the names of modules."""
    suite = _Suite({name: _Module(name, ast.parse(text)) for name, text in sources.items()})
    return sorted(suite.faults())


@dataclass
class _Module:
    name: str
    tree: ast.Module

    @cached_property
    def bound(self) -> dict[str, ast.AST]:
        """Functions, classes and constants of the module by name."""
        found: dict[str, ast.AST] = {}
        for node in self.tree.body:
            if isinstance(node, _Function | ast.ClassDef):
                found[node.name] = node
            elif isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None:
                found |= dict.fromkeys(_names_of(node), node.value)
        return found

    @cached_property
    def imported(self) -> dict[str, tuple[str, str]]:
        return {
            alias.asname or alias.name: (node.module or "", alias.name)
            for node in ast.walk(self.tree)
            if isinstance(node, ast.ImportFrom)
            for alias in node.names
        }

    def tests(self) -> list[_Function]:
        functions = [node for node in self.tree.body if isinstance(node, _Function)]
        return [node for node in functions if node.name.startswith("test_")]

    def is_marked(self) -> bool:
        return _mentions(self.bound.get("pytestmark"), _SETTING)


@dataclass
class _Suite:
    modules: Mapping[str, _Module]
    _known: dict[tuple[str, str], bool] = field(default_factory=dict)

    def faults(self) -> Iterator[str]:
        for module in self.modules.values():
            tests = [] if module.is_marked() else module.tests()
            yield from (f"{module.name}:{one.name}" for one in tests if self._is_loose(module, one))

    @cached_property
    def _fixtures(self) -> dict[str, list[tuple[_Module, str]]]:
        found: dict[str, list[tuple[_Module, str]]] = {}
        for module in self.modules.values():
            for name, node in module.bound.items():
                if isinstance(node, _Function) and _mentions(node.decorator_list, "fixture"):
                    found.setdefault(name, []).append((module, name))
        return found

    def _is_dated(self, module: _Module, name: str) -> bool:
        """Whether the name of a module leads to a date that is written out."""
        module, name = self._home(module, name)
        if (module.name, name) not in self._known:
            self._known[module.name, name] = False  # ends a circle
            node = module.bound.get(name)
            is_so = node is not None and (
                self._is_loose(module, node)
                if isinstance(node, _Function)
                else self._mentions_date(module, node)
            )
            self._known[module.name, name] = is_so
        return self._known[module.name, name]

    def _home(self, module: _Module, name: str) -> tuple[_Module, str]:
        while name in module.imported and module.imported[name][0] in self.modules:
            target, name = module.imported[name]
            module = self.modules[target]
        return module, name

    def _is_loose(self, module: _Module, node: _Function) -> bool:
        """It uses a written date and leaves the clock running."""
        if _mentions(node.decorator_list, _SETTING) or not self._mentions_date(module, node):
            return False
        is_test = node.name.startswith("test_")
        is_pure = is_test and not _is_awaiting(node) and not _asks_our_clock(module, node)
        return not is_pure and (not _is_awaiting(node) or _awaits_outside(node.body))

    def _mentions_date(self, module: _Module, node: ast.AST) -> bool:
        if any(_is_written_date(one) for one in ast.walk(node)):
            return True
        names = {one.id for one in ast.walk(node) if isinstance(one, ast.Name)}
        if any(self._is_dated(module, name) for name in names):
            return True
        asked = _parameters(node) if isinstance(node, _Function) else set()
        found = (self._fixtures.get(name, []) for name in asked)
        return any(self._is_dated(where, name) for places in found for where, name in places)


def _names_of(node: ast.Assign | ast.AnnAssign) -> set[str]:
    targets = node.targets if isinstance(node, ast.Assign) else [node.target]
    return {one.id for top in targets for one in ast.walk(top) if isinstance(one, ast.Name)}


def _is_written_date(node: ast.AST) -> bool:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return any(int(year) in _YEARS for year in _WRITTEN.findall(node.value))
    if not isinstance(node, ast.Call) or _last_name(node.func) not in ("date", "datetime"):
        return False
    first = node.args[0] if node.args else None
    return isinstance(first, ast.Constant) and first.value in _YEARS


def _awaits_outside(body: list[ast.stmt]) -> bool:
    """Whether something is awaited that no `with` on a set clock holds."""
    return any(_is_loose_statement(one) for one in body)


def _is_loose_statement(node: ast.AST) -> bool:
    if isinstance(node, ast.With | ast.AsyncWith) and _sets_the_clock(node.items):
        return False
    if isinstance(node, _AWAITING):
        return True
    return any(_is_loose_statement(one) for one in ast.iter_child_nodes(node))


def _sets_the_clock(items: list[ast.withitem]) -> bool:
    return any(_mentions(item.context_expr, _SETTING) for item in items)


def _is_awaiting(node: ast.AST) -> bool:
    return any(isinstance(one, _AWAITING) for one in ast.walk(node))


def _asks_our_clock(module: _Module, node: ast.AST) -> bool:
    if module.imported.get("clock") != ("mobile_api.shared", "clock"):
        return False
    asked = {ast.unparse(one) for one in ast.walk(node) if isinstance(one, ast.Attribute)}
    return bool(asked & {"clock.now", "clock.today"}) and not _mentions(node, _SETTING)


def _mentions(node: ast.AST | list[ast.expr] | None, name: str) -> bool:
    nodes = node if isinstance(node, list) else [node] if node else []
    return any(name == _last_name(one) for top in nodes for one in ast.walk(top))


def _last_name(node: ast.AST) -> str:
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


def _parameters(node: _Function) -> set[str]:
    return {one.arg for one in [*node.args.args, *node.args.kwonlyargs]}
