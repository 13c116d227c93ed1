"""Faults of shape in words for whoever edits the file: what is to be written in that place."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from difflib import get_close_matches
from typing import Any

from pydantic import ValidationError

from mobile_api.guides.catalogue.field_names import FIELD_NAMES
from mobile_api.guides.catalogue.shapes import in_words, node_at
from mobile_api.guides.checks.parts import CatalogueParts
from mobile_api.shared.errors import FieldFault as Fault
from mobile_api.shared.http.faults import faults_of

# No name of ours is longer.
_LONGEST_NAME = 64
# Of the name of a part, so much tells which one it is.
_LONGEST_CALLED = 40
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_NO_CONTROL = "文字里有看不见的控制字符(如 \\u0000),请删掉。"


def shape_faults(error: ValidationError) -> list[Fault]:
    """Every fault of `error` with its code, and with what may be written in its place."""
    places = (detail["loc"] for detail in error.errors(include_input=False, include_url=False))
    return [
        Fault(fault.path, fault.code, _sentence(place, fault))
        for place, fault in zip(places, faults_of(error), strict=True)
    ]


def control_faults(path: str, value: Any) -> Iterator[Fault]:
    """Every text and name with a control character: no text has one, PostgreSQL stores no NUL, and
    WeChat's XML knows none of them."""
    if isinstance(value, str) and _CONTROL.search(value):
        yield Fault(path or "/", "control_character", _NO_CONTROL)
    elif isinstance(value, Mapping):
        for key, one in value.items():
            yield from control_faults(f"{path}/{key}", key)
            yield from control_faults(f"{path}/{key}", one)
    elif isinstance(value, list):
        for number, one in enumerate(value):
            yield from control_faults(f"{path}/{number}", one)


def _sentence(place: Sequence[int | str], fault: Fault) -> str:
    if fault.code == "extra_forbidden":
        return _unknown(place)
    node = node_at(place)
    if node is None:
        return fault.message
    if fault.code == "missing":
        return f"缺少“{place[-1]}”{_called(place[-1])},这一项必须写。应写:{in_words(node)}。"
    return f"写得不对。应写:{in_words(node)}。"


def _called(name: int | str) -> str:
    known = FIELD_NAMES.get(str(name))
    return f"({known})" if known else ""


def _unknown(place: Sequence[int | str]) -> str:
    name = str(place[-1])[:_LONGEST_NAME]
    beside = node_at(place[:-1]) or {}
    near = get_close_matches(name, beside.get("properties", {}), n=1)
    advice = f"是不是“{near[0]}”?" if near else "请删掉,或者对照样板改名称。"
    return f"这里没有“{name}”这一项。{advice}"


def no_such(name: str, key: str, parts: CatalogueParts) -> str:
    """That no part of the list `name` has that key, and which ones may be meant."""
    near = parts.near(name, key)
    advice = (
        f"是不是{'、'.join(f'“{one}”' for one in near)}?" if near else f"请核对 {name} 里的代号。"
    )
    return f"没有代号是“{key}”的{FIELD_NAMES[name]}。{advice}"


def with_names(faults: Iterable[Fault], data: Any) -> Iterator[Fault]:
    """Each with the name of the part it is in, which says more to people than its number."""
    for fault in faults:
        _, name, number, *_ = (*fault.path.split("/", 3), "", "")
        called = _name_of(data, name, number)
        told = f"{fault.message}({FIELD_NAMES[name]}“{called}”)" if called else fault.message
        yield Fault(fault.path, fault.code, told)


def _name_of(data: Any, name: str, number: str) -> str:
    rows = data.get(name) if isinstance(data, Mapping) and name in FIELD_NAMES else None
    if not isinstance(rows, list) or not number.isdecimal():
        return ""
    row = rows[int(number)]
    called = (row.get("name") or row.get("title")) if isinstance(row, Mapping) else None
    return (
        "".join(one for one in called if one.isprintable())[:_LONGEST_CALLED]
        if isinstance(called, str)
        else ""
    )
