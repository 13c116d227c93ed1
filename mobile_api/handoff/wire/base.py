"""What cities say to each other: the bodies of messages, as they stand in `docs/partner/`.

Whoever sends writes the bytes once, keeps them and sends the same ones at every repetition; whoever
receives keeps the bytes that came. A city that is newer may say more than this one knows: what is
unknown is passed over, but a body of another major version is refused. What is personal stands
in `sealed`, which only the city that it is for can open (`sealing`).
"""

from datetime import UTC, date, datetime
from typing import Annotated, Final, Literal
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints

from mobile_api.handoff.states import MessageKind

VERSION: Final = "1"
MOST_BYTES = 256 * 1024
MOST_MATERIALS = 100
# Of the letters of a sealed part.
MOST_SEALED = 128 * 1024

Code = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
Key = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]{0,63}$")]
RegionCode = Annotated[str, StringConstraints(pattern=r"^\d{6}$")]
Digest = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
Line = Annotated[str, StringConstraints(max_length=200)]
# Days of law: nothing that is counted from them leaves the calendar.
Day = Annotated[date, Field(ge=date(2000, 1, 1), lt=date(2100, 1, 1))]
# What is kept and shown: in the time of no city does it leave the calendar.
Moment = Annotated[
    AwareDatetime, Field(ge=datetime(2000, 1, 1, tzinfo=UTC), lt=datetime(2100, 1, 1, tzinfo=UTC))
]
Sealed = Annotated[str, StringConstraints(max_length=MOST_SEALED, pattern=r"^[A-Za-z0-9+/]+=*$")]


class WireBody(BaseModel):
    """Frozen, tolerant of members that it does not know, and silent in exceptions."""

    model_config = ConfigDict(frozen=True, extra="ignore", hide_input_in_errors=True)


class HandoffMessage(WireBody):
    """What all messages have. `handoff_id` was made by the taking city and names the handoff."""

    version: Literal["1"] = VERSION
    kind: MessageKind
    handoff_id: UUID
