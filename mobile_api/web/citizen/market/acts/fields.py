"""What a page asks for: its fields, as they were typed, and where a fault of the API belongs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from mobile_api.shared.errors import FieldFault, InvalidInput
from mobile_api.shared.http.faults import faults_of
from mobile_api.shared.text.amounts import number_of
from mobile_api.shared.text.characters import normalised

FILE = "file"
Body = TypeVar("Body", bound=BaseModel)
# Faults of a number that say nothing to who typed yuan.
_OF_NUMBERS = ("int_", "missing", "greater_", "less_")
# Faults of what was left out, for which a form has words of its own.
_OF_NOTHING = ("missing", "too_short", "string_too_short")
_NO_MONEY = "请填写大于零的金额,单位是元,例如 42000 或 42000.50。"
_FEN = Decimal(100)


class FieldKind(StrEnum):
    """How a field is typed."""

    line = "line"
    text = "text"
    money = "money"
    number = "number"
    day = "day"
    choice = "choice"
    tick = "tick"


@dataclass(frozen=True, slots=True)
class ActField:
    """One question of a form; `name` is that of the API's field, but for money without `_fen`."""

    name: str
    label: str
    help: str = ""
    kind: FieldKind = FieldKind.line
    longest: int = 300
    options: Sequence[tuple[str, str]] = ()
    is_needed: bool = True

    def is_left_out(self, values: Mapping[str, str]) -> bool:
        """Whether nothing was typed or chosen where something has to be."""
        has_value = bool(values.get(self.name, "").strip())
        return self.is_needed and not has_value and self.kind is not FieldKind.tick

    @property
    def missing(self) -> str:
        """What is said where it was left out."""
        if self.kind is FieldKind.choice:
            return f"请选择“{self.label}”。"
        example = ",例如 2026-01-31" if self.kind is FieldKind.day else ""
        return f"请填写“{self.label}”{example}。"


@dataclass(frozen=True, slots=True)
class ActSheet:
    """A page that asks. `pairs`: what it is about; `notice`: what follows; `values`: what is known;
    `hidden`: what was read when it was asked; `wrong`: the field of what is wrong with the whole.
    """

    title: str
    button: str
    fields: Sequence[ActField] = ()
    pairs: Sequence[tuple[str, str]] = ()
    notice: str = ""
    values: Mapping[str, str] = field(default_factory=dict)
    hidden: Mapping[str, str] = field(default_factory=dict)
    wrong: str = ""
    is_grave: bool = False

    def place_of(self, path: str) -> str:
        """The name of the input to which a fault of the API belongs."""
        parts = path.strip("/").split("/")
        if parts[0] in ("files", "file_id"):
            return FILE
        known = {one.name for one in self.fields}
        for part in reversed(parts):
            name = part.removesuffix("_fen")
            if name in known:
                return name
        return self.wrong or (self.fields[0].name if self.fields else FILE)

    def faults_of(self, found: Sequence[FieldFault], values: Mapping[str, str]) -> dict[str, str]:
        """The first fault of each input, in the order of the page; `values`: what was typed."""
        kinds = {one.name: one.kind for one in self.fields}
        left_out = {one.name: one.missing for one in self.fields if one.is_left_out(values)}
        said: dict[str, str] = {}
        for one in found:
            name = self.place_of(one.path)
            is_money = kinds.get(name) is FieldKind.money and one.code.startswith(_OF_NUMBERS)
            if name not in left_out or one.code not in _OF_NOTHING:
                said.setdefault(name, _NO_MONEY if is_money else one.message)
        said = left_out | said
        order = [FILE, *kinds]
        return {name: said[name] for name in sorted(said, key=order.index)}

    def content_of(self, values: Mapping[str, str]) -> dict[str, Any]:
        """What was typed as the API is asked; what was left empty is left out, but for texts."""
        found: dict[str, Any] = {}
        for one in self.fields:
            value = values.get(one.name, "")
            if one.kind is FieldKind.money:
                found |= {f"{one.name}_fen": _fen(value)} if value else {}
            elif one.kind is FieldKind.tick:
                found |= {one.name: True} if value else {}
            elif value or (one.is_needed and one.kind in (FieldKind.line, FieldKind.text)):
                found[one.name] = normalised(value) if one.kind is FieldKind.number else value
        return found


def _fen(text: str) -> int | str:
    """Yuan as people type them, in fen; as it is where it is no such amount."""
    number = number_of(text.removesuffix("元"))
    amount = Decimal(number) * _FEN if number else Decimal("0.1")
    return int(amount) if amount == int(amount) else text


def yuan_typed(fen: int | None) -> str:
    """An amount as it would be typed."""
    return f"{Decimal(fen) / _FEN:f}" if fen is not None else ""


def checked(kind: type[Body], content: Mapping[str, Any], also: Sequence[FieldFault] = ()) -> Body:
    """What was typed, as the API takes it; `also` is wrong as well. Raises InvalidInput."""
    faults = list(also)
    try:
        body = kind(**content)
    except ValidationError as error:
        faults = [*faults_of(error), *faults]
    if faults:
        raise InvalidInput(faults)
    return body
