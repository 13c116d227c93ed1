"""What a handler calls of ours, as far as its source says."""

import ast
import importlib
import inspect
import sys
from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass
from functools import cache
from pathlib import Path
from typing import Any

from tests.architecture.sources import PRODUCT, tree_of

# What every room leans on tells nothing of what is done.
_TELLS_NOTHING = "mobile_api.shared."


def called(handler: Callable[..., Any]) -> frozenset[str]:
    """The functions of other modules, by full name, that it or its own module's functions call."""
    home = handler.__module__
    return frozenset(_name(one) for one in _visited(handler, home) if one.__module__ != home)


def reached(handler: Callable[..., Any]) -> frozenset[str]:
    """Every function of ours that it comes to, through whichever rooms."""
    return frozenset(_name(one) for one in _visited(handler, ""))


def _visited(handler: Callable[..., Any], home: str) -> Iterator[Any]:
    """Goes on from functions of `home` alone, if it is named."""
    waiting, seen = [inspect.unwrap(handler)], set()
    while waiting:
        one = waiting.pop()
        if one in seen or one.__module__.startswith(_TELLS_NOTHING):
            continue
        seen.add(one)
        if inspect.isfunction(one):
            yield one
        if not home or one.__module__ == home:
            waiting += _named_in(one)


def _name(one: Any) -> str:
    return f"{one.__module__}.{one.__qualname__}"


@cache
def _named_in(one: Any) -> list[Any]:
    """Functions and classes of ours that a function or class names, or was made with."""
    module = sys.modules[one.__module__]
    node = _definitions(one.__module__).get(one.__qualname__.split(".")[0])
    named = [_value(each, module) for each in ast.walk(node)] if node else []
    made_with = [cell.cell_contents for cell in getattr(one, "__closure__", None) or ()]
    ours = [each for each in [*named, *_unpacked(made_with)] if _is_function_or_class(each)]
    return [inspect.unwrap(each) for each in ours if each.__module__.partition(".")[0] in PRODUCT]


def _unpacked(held: list[Any]) -> list[Any]:
    """With what records among them hold: a page that is told by data holds its functions there."""
    records = [one for one in held if is_dataclass(one) and not isinstance(one, type)]
    return held + [getattr(one, part.name) for one in records for part in fields(one)]


def _is_function_or_class(one: Any) -> bool:
    return inspect.isfunction(one) or inspect.isclass(one)


def _value(node: ast.AST, module: Any) -> Any:
    if isinstance(node, ast.Name):
        return getattr(module, node.id, None)
    if isinstance(node, ast.Attribute):
        holder = _value(node.value, module)
        return getattr(holder, node.attr, None) if inspect.ismodule(holder) else None
    return None


@cache
def _definitions(module: str) -> dict[str, ast.AST]:
    path = Path(str(importlib.import_module(module).__file__))
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    return {one.name: one for one in tree_of(path).body if isinstance(one, kinds)}
