"""Small wrongs, one at a time, in the syntax of a file: what a test of a rule must notice.

Comparisons, arithmetic, and/or, conditions, constants, returned values, left-out elements,
arguments and calls, one member of an enumeration for another. Texts for people, docstrings,
annotations and decorators stay as they are: no rule is in them.
"""

import ast
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from types import CodeType

SHOWN = 100
_COMPARISONS: dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.Lt: (ast.LtE, ast.Gt),
    ast.LtE: (ast.Lt, ast.GtE),
    ast.Gt: (ast.GtE, ast.Lt),
    ast.GtE: (ast.Gt, ast.LtE),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
}
_ARITHMETIC: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.FloorDiv,
    ast.FloorDiv: ast.Mult,
    ast.Div: ast.Mult,
    ast.BitAnd: ast.BitOr,
    ast.BitOr: ast.BitAnd,
}
_TWINS = {"min": "max", "max": "min", "any": "all", "all": "any"}
_UNTOUCHED = {"annotation", "returns", "decorator_list", "type_params", "bases"}


@dataclass(frozen=True, slots=True)
class Mutant:
    """`name` stays the same when lines move: where, what stood there, what stands there now."""

    name: str
    code: CodeType


@dataclass(frozen=True, slots=True)
class Spot:
    """A node, where it hangs, and what is around it."""

    node: ast.AST
    parent: ast.AST
    field: str
    index: int | None
    scope: str
    context: ast.AST

    def put(self, node: ast.AST | None) -> None:
        held = getattr(self.parent, self.field)
        if self.index is None:
            setattr(self.parent, self.field, node)
        else:
            held[self.index] = node


def mutants(source: str, filename: str) -> Iterator[Mutant]:
    """Every mutant of a file, in its order."""
    tree = ast.parse(source)
    members = _members(tree)
    seen: Counter[str] = Counter()
    for spot in list(_spots(tree, tree, "")):
        before = ast.unparse(spot.context)
        for changed in [*_variants(spot.node, spot.scope), *_siblings(spot.node, members)]:
            spot.put(changed)
            after = ast.unparse(changed if spot.context is spot.node else spot.context)
            name = f"{spot.scope or 'module'}: {_difference(before, after)}"
            seen[name] += 1
            numbered = name if seen[name] == 1 else f"{name} #{seen[name]}"
            yield Mutant(numbered, compile(ast.fix_missing_locations(tree), filename, "exec"))
            spot.put(spot.node)


def _difference(before: str, after: str) -> str:
    """Both, cut to what stands around the first difference."""
    old, new = (" ".join(text.split()) for text in (before, after))
    pairs = enumerate(zip(old, new, strict=False))
    same = next((index for index, (left, right) in pairs if left != right), 0)
    start = max(0, same - SHOWN // 2) if len(old) > SHOWN else 0
    return " -> ".join(text[start : start + SHOWN] for text in (old, new))


def _spots(node: ast.AST, context: ast.AST, scope: str) -> Iterator[Spot]:
    for field, value in ast.iter_fields(node):
        if field in _UNTOUCHED:
            continue
        for index, child in enumerate(value) if isinstance(value, list) else [(None, value)]:
            if not isinstance(child, ast.AST) or _is_docstring(child):
                continue
            around = node if isinstance(node, ast.expr | ast.keyword) else child
            place = Spot(child, node, field, index, scope, _readable(around, context))
            yield place
            inner = getattr(child, "name", "") if isinstance(child, _SCOPES) else ""
            yield from _spots(
                child, place.context, f"{scope}.{inner}".strip(".") if inner else scope
            )


_SCOPES = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


def _readable(node: ast.AST, context: ast.AST) -> ast.AST:
    """The smallest piece of code around a change that still says where it is."""
    blocks = (ast.Module, *_SCOPES, ast.If, ast.While, ast.For, ast.With)
    if isinstance(node, ast.stmt) and not isinstance(node, blocks):
        return node
    is_wide = isinstance(context, ast.Module) or len(ast.unparse(context)) > SHOWN
    return node if is_wide and isinstance(node, ast.expr | ast.stmt) else context


def _is_docstring(node: ast.AST) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def _variants(node: ast.AST, scope: str) -> Iterator[ast.AST]:
    match node:
        case ast.Constant(value):
            yield from map(ast.Constant, _constants(value))
        case ast.Name(name) if name in _TWINS:
            yield ast.Name(_TWINS[name], ast.Load())
        case ast.Return(value) if value is not None:
            yield ast.Return(ast.Constant(None))
        case ast.Expr(ast.Call() | ast.Await()):
            yield ast.Pass()
        case _:
            yield from _reckoned_otherwise(node)
            yield from _with_less(node, scope)
            yield from _turned(node)


def _reckoned_otherwise(node: ast.AST) -> Iterator[ast.AST]:
    match node:
        case ast.Compare(left, [operator], right):
            for other in _COMPARISONS[type(operator)]:
                yield ast.Compare(left, [other()], right)
        case ast.BinOp(left, operator, right) if type(operator) in _ARITHMETIC:
            yield ast.BinOp(left, _ARITHMETIC[type(operator)](), right)
        case ast.BoolOp(operator, values):
            yield ast.BoolOp(ast.And() if isinstance(operator, ast.Or) else ast.Or(), values)
        case ast.UnaryOp(ast.Not(), operand):
            yield operand


def _constants(value: object) -> list[object]:
    if isinstance(value, bool):
        return [not value]
    if isinstance(value, int):
        return [value + 1, value - 1]
    if isinstance(value, float):
        return [value * 1.5, value * 0.5]
    if isinstance(value, str) and value.isascii() and value:
        return [f"{value}_"]
    return []


def _turned(node: ast.AST) -> Iterator[ast.AST]:
    """Conditions that hold when they should not."""
    match node:
        case ast.If(test, body, orelse) if not isinstance(test, ast.Compare):
            yield ast.If(ast.UnaryOp(ast.Not(), test), body, orelse)
        case ast.IfExp(test, body, orelse):
            yield ast.IfExp(test, orelse, body)
        case ast.comprehension(target, source, [test], is_async):
            yield ast.comprehension(target, source, [], is_async)
            if not isinstance(test, ast.Compare):
                yield ast.comprehension(target, source, [ast.UnaryOp(ast.Not(), test)], is_async)


def _with_less(node: ast.AST, scope: str) -> Iterator[ast.AST]:
    """The same without one element, one entry or one named argument."""
    match node:
        case ast.List(elements, ast.Load()) | ast.Tuple(elements, ast.Load()) if elements[1:]:
            for index in range(len(elements)):
                yield type(node)(elements[:index] + elements[index + 1 :], ast.Load())
        case ast.Dict(keys, values) if keys[1:]:
            for index in range(len(keys)):
                less = [each[:index] + each[index + 1 :] for each in (keys, values)]
                yield ast.Dict(*less)
        case ast.Call(function, arguments, keywords) if scope:
            for index in range(len(keywords)):
                yield ast.Call(function, arguments, keywords[:index] + keywords[index + 1 :])


def _members(tree: ast.Module) -> dict[str, list[str]]:
    """Enumerations of this file, under every name that they have here."""
    found: dict[str, list[str]] = {}
    for node in tree.body:
        match node:
            case ast.ClassDef(name, [ast.Name(base)]) if base.endswith("Enum"):
                targets = [one.targets[0] for one in node.body if isinstance(one, ast.Assign)]
                found[name] = [target.id for target in targets if isinstance(target, ast.Name)]
            case ast.Assign([ast.Name(alias)], ast.Name(name)) if name in found:
                found[alias] = found[name]
    return found


def _siblings(node: ast.AST, members: dict[str, list[str]]) -> Iterator[ast.AST]:
    match node:
        case ast.Attribute(ast.Name(owner), member, ast.Load()) if member in members.get(owner, ()):
            names = members[owner]
            following = names[(names.index(member) + 1) % len(names)]
            yield ast.Attribute(ast.Name(owner, ast.Load()), following, ast.Load())
