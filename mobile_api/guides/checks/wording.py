"""Faults of shape in words for whoever edits the file: what is to be written in that place."""

import re
from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches
from typing import Any

from pydantic import ValidationError

from mobile_api.guides.catalogue.shapes import in_words, node_at
from mobile_api.shared.errors import FieldFault as Fault
from mobile_api.shared.http.faults import faults_of

# No name of ours is longer.
_LONGEST_NAME = 64
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
        return f"缺少“{place[-1]}”,这一项必须写。应写:{in_words(node)}。"
    return f"写得不对。应写:{in_words(node)}。"


def _unknown(place: Sequence[int | str]) -> str:
    name = str(place[-1])[:_LONGEST_NAME]
    beside = node_at(place[:-1]) or {}
    near = get_close_matches(name, beside.get("properties", {}), n=1)
    advice = f"是不是“{near[0]}”?" if near else "请删掉,或者对照样板改名称。"
    return f"这里没有“{name}”这一项。{advice}"
