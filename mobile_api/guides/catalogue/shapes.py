"""What may be written where in a catalogue, in words for the person who writes it."""

import functools
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from mobile_api.guides.catalogue.schemas import Catalogue
from mobile_api.guides.catalogue.vocabulary import Labelled

Node = Mapping[str, Any]

# Each pattern of the model, as a person writes it.
PATTERNS = {
    r"^[a-z0-9]+(-[a-z0-9]+)*$": "代号:小写英文字母和数字,词之间用一个短横线,如 elder-card",
    r"^\d{6}$": "6 位数字的行政区划代码,如 999900",
    r"^(0\d{2,3}-\d{7,8}|\d{3,5}|1[3-9]\d{9})$": "电话:0999-8100100、12345 或手机号",
    r"^([01]\d|2[0-3]):[0-5]\d$": "二十四小时制的时间,如 09:00",
    r"^/[a-z0-9/_?=&-]*$": "以 / 开头的本站路径,如 /guides",
}
_PLAIN = {"boolean": "true(是)或 false(否)", "integer": "整数", "number": "数字"}


@functools.cache
def schema() -> Node:
    """The JSON schema of a catalogue."""
    return Catalogue.model_json_schema()


def node_at(place: Sequence[int | str]) -> Node | None:
    """The schema of the value at that place of a catalogue; None where there is no such place."""
    node: Node | None = schema()
    for step in place:
        if node is None:
            return None
        node = node.get("items") if isinstance(step, int) else node.get("properties", {}).get(step)
        node = None if node is None else resolved(node)
    return node


def resolved(node: Node) -> Node:
    """Past references, and past the choice of writing nothing."""
    for one in node.get("anyOf", ()):
        if one.get("type") != "null":
            return resolved(one)
    reference = node.get("$ref")
    return schema()["$defs"][reference.rpartition("/")[2]] if reference else node


def in_words(node: Node) -> str:
    """What the value must be, as the end of a sentence."""
    node = resolved(node)
    if "const" in node:
        return f"固定写 {node['const']}"
    if "enum" in node:
        return "、".join(told_choices(node)) + " 之一"
    if node.get("type") == "array":
        least = f",至少 {node['minItems']} 项" if "minItems" in node else ""
        return f"列表 [ ]{least},每一项:{in_words(node['items'])}"
    if node.get("type") == "object":
        return "一组内容 { }"
    return _plain(node)


def told_choices(node: Node) -> list[str]:
    """The values of a closed list, each with its Chinese name where it has one."""
    names = {kind.__name__: kind for kind in Labelled.__subclasses__()}
    kind = names.get(node.get("title", ""))
    if kind is None:
        return [str(one) for one in node["enum"]]
    return [f"{one.value}({one.label})" for one in kind]


def _plain(node: Node) -> str:
    if node.get("format") == "date":
        return "日期,如 2026-01-31"
    if "pattern" in node:
        return PATTERNS[node["pattern"]] + "".join(_limits(node))
    return _PLAIN.get(node["type"], "文字") + "".join(_limits(node))


def _limits(node: Node) -> Iterator[str]:
    if "maxLength" in node:
        yield f",最多 {node['maxLength']} 个字"
    least, most = node.get("minimum"), node.get("maximum")
    if least is not None:
        yield f",{least:g} 至 {most:g}" if most is not None else f",不小于 {least:g}"
