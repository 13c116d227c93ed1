"""The reasoned record of a selection, line by line while it is decided.

The last part of a figure's name says what it is: `_fen` money, `_bp` a share in 0.01 %, `_points` a
score in hundredths. Fractions stand exactly in the figures and rounded in the sentence.
"""

from fractions import Fraction

from mobile_api.agency_supermarket.selection.schemas import (
    ExclusionReason,
    Offer,
    SelectionStep,
    StepCode,
    in_public,
)
from mobile_api.agency_supermarket.selection.words import WORDS

Figure = int | str | Fraction
# Places after the point of the unit in which people read a figure, and that unit's size.
_READ_IN = {"fen": (4, 100, "元"), "points": (4, 100, ""), "bp": (2, 100, "%")}


class Record:
    """Grows by `add`; `steps` is what there is so far."""

    def __init__(self) -> None:
        self._steps: list[SelectionStep] = []

    @property
    def steps(self) -> tuple[SelectionStep, ...]:
        return tuple(self._steps)

    def add(self, code: StepCode, offer: Offer | None = None, /, **figures: Figure) -> None:
        told = {name: _in_words(name, value) for name, value in figures.items()}
        if offer is not None:
            told["name"] = offer.agency_name
        self._steps.append(
            SelectionStep(
                code=code,
                bid_id=offer.bid_id if offer else None,
                figures={name: _exactly(value) for name, value in figures.items()},
                text=WORDS.steps[code].format(**told),
            )
        )

    def add_reason(self, code: StepCode, offer: Offer, reason: ExclusionReason) -> None:
        """Why that bid is out, as everybody may know it: the code among the figures, its words in
        the sentence."""
        told = WORDS.steps[code].format(name=offer.agency_name, reason=WORDS.in_public(reason))
        self._steps.append(
            SelectionStep(
                code=code,
                bid_id=offer.bid_id,
                figures={"reason": in_public(reason).value},
                text=told,
            )
        )


def _exactly(value: Figure) -> int | str:
    """A whole fraction as a number."""
    if isinstance(value, Fraction):
        return value.numerator if value.denominator == 1 else str(value)
    return value


def _in_words(name: str, value: Figure) -> str:
    if isinstance(value, str):
        return value
    kind = name.rpartition("_")[2]
    if kind not in _READ_IN:
        return str(_exactly(value))
    places, size, unit = _READ_IN[kind]
    scaled = Fraction(value) / size * 10**places
    # Half up, in whole numbers: figures of any size keep every digit.
    rounded = (scaled.numerator * 2 + scaled.denominator) // (scaled.denominator * 2)
    whole, part = divmod(rounded, 10**places)
    digits = f"{whole}.{part:0{places}d}".rstrip("0").rstrip(".")
    return ("" if rounded == scaled else "约") + digits + unit
