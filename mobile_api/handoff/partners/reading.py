"""A file of partners part by part: what is readable is checked fully beside what is not."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from pydantic import BaseModel, ValidationError

from mobile_api.handoff.partners.schemas import (
    AgreementHead,
    ItemEntry,
    KeyEntry,
    MaintenanceEntry,
    PartnerHead,
    PartnersFile,
    SuccessorEntry,
)
from mobile_api.shared.errors import FieldFault
from mobile_api.shared.http.faults import faults_of

Shape = TypeVar("Shape", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class PlacedEntry(Generic[Shape]):
    """An entry and where it stands; `raw` holds the lists below it, as they came."""

    path: str
    said: Shape
    raw: Mapping[str, Any]


def shape_faults(data: object) -> list[FieldFault]:
    """What is not of the shape of a file of partners."""
    try:
        PartnersFile.model_validate(data)
    except ValidationError as error:
        return faults_of(error)
    return []


def entries(raw: object, path: str, shape: type[Shape]) -> Iterator[PlacedEntry[Shape]]:
    """Of a list, the entries that can be read."""
    for number, one in enumerate(raw if isinstance(raw, list) else []):
        try:
            said = shape.model_validate(one)
        except ValidationError:
            continue
        yield PlacedEntry(f"{path}/{number}", said, one)


def partners_of(data: Mapping[str, Any]) -> list[PlacedEntry[PartnerHead]]:
    return list(entries(data.get("partners"), "/partners", PartnerHead))


def keys_of(partner: PlacedEntry[PartnerHead]) -> list[PlacedEntry[KeyEntry]]:
    return list(entries(partner.raw.get("keys"), f"{partner.path}/keys", KeyEntry))


def agreements_of(partner: PlacedEntry[PartnerHead]) -> list[PlacedEntry[AgreementHead]]:
    path = f"{partner.path}/agreements"
    return list(entries(partner.raw.get("agreements"), path, AgreementHead))


def items_of(agreement: PlacedEntry[AgreementHead]) -> list[PlacedEntry[ItemEntry]]:
    return list(entries(agreement.raw.get("items"), f"{agreement.path}/items", ItemEntry))


def successors_of(data: Mapping[str, Any]) -> list[PlacedEntry[SuccessorEntry]]:
    return list(entries(data.get("region_successors"), "/region_successors", SuccessorEntry))


def maintenance_of(data: Mapping[str, Any]) -> list[PlacedEntry[MaintenanceEntry]]:
    return list(entries(data.get("maintenance"), "/maintenance", MaintenanceEntry))
