"""Ways to break a catalogue: each answers the JSON pointer of the part that it broke."""

from collections.abc import Callable
from typing import Any

Data = dict[str, Any]
# What it is called, how it is brought about, path behind the pointer, code of the fault.
Broken = tuple[str, Callable[[Data], str], str, str]


def item(data: Data, key: str) -> tuple[str, Data]:
    """Pointer and data of one service item."""
    for number, guide in enumerate(data["service_items"]):
        if guide["key"] == key:
            return f"/service_items/{number}", guide
    raise KeyError(key)


def theme(data: Data, key: str) -> tuple[str, Data]:
    """Pointer and data of one theme."""
    for number, one in enumerate(data["themes"]):
        if one["key"] == key:
            return f"/themes/{number}", one
    raise KeyError(key)


def changed(key: str, **changes: Any) -> Callable[[Data], str]:
    """Set fields of one item; answers its pointer."""

    def change(data: Data) -> str:
        pointer, guide = item(data, key)
        guide.update(changes)
        return pointer

    return change


def changed_theme(key: str, **changes: Any) -> Callable[[Data], str]:
    def change(data: Data) -> str:
        pointer, one = theme(data, key)
        one.update(changes)
        return pointer

    return change


def set_in(*steps: str | int, to: Any) -> Callable[[Data], str]:
    """Set one value anywhere in the catalogue."""

    def change(data: Data) -> str:
        place: Any = data
        for step in steps[:-1]:
            place = place[step]
        place[steps[-1]] = to
        return ""

    return change


def set_in_item(key: str, *steps: str | int, to: Any) -> Callable[[Data], str]:
    def change(data: Data) -> str:
        pointer, guide = item(data, key)
        set_in(*steps, to=to)(guide)
        return pointer

    return change


def set_in_theme(key: str, *steps: str | int, to: Any) -> Callable[[Data], str]:
    def change(data: Data) -> str:
        pointer, one = theme(data, key)
        set_in(*steps, to=to)(one)
        return pointer

    return change
