"""What a city's catalogue still has of the template: of a city that does not exist.

It is told and not refused: who begins publishes the template as it is, to see two items in the
browser, and a field that happens to be right must not stand in the way of all others.
"""

import functools
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import orjson

from mobile_api.guides.publishing.files import CatalogueFiles, told_faults
from mobile_api.guides.publishing.template import TEMPLATE
from mobile_api.shared.errors import FieldFault

# What belongs to one place alone: no other city can have it as the template has it.
_OF_A_PLACE = frozenset(
    {
        "address",
        "basic_item_code",
        "code",
        "complaint_phone",
        "court",
        "implementation_code",
        "latitude",
        "longitude",
        "number",
        "phone",
        "reconsideration_office",
        "region_code",
        "region_name",
        "social_credit_code",
        "transport",
    }
)
_EVERYWHERE = frozenset({"12345"})
_SAYS_SO = re.compile("示范[市区]|样板")
# So many a command names that has something else to say.
_MOST_NAMED = 10


@functools.cache
def _template() -> Mapping[str, Any]:
    return dict(orjson.loads(TEMPLATE.read_bytes()))


@functools.cache
def _values() -> frozenset[tuple[str, Any]]:
    found = _leaves("", "", _template())
    return frozenset(
        (name, value)
        for _, name, value in found
        if name in _OF_A_PLACE and value not in _EVERYWHERE
    )


def leftovers_of(data: Mapping[str, Any]) -> list[FieldFault]:
    """Each value that is the template's, in the order of the file; an item that is all of it, once.

    None for the template itself, which nobody takes for a city's own.
    """
    return [] if data == _template() else list(_left(data))


def told_leftovers(path: Path) -> Iterator[str]:
    """Lines for whoever has just published the files at `path`; none where nothing is left."""
    data = CatalogueFiles(path).data
    if data == _template():
        yield "注意:这是没有改过的样板,示范市并不存在,只能试用,不能给市民看。"
    left = leftovers_of(data)
    if left:
        yield f"注意:样板里的内容还有 {len(left)} 处没有换成本市的,市民已经看得到:"
        yield from (f"  {line}" for line in told_faults(left[:_MOST_NAMED], path))
    if len(left) > _MOST_NAMED:
        yield f"  其余 {len(left) - _MOST_NAMED} 处请用 yiwang catalogue check 查看。"


def _left(data: Mapping[str, Any]) -> Iterator[FieldFault]:
    items = data.get("service_items")
    whole = [
        f"/service_items/{number}"
        for number, item in enumerate(items if isinstance(items, list) else ())
        if item in _template()["service_items"]
    ]
    for path in whole:
        words = "这一项和样板一字不差,请换成本市的,或者删掉。"
        yield FieldFault(path, "template_item_left", words)
    within = tuple(f"{path}/" for path in whole)
    for path, name, value in _leaves("", "", data):
        is_told = (name, value) in _values() or (
            isinstance(value, str) and _SAYS_SO.search(value) is not None
        )
        if is_told and not path.startswith(within):
            words = f"“{name}”还是样板的内容,请换成本市的。"
            yield FieldFault(path, "template_left", words)


def _leaves(path: str, name: str, value: Any) -> Iterator[tuple[str, str, Any]]:
    """Every plain value with its JSON pointer and the name that it stands under."""
    if isinstance(value, Mapping):
        for key, one in value.items():
            yield from _leaves(f"{path}/{key}", key, one)
    elif isinstance(value, list):
        for number, one in enumerate(value):
            yield from _leaves(f"{path}/{number}", name, one)
    else:
        yield path, name, value
