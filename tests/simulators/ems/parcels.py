"""The journey of a parcel, moved along by tests and by the local stack."""

import random
from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import takewhile
from typing import Literal

from aiohttp import web

from tests.simulators.admin import AdminBody, read_model
from tests.simulators.clock import Clock
from tests.simulators.ems.gateway import TIME_FORMAT
from tests.simulators.ems.pushes import Mischief, Pushes
from tests.simulators.ems.scripts import Step, steps
from tests.simulators.ems.state import EmsState, Parcel, TrackEvent


class Play(AdminBody):
    """Move a parcel along a script, up to and including the first new `until`.

    Operations that the parcel already has at the start of the script are not repeated, so a script
    may be played bit by bit. `script` may also be a list such as ["203", "704:10"]; a list is
    played as it stands. `spacing_seconds` 0 gives all events the same time. The other fields
    disturb the pushes, not the track itself.
    """

    script: str | list[str] = "normal"
    until: str | None = None
    spacing_seconds: float = 1
    copies: int = 1
    order: Literal["in_order", "reversed", "shuffled"] = "in_order"
    late_minutes: float = 0
    wrong_key: bool = False
    other_customer: bool = False


class Parcels:
    def __init__(self, clock: Clock, state: EmsState, pushes: Pushes) -> None:
        self._clock = clock
        self._state = state
        self._pushes = pushes

    def routes(self) -> Sequence[web.RouteDef]:
        return [
            web.get("/_simulator/parcels", self.all),
            web.post("/_simulator/parcels/{waybill_number}/play", self.play),
        ]

    async def all(self, _request: web.Request) -> web.Response:
        parcels = [parcel.describe() for parcel in self._state.parcels.values()]
        return web.json_response({"parcels": parcels})

    async def play(self, request: web.Request) -> web.Response:
        """The new events are in the track at once; each push is tried once before the answer."""
        parcel = self._state.parcels.get(request.match_info["waybill_number"])
        if parcel is None:
            raise web.HTTPNotFound(text="no such waybill")
        if parcel.is_cancelled:
            raise web.HTTPConflict(text="the order was cancelled")
        wanted = await read_model(request, Play)
        events = self._happen(parcel, _remaining(parcel, wanted), wanted.spacing_seconds)
        pushed = await self._push(parcel, events, wanted)
        return web.json_response(
            {
                "waybillNo": parcel.waybill_number,
                "events": [event.model_dump() for event in events],
                "pushes": pushed,
            }
        )

    def _happen(
        self, parcel: Parcel, wanted: Sequence[Step], spacing_seconds: float
    ) -> list[TrackEvent]:
        at = self._clock.beijing().replace(tzinfo=None)
        spacing = timedelta(seconds=spacing_seconds)
        if parcel.events:
            last = datetime.strptime(parcel.events[-1].at, TIME_FORMAT)  # noqa: DTZ007
            at = max(at, last + spacing)
        events = [
            TrackEvent(
                op_code=step.op_code,
                sub_code=step.sub_code,
                at=f"{at + spacing * number:{TIME_FORMAT}}",
            )
            for number, step in enumerate(wanted)
        ]
        parcel.events.extend(events)
        return events

    async def _push(
        self, parcel: Parcel, events: Sequence[TrackEvent], wanted: Play
    ) -> Sequence[object]:
        queue = [event for event in events for _ in range(wanted.copies)]
        if wanted.order == "reversed":
            queue.reverse()
        elif wanted.order == "shuffled":
            random.shuffle(queue)
        mischief = Mischief(wanted.wrong_key, wanted.other_customer)
        if wanted.late_minutes:
            for event in queue:
                self._pushes.push_later(parcel, event, mischief, wanted.late_minutes * 60)
            return []
        made = [await self._pushes.push(parcel, event, mischief) for event in queue]
        return [one.describe() for one in made if one]


def _remaining(parcel: Parcel, wanted: Play) -> Sequence[Step]:
    try:
        script = steps(wanted.script)
    except KeyError as fault:
        raise web.HTTPBadRequest(text=f"no such script or operation: {fault}") from None
    if isinstance(wanted.script, str):
        had = [Step(event.op_code, event.sub_code) for event in parcel.events]
        same = list(takewhile(lambda pair: pair[0] == pair[1], zip(had, script, strict=False)))
        script = script[len(same) :]
    codes = [step.op_code for step in script]
    if wanted.until is None:
        return script
    if wanted.until not in codes:
        raise web.HTTPBadRequest(text="the rest of the script has no such operation")
    return script[: codes.index(wanted.until) + 1]
