"""What EMS answers, read tolerantly: numbers come as text, objects come alone or in a list."""

import base64
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from mobile_api.shared.text.characters import storable
from mobile_api.shared.text.places import MUNICIPALITIES, Levels
from notifications.post.ems.errors import EmsRefused, EmsUnreachable

_COVERED, _NO_SERVICE = "0", frozenset({"1", "8", "9", "10"})
_EMS_FAULT = "6"


@dataclass(frozen=True, slots=True)
class EmsPlace:
    """An address without a person: what coverage, reach and fee depend on."""

    province: str
    city: str
    county: str
    address: str

    @property
    def levels(self) -> Levels:
        return Levels.of(self.province, self.city, self.county)

    @property
    def whole(self) -> str:
        """In one line, as a label has it; no name twice, and none that is no place."""
        return self.levels.in_one_line + self.address


@dataclass(frozen=True, slots=True)
class ParcelLabel:
    """The label to print: the PDF itself, or the address at which EMS keeps it."""

    pdf: bytes | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class PostageEstimate:
    """Postage in fen. `standard` is the public tariff, `real` what our agreement makes of it."""

    real: int
    standard: int


@dataclass(frozen=True, slots=True)
class PostedFee:
    """What a posted parcel cost (fen) and weighed (grams), once EMS has weighed it."""

    fen: int
    weight_grams: int


def label_of(body: Any) -> ParcelLabel:
    """Raises EmsUnreachable for what is neither a PDF nor an address."""
    if isinstance(body, str) and body.startswith(("https://", "http://")):
        return ParcelLabel(url=body)
    try:
        # Java breaks base64 into lines now and then.
        pdf = base64.b64decode("".join(str(body or "").split()), validate=True)
    except ValueError:
        raise EmsUnreachable("label_unreadable") from None
    if not pdf.startswith(b"%PDF"):
        raise EmsUnreachable("label_unreadable")
    return ParcelLabel(pdf=pdf)


def is_served(body: Any) -> bool:
    """Whether 030005 (or 060002, in the same form) says that EMS comes to that address.

    Status 0 yes; 1 out of range, 8 nothing found, 9 too vague, 10 no working hours kept: no.
    2, 3, 4, 5, 7 are faults of the question. Raises EmsRefused, EmsUnreachable.
    """
    status = str(first_of(body).get("status", ""))
    if status == _COVERED:
        return True
    if status in _NO_SERVICE:
        return False
    if status == _EMS_FAULT or not status.isdecimal():
        raise EmsUnreachable("coverage_unreadable")
    raise EmsRefused(f"status{status[:4]}")


def fee_of(body: Any) -> PostageEstimate:
    """050005: yuan as text. Raises EmsUnreachable without a fee above zero."""
    found = first_of(body)
    real = fen_of(found.get("realFee") or found.get("totalFee"))
    standard = fen_of(found.get("standardFee") or found.get("totalFee")) or real
    if not real:
        raise EmsUnreachable("fee_unreadable")
    return PostageEstimate(real, standard or real)


def posted_fee_of(body: Any) -> PostedFee | None:
    """050001: None while the parcel has not been weighed."""
    found = first_of(body)
    fen = fen_of(found.get("postageTotal"))
    weight = _number(found.get("realWeight"))
    return PostedFee(fen, int(weight or 0)) if fen else None


def places_of(body: Any, whole: str) -> list[EmsPlace]:
    """060001: the readings of an address, best first; what it leaves out of `whole` is the street.

    A reading whose names do not stand in the text is left out: EMS guesses now and then.
    """
    items = body if isinstance(body, list) else [body]
    readings = [_place(item, whole) for item in items if isinstance(item, dict)]
    return [place for place in readings if place is not None]


def _place(item: dict[str, Any], whole: str) -> EmsPlace | None:
    told = [_text(item.get(key)) for key in ("prov", "city", "county")]
    names = Levels.of(told[0], told[1], told[2])
    if not names.province or sum(bool(name) and name in whole for name in told) < 2:
        return None
    street = _text(item.get("address")) or whole
    for name in told:
        street = street.removeprefix(name).strip()
    # In a municipality the forms of people name it twice, and so does EMS.
    city = names.city or (told[1] if names.province in MUNICIPALITIES else "")
    return EmsPlace(names.province, city, names.county, street)


def first_of(body: Any) -> dict[str, Any]:
    """The object of an answer, which some calls wrap in a list. Raises EmsUnreachable."""
    found = body[0] if isinstance(body, list) and body else body
    if not isinstance(found, dict):
        raise EmsUnreachable("answer_unreadable")
    return found


def fen_of(value: Any) -> int | None:
    """Yuan, as text or number, in fen; None for what is no amount."""
    number = _number(value)
    return None if number is None else int((number * 100).to_integral_value())


def _number(value: Any) -> Decimal | None:
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        return None
    return number if number.is_finite() and 0 <= number < 1_000_000 else None


def _text(value: Any) -> str:
    return storable(str(value or "")).strip()[:200]
