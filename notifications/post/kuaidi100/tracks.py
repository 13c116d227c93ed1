"""The whole track of one number as Kuaidi100 answers and pushes it, read tolerantly."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from mobile_api.shared import clock
from notifications.post.parcels.events import MOST_AHEAD, beginning_of
from notifications.post.parcels.meanings import meaning_of
from notifications.post.parcels.models import Parcel
from notifications.post.parcels.reading import BeijingTime, Line, Long, Text
from notifications.post.parcels.states import CarrierName

MOST_EVENTS = 500


class Entry(BaseModel):
    """One entry of `data`. `context` is the carrier's sentence and may name people.

    `statusCode` comes with resultv2=4 only; an entry without it moves nothing.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    at: BeijingTime = Field(alias="ftime")
    op_code: Text = Field("", alias="statusCode", pattern=r"^[0-9]{0,10}$")
    city: Line = Field("", alias="areaName")
    organisation: Line = Field("", alias="location")
    description: Long = Field("", alias="context")
    sub_code: str = ""


@dataclass(frozen=True, slots=True)
class TrackHead:
    """The state of the whole number, as one more event at the instant of the newest entry."""

    at: datetime
    op_code: str
    sub_code: str = ""
    city: str = ""
    organisation: str = ""
    description: str = ""


@dataclass(frozen=True, slots=True)
class Track:
    """`carrier_code` and `number` as Kuaidi100 names them; `events` in no certain order."""

    number: str
    carrier_code: str
    events: list[Entry | TrackHead]

    def of(self, parcel: Parcel) -> list[Entry | TrackHead]:
        """Its part of that parcel. Where the number was another parcel's before, the state of the
        whole number says nothing of this one."""
        since = beginning_of(parcel)
        own = [event for event in self.events if event.at >= since]
        if len(own) == len(self.events):
            return own
        return [event for event in own if isinstance(event, Entry)]


def read_track(result: Any, destination: Any = None) -> Track:
    """A query's answer or a push's `lastResult`, with that of the destination country if any.

    Unreadable entries are left out: one line of a courier's must not hide the others.
    """
    head = result if isinstance(result, Mapping) else {}
    events = [*_events(head), *_events(destination if isinstance(destination, Mapping) else {})]
    return Track(_word(head.get("nu"), 32), carrier_code_of(head.get("com")), events)


def carrier_code_of(value: Any) -> str:
    """A carrier's code in lower case, empty for anything else."""
    return _word(value, 30).lower()


def _events(result: Mapping[str, Any]) -> list[Entry | TrackHead]:
    entries = list(_entries(result.get("data")))
    state = _word(result.get("state"), 10)
    if not entries or not state.isdigit():
        return [*entries]
    newest = max(entry.at for entry in entries)
    said = meaning_of(CarrierName.kuaidi100, state).state
    last = [entry.op_code for entry in entries if entry.at == newest]
    is_told = said in [meaning_of(CarrierName.kuaidi100, code).state for code in last if code]
    return [*entries] if is_told else [*entries, TrackHead(newest, state)]


def _entries(data: Any) -> Iterator[Entry]:
    latest = clock.now() + MOST_AHEAD
    for item in data[:MOST_EVENTS] if isinstance(data, list) else []:
        try:
            # Both names are seen for the time; `time` may be cut to the minute.
            at = item.get("ftime") or item.get("time") if isinstance(item, Mapping) else None
            entry = Entry.model_validate({**item, "ftime": at})
        except (ValidationError, TypeError):
            continue
        if entry.at <= latest:
            yield entry


def _word(value: Any, most: int) -> str:
    text = str(value) if isinstance(value, str | int) and not isinstance(value, bool) else ""
    is_word = text.isascii() and text.replace("-", "").isalnum()
    return text if is_word and len(text) <= most else ""
