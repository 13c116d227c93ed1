"""Either way: what happened to paper originals (原件交接) in the city that says it."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints

from mobile_api.handoff.states import CustodyStep, HandoffSide, MessageKind, PaperFound, ReturnedTo
from mobile_api.handoff.wire.base import Code, HandoffMessage, Key, Moment, Sealed, WireBody

MOST_PAPERS = 30
MOST_ENTRIES = 100
"""Of one city in one handoff: papers that go to and fro more often are a matter for a telephone."""
Word = Annotated[str, StringConstraints(max_length=40)]


class CustodyMessage(HandoffMessage):
    """One entry of the log of the city that sends it. `city`: which side of the handoff that is.

    `sequence` counts from 1 within the entries of that city. A step that only a newer city knows is
    a mere Code. `facts`: CustodyFacts; `sealed`: age of a SealedNote.
    """

    kind: Literal[MessageKind.custody] = MessageKind.custody
    city: HandoffSide
    sequence: int = Field(ge=1, le=MOST_ENTRIES)
    step: Annotated[CustodyStep | Code, Field(union_mode="left_to_right")]
    at: Moment
    facts: Mapping[str, Any] = Field(default_factory=dict)
    sealed: Sealed | None = None


class WirePaper(WireBody):
    """Some sheets or booklets of one name; never the number that stands on one. `found`: with
    `received`."""

    key: Key | None = None
    name: Annotated[str, StringConstraints(min_length=1, max_length=40)]
    count: int = Field(ge=1, le=99)
    found: PaperFound | None = None


class CustodyFacts(WireBody):
    """`by`: whose word it is. `papers`: all that this step is about. `to`: of `returned`, whom they
    were posted to. `corrects`: the sequence of the same city's entry that was a mistake."""

    by: Literal["staff", "carrier"] = "staff"
    papers: tuple[WirePaper, ...] = Field(default=(), max_length=MOST_PAPERS)
    carrier: Word = ""
    waybill_number: Word = ""
    seal_number: Word = ""
    to: ReturnedTo = ReturnedTo.window
    corrects: int | None = Field(None, ge=1, le=MOST_ENTRIES)


class SealedNote(WireBody):
    """What staff wrote beside it, and the reason of `corrected` and `lost`."""

    note: Annotated[str, StringConstraints(max_length=500)]
