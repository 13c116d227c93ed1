"""The numbers that Kuaidi100 knows, and who is told of them: what survives a restart."""

from typing import Any

from pydantic import BaseModel, Field


class Entry(BaseModel):
    """One line of a track; `at` is Beijing time without a zone."""

    code: str
    at: str
    context: str


class Subscription(BaseModel):
    """`salt` None: pushes carry no sign at all; an empty one signs the bare text."""

    company: str
    callback_url: str
    salt: str | None
    is_finer: bool


class Number(BaseModel):
    """`carrier_code` is whose the number really is; `status` is that of the subscription."""

    number: str
    carrier_code: str
    entries: list[Entry] = Field(default_factory=list)
    status: str = ""
    subscription: Subscription | None = None
    subscribed_at: list[float] = Field(default_factory=list)
    asked_at: float | None = None


class Kuaidi100State(BaseModel):
    """`numbers` by number."""

    numbers: dict[str, Number] = Field(default_factory=dict)

    def describe(self) -> list[dict[str, Any]]:
        return [one.model_dump() for one in self.numbers.values()]
