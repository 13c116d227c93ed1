"""What a city keeps: messages that came, handoffs and their events, pages of materials."""

from typing import Any, Literal
from uuid import UUID

from pydantic import BaseModel, Field

CASE, EVENT, CUSTODY = "case", "event", "custody"
# What the taking city says; an event is what the home city says.
OF_TAKING = (CASE, "correction", "withdrawal")


class Taken(BaseModel):
    """A message that came, byte for byte, and the answer that it got and gets again.

    `plain`: what was sealed in it, None where nothing was or it could not be opened.
    """

    message_id: str
    handoff_id: str
    kind: str
    body: str
    plain: Any = None
    receipt: dict[str, Any] | None = None
    receipt_fault: str | None = None
    status: int = 0
    answer: str = ""
    at: str = ""


class Made(BaseModel):
    """A message of this city: the bytes are made once."""

    message_id: str
    handoff_id: str
    body: str
    sequence: int | None = None
    is_held: bool = False


class Handoff(BaseModel):
    """`role` is this city's; the case message is the one that opened it, whoever sent it.

    `events` by sequence, as bytes: those that it made, or as taking city those that came.
    """

    handoff_id: str
    role: Literal["home", "taking"]
    case_message_id: str
    case_digest: str
    case_number: str | None = None
    status: str = "received"
    events: dict[int, str] = Field(default_factory=dict)
    digests: list[str] = Field(default_factory=list)

    @property
    def last_sequence(self) -> int:
        return max(self.events, default=0)


class Page(BaseModel):
    """Bytes that are served under their digest, and how they are lied about."""

    content: bytes
    media_type: str
    lie: str = ""
    elsewhere: str = ""
    fetched: int = 0


class CityState(BaseModel):
    """`taken` and `made` by message id, oldest first; `seen` are signatures that came.

    `knows_custody` false: a city of before the custody log, to which that kind is malformed.
    """

    taken: dict[str, Taken] = Field(default_factory=dict)
    made: dict[str, Made] = Field(default_factory=dict)
    handoffs: dict[str, Handoff] = Field(default_factory=dict)
    pages: dict[str, Page] = Field(default_factory=dict)
    links: dict[str, tuple[str, float]] = Field(default_factory=dict)
    seen: set[str] = Field(default_factory=set)
    items: list[dict[str, Any]] = Field(default_factory=list)
    maintenance: list[dict[str, Any]] = Field(default_factory=list)
    knows_custody: bool = True

    def handoff(self, handoff_id: str) -> Handoff | None:
        """However its id is written."""
        try:
            return self.handoffs.get(str(UUID(handoff_id)))
        except ValueError:
            return None
