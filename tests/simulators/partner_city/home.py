"""The home city (属地): tells the taking city what becomes of a case, event by event."""

import json
from collections.abc import Sequence
from typing import Any, Literal
from uuid import uuid4

from aiohttp import web
from pydantic import Field

from tests.simulators.admin import AdminBody, read_model
from tests.simulators.clock import Clock
from tests.simulators.partner_city.config import CityConfig
from tests.simulators.partner_city.facts import facts_of, plain_of
from tests.simulators.partner_city.keys import CityKeys, as_bytes
from tests.simulators.partner_city.outbox import Outbox, told
from tests.simulators.partner_city.receipts import enveloped
from tests.simulators.partner_city.sending import Manner
from tests.simulators.partner_city.state import CityState, Handoff, Made

_WITH_RECEIPT = ("checked", "returned", "decided")
_ALL_IN_ONE = ("checked", "accepted", "under_review", "decided", "completed")
Outcome = Literal["approved", "refused"]


class EventOrder(Manner):
    """One event of a handoff. `facts` and `plain` (to be sealed) are by default as in `facts.py`.

    `sequence` by default the next; another one than the next is told, and kept where its place is
    free. `hold`: made and to be found at `events?after=`, sent by `made/ID/send` or never.
    `sealed`: these letters, whatever they are. `says`: members of the body to replace or add;
    `receipt_says` likewise of the receipt. `receipt` "forged": by a stranger under our key id.
    """

    handoff_id: str
    event: str
    facts: dict[str, Any] | None = None
    plain: Any = None
    sealed: str | None = None
    outcome: Outcome = "approved"
    sequence: int | None = None
    message_id: str | None = None
    hold: bool = False
    receipt: Literal["own", "forged", "none"] = "own"
    receipt_says: dict[str, Any] = Field(default_factory=dict)
    says: dict[str, Any] = Field(default_factory=dict)


class HandleOrder(AdminBody):
    """Several events of a handoff in one go, each as by default; all where none is named."""

    handoff_id: str
    events: list[str] = list(_ALL_IN_ONE)
    outcome: Outcome = "approved"


class Home:
    def __init__(
        self, config: CityConfig, clock: Clock, state: CityState, keys: CityKeys, outbox: Outbox
    ) -> None:
        self._config, self._clock, self._state, self._keys = config, clock, state, keys
        self._outbox = outbox

    def routes(self) -> Sequence[web.RouteDef]:
        return [
            web.post("/_simulator/events", self.event),
            web.post("/_simulator/handle", self.handle),
        ]

    async def event(self, request: web.Request) -> web.Response:
        return web.json_response(await self._told(await read_model(request, EventOrder)))

    async def handle(self, request: web.Request) -> web.Response:
        """Stops at the first event that is not taken."""
        order = await read_model(request, HandleOrder)
        done = []
        for event in order.events:
            one = EventOrder(handoff_id=order.handoff_id, event=event, outcome=order.outcome)
            done.append(await self._told(one))
            if done[-1]["sent"]["answer"]["status"] != 202:
                break
        return web.json_response({"events": done})

    async def _told(self, order: EventOrder) -> dict[str, Any]:
        handoff = self._state.handoff(order.handoff_id)
        if handoff is None or handoff.role != "home":
            raise web.HTTPNotFound(text="no such handoff from the partner")
        made = self._made(handoff, order)
        return told(made, None if order.hold else await self._outbox.send(made, order))

    def _made(self, handoff: Handoff, order: EventOrder) -> Made:
        if handoff.case_number is None:
            count = sum(one.case_number is not None for one in self._state.handoffs.values())
            handoff.case_number = f"{self._config.region_code}{count + 1:06d}"
        sequence = order.sequence or handoff.last_sequence + 1
        body = as_bytes(self._body(handoff, order, sequence) | order.says).decode()
        handoff.events.setdefault(sequence, body)
        handoff.status = order.event
        made = Made(
            message_id=order.message_id or str(uuid4()),
            handoff_id=handoff.handoff_id,
            body=body,
            sequence=sequence,
            is_held=order.hold,
        )
        # A forced id that stands already leaves the first message as it is.
        self._state.made.setdefault(made.message_id, made)
        return made

    def _body(self, handoff: Handoff, order: EventOrder, sequence: int) -> dict[str, Any]:
        plain = plain_of(order.event, order.outcome) if order.plain is None else order.plain
        facts = order.facts
        if facts is None:
            today = self._clock.beijing().date()
            facts = facts_of(order.event, today, order.outcome, _rounds(handoff), plain)
        return {
            "version": "1",
            "kind": "event",
            "handoff_id": handoff.handoff_id,
            "sequence": sequence,
            "event": order.event,
            "at": self._clock.beijing().isoformat(),
            "case_number": handoff.case_number,
            "facts": facts,
            "sealed": order.sealed or self._outbox.sealed(plain),
            "receipt": self._receipt(handoff, order, facts),
        }

    def _receipt(
        self, handoff: Handoff, order: EventOrder, facts: dict[str, Any]
    ) -> dict[str, str] | None:
        if order.event not in _WITH_RECEIPT or order.receipt == "none":
            return None
        receipt = {
            "version": "1",
            "kind": order.event,
            "handoff_id": handoff.handoff_id,
            "message_id": handoff.case_message_id,
            "request_digest": handoff.case_digest,
            "region_code": self._config.region_code,
            "at": self._clock.beijing().isoformat(),
            "case_number": None if order.event == "returned" else handoff.case_number,
            "code": facts.get("codes", [None])[0],
            "outcome": facts.get("outcome"),
        } | order.receipt_says
        if order.receipt == "forged":
            return enveloped(receipt, self._keys.stranger, self._keys.own.key_id)
        return enveloped(receipt, self._keys.own)


def _rounds(handoff: Handoff) -> int:
    """Rounds of correction that were asked for."""
    events = (json.loads(body) for body in handoff.events.values())
    return sum(one["event"] == "correction_requested" for one in events)
