"""What a handler calls of the rooms behind it, as far as its source says."""

import ast
import importlib
import inspect
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from tests.architecture.sources import PRODUCT, tree_of

# What every room leans on tells nothing of what is done.
_TELLS_NOTHING = "mobile_api.shared."


def reached(handler: Callable[..., Any], room: str) -> frozenset[str]:
    """The functions, by full name, that a handler calls outside of `room` (a module or package),
    itself or through functions of that room."""
    waiting, seen, found = [inspect.unwrap(handler)], set(), set()
    while waiting:
        called = waiting.pop()
        if called in seen:
            continue
        seen.add(called)
        for one in _named_in(called):
            if _is_in(one.__module__, room):
                waiting.append(one)
            elif inspect.isfunction(one) and not one.__module__.startswith(_TELLS_NOTHING):
                found.add(f"{one.__module__}.{one.__qualname__}")
    return frozenset(found)


def _is_in(module: str, room: str) -> bool:
    return module == room or module.startswith(f"{room}.")


def _named_in(called: Any) -> list[Any]:
    """Functions and classes of ours that a function or class names."""
    module = sys.modules[called.__module__]
    node = _definitions(called.__module__).get(called.__qualname__.split(".")[0])
    named = [_value(one, module) for one in ast.walk(node)] if node else []
    ours = [one for one in named if inspect.isfunction(one) or inspect.isclass(one)]
    return [inspect.unwrap(one) for one in ours if one.__module__.partition(".")[0] in PRODUCT]


def _value(node: ast.AST, module: Any) -> Any:
    if isinstance(node, ast.Name):
        return getattr(module, node.id, None)
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
        holder = getattr(module, node.value.id, None)
        return getattr(holder, node.attr, None) if inspect.ismodule(holder) else None
    return None


@cache
def _definitions(module: str) -> dict[str, ast.AST]:
    path = Path(str(importlib.import_module(module).__file__))
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    return {one.name: one for one in tree_of(path).body if isinstance(one, kinds)}
