"""Finds every fault of a catalogue before anything of it is stored."""

from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any

from pydantic import ValidationError

from mobile_api.guides.catalogue.schemas import Catalogue, Department, ServiceGuide, Theme
from mobile_api.guides.checks.catalogue import catalogue_faults
from mobile_api.guides.checks.codes import code_faults
from mobile_api.guides.checks.guides import guide_faults
from mobile_api.guides.checks.parts import CatalogueParts, readable_parts, without_rest
from mobile_api.guides.checks.themes import theme_faults
from mobile_api.guides.checks.wording import control_faults, shape_faults, with_names
from mobile_api.shared.errors import FieldFault as Fault

MOST_FOUND = 1_000


def validate_catalogue(data: Any) -> list[Fault]:
    """Every fault of the catalogue: `path` is a JSON pointer, `code` stable, `message` Chinese.

    An empty list means that it can be published. Parts with a broken shape are reported and left
    out of the cross checks; all others, and those with unknown fields alone, are checked fully.
    With `MOST_FOUND` it ends: nobody mends as many before looking again.
    """
    found = set(islice(_faults(data), MOST_FOUND))
    return sorted(with_names(found, data), key=lambda fault: (fault.path, fault.code))


def _faults(data: Any) -> Iterator[Fault]:
    if not isinstance(data, Mapping):
        yield from _shape_faults(data)
        return
    parts = readable_parts(data)
    yield from _shape_faults(without_rest(data, parts, MOST_FOUND))
    yield from control_faults("", data)
    yield from catalogue_faults(data, parts)
    yield from _part_faults(parts)


def _shape_faults(data: Any) -> list[Fault]:
    try:
        Catalogue.model_validate(data)
    except ValidationError as error:
        return shape_faults(error)
    return []


def _part_faults(parts: CatalogueParts) -> Iterator[Fault]:
    departments = parts.by_key("departments", Department)
    for path, guide in parts.of("service_items", ServiceGuide):
        yield from guide_faults(path, guide)
        yield from code_faults(path, guide, departments.get(guide.department))
    for path, theme in parts.of("themes", Theme):
        yield from theme_faults(path, theme, parts)
