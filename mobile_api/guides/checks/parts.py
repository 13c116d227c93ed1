"""The readable parts of a catalogue that may be broken elsewhere, so that every fault is found."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any, TypeVar

from pydantic import ValidationError

from mobile_api.guides.catalogue.elements import Element
from mobile_api.guides.catalogue.places import Article, Board, Counter, ServiceHall
from mobile_api.guides.catalogue.schemas import Department, Region, ServiceGuide, Theme

Part = TypeVar("Part", bound=Element)
Found = list[tuple[str, Part]]
_KEY = re.compile("[a-z0-9-]{1,64}")

_MODELS: dict[str, type[Element]] = {
    "regions": Region,
    "departments": Department,
    "halls": ServiceHall,
    "counters": Counter,
    "service_items": ServiceGuide,
    "themes": Theme,
    "boards": Board,
    "articles": Article,
}
# So many names of what is not there are looked at for what was meant: each costs a comparison with
# every key, and a clerk who sees these knows the rest.
_MOST_COMPARED = 50


@dataclass(slots=True)
class CatalogueParts:
    """Parts that can be read, with their JSON pointers, and every key that is written down.

    `keys` holds the keys of unreadable parts too: a reference to them is not a second fault.
    `unreadable`: of each list, its parts with faults of shape: number, and how many it has.
    """

    found: Mapping[str, list[tuple[str, Any]]]
    keys: Mapping[str, set[str]]
    region_codes: set[str] = field(default_factory=set)
    unreadable: Mapping[str, list[tuple[int, int]]] = field(default_factory=dict)
    _near: dict[tuple[str, str], list[str]] = field(default_factory=dict)

    def of(self, name: str, model: type[Part]) -> Found[Part]:
        return [(path, part) for path, part in self.found[name] if isinstance(part, model)]

    def by_key(self, name: str, model: type[Part]) -> dict[str, Part]:
        return {getattr(part, "key"): part for _, part in self.of(name, model)}  # noqa: B009

    def near(self, name: str, key: str) -> list[str]:
        """Keys of that list of parts that `key` may be a slip of, the nearest first."""
        if (name, key) not in self._near:
            if len(self._near) >= _MOST_COMPARED:
                return []
            known = sorted(one for one in self.keys[name] if _KEY.fullmatch(one))
            self._near[name, key] = get_close_matches(key, known)
        return self._near[name, key]


def readable_parts(data: Mapping[str, Any]) -> CatalogueParts:
    """Split plain data into its parts; what does not fit its model is left out."""
    unreadable: dict[str, list[tuple[int, int]]] = {name: [] for name in _MODELS}
    found = {
        name: list(_readable(data, name, model, unreadable[name]))
        for name, model in _MODELS.items()
    }
    keys = {name: set(_texts(data, name, "key")) for name in _MODELS}
    codes = set(_texts(data, "regions", "code"))
    if isinstance(data.get("region_code"), str):
        codes.add(data["region_code"])
    return CatalogueParts(found, keys, codes, unreadable)


def without_rest(data: Mapping[str, Any], parts: CatalogueParts, most: int) -> dict[str, Any]:
    """The data, each list ended behind the part with which it has `most` faults of shape."""
    kept = dict(data)
    for name, unreadable in parts.unreadable.items():
        total = 0
        for number, count in unreadable:
            total += count
            if total >= most:
                kept[name] = kept[name][: number + 1]
                break
    return kept


def _rows(data: Mapping[str, Any], name: str) -> list[Any]:
    rows = data.get(name)
    return rows if isinstance(rows, list) else []


def _readable(
    data: Mapping[str, Any], name: str, model: type[Element], unreadable: list[tuple[int, int]]
) -> Iterator[tuple[str, Element]]:
    for number, row in enumerate(_rows(data, name)):
        part, faults = _read(row, model)
        # They are found when the whole catalogue is read.
        if faults:
            unreadable.append((number, faults))
        if part is not None:
            yield f"/{name}/{number}", part


def _read(row: Any, model: type[Element]) -> tuple[Element | None, int]:
    """With the number of its faults of shape; also where it has fields that nobody knows: they are
    faults, and say nothing of the rest."""
    try:
        return model.model_validate(row), 0
    except ValidationError as error:
        found = error.errors(include_url=False, include_input=False, include_context=False)
    unknown = {one["loc"] for one in found if one["type"] == "extra_forbidden"}
    if len(unknown) < len(found):
        return None, len(found)
    try:
        return model.model_validate(_without(row, unknown)), len(found)
    except ValidationError:
        return None, len(found)


def _without(value: Any, unknown: set[tuple[int | str, ...]], *place: int | str) -> Any:
    if isinstance(value, dict):
        return {
            key: _without(one, unknown, *place, key)
            for key, one in value.items()
            if (*place, key) not in unknown
        }
    if isinstance(value, list):
        return [_without(one, unknown, *place, number) for number, one in enumerate(value)]
    return value


def _texts(data: Mapping[str, Any], name: str, field_name: str) -> Iterator[str]:
    for row in _rows(data, name):
        if isinstance(row, dict) and isinstance(row.get(field_name), str):
            yield row[field_name]
