"""The readable parts of a catalogue that may be broken elsewhere, so that every fault is found."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from pydantic import ValidationError

from mobile_api.guides.catalogue.elements import Element
from mobile_api.guides.catalogue.places import Article, Board, Counter, ServiceHall
from mobile_api.guides.catalogue.schemas import Department, Region, ServiceGuide, Theme

Part = TypeVar("Part", bound=Element)
Found = list[tuple[str, Part]]

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


@dataclass(slots=True)
class CatalogueParts:
    """Parts that can be read, with their JSON pointers, and every key that is written down.

    `keys` holds the keys of unreadable parts too: a reference to them is not a second fault.
    `unreadable`: of each list, its parts that cannot be read: number, and how many faults it has.
    """

    found: Mapping[str, list[tuple[str, Any]]]
    keys: Mapping[str, set[str]]
    region_codes: set[str] = field(default_factory=set)
    unreadable: Mapping[str, list[tuple[int, int]]] = field(default_factory=dict)

    def of(self, name: str, model: type[Part]) -> Found[Part]:
        return [(path, part) for path, part in self.found[name] if isinstance(part, model)]

    def by_key(self, name: str, model: type[Part]) -> dict[str, Part]:
        return {getattr(part, "key"): part for _, part in self.of(name, model)}  # noqa: B009


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
        try:
            yield f"/{name}/{number}", model.model_validate(row)
        except ValidationError as error:
            # Its faults are found when the whole catalogue is read.
            unreadable.append((number, error.error_count()))


def _texts(data: Mapping[str, Any], name: str, field_name: str) -> Iterator[str]:
    for row in _rows(data, name):
        if isinstance(row, dict) and isinstance(row.get(field_name), str):
            yield row[field_name]
