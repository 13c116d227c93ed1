"""Messages that a city has made: bytes that stay, each time under a fresh signature; and those
that either city makes, of the papers that it holds."""

import json
from collections.abc import Sequence
from typing import Any
from uuid import uuid4

from aiohttp import web
from pydantic import Field

from tests.simulators.admin import read_model
from tests.simulators.clock import Clock
from tests.simulators.partner_city.config import CityConfig
from tests.simulators.partner_city.keys import as_bytes, sealed_for
from tests.simulators.partner_city.sending import Manner, Sending, SendOrder, Sent
from tests.simulators.partner_city.state import CUSTODY, CityState, Handoff, Made


class Outbox:
    def __init__(self, config: CityConfig, state: CityState, sending: Sending) -> None:
        self._config, self._state, self._sending = config, state, sending

    def routes(self) -> Sequence[web.RouteDef]:
        return [
            web.get("/_simulator/made", self.made),
            web.post("/_simulator/made/{message_id}/send", self.again),
        ]

    async def made(self, _request: web.Request) -> web.Response:
        return web.json_response({"made": [one.model_dump() for one in self._state.made.values()]})

    async def again(self, request: web.Request) -> web.Response:
        """What was held back, or once more what was sent: the same bytes, the same id."""
        made = self._state.made.get(request.match_info["message_id"])
        if made is None:
            raise web.HTTPNotFound
        sent = await self.send(made, await read_model(request, Manner))
        return web.json_response(told(made, sent))

    def sealed(self, plain: Any) -> str | None:
        """For the partner. Raises HTTPBadRequest where its key has not been told."""
        if plain is None:
            return None
        try:
            return sealed_for(self._config.partner_recipient, plain)
        except ValueError as error:
            raise web.HTTPBadRequest(text=str(error)) from None

    async def send(self, made: Made, manner: Manner) -> Sent:
        made.is_held = False
        order = SendOrder(
            body=made.body,
            message_id=made.message_id,
            signing=manner.signing,
            after=manner.after,
        )
        return await self._sending.send(order)


def told(made: Made, sent: Sent | None) -> dict[str, Any]:
    """What the caller is told of a message; `sent` is null where it is held back."""
    return {"made": made.model_dump(), "sent": sent.model_dump() if sent else None}


class CustodyOrder(Manner):
    """One entry of this city's log. `sequence` by default the next; `note` is sealed for the
    partner, `sealed` are these letters, whatever they are. `hold`: made, and sent by
    `made/ID/send` or never. `says`: members of the body to replace or add.
    """

    handoff_id: str
    step: str
    facts: dict[str, Any] = Field(default_factory=dict)
    note: str = ""
    sealed: str | None = None
    sequence: int | None = None
    hold: bool = False
    says: dict[str, Any] = Field(default_factory=dict)


class Custody:
    """What happened to paper originals in this city, entry after entry."""

    def __init__(self, clock: Clock, state: CityState, outbox: Outbox) -> None:
        self._clock, self._state, self._outbox = clock, state, outbox

    def routes(self) -> Sequence[web.RouteDef]:
        return [web.post("/_simulator/custody", self.entry)]

    async def entry(self, request: web.Request) -> web.Response:
        order = await read_model(request, CustodyOrder)
        handoff = self._state.handoff(order.handoff_id)
        if handoff is None:
            raise web.HTTPNotFound(text="no such handoff")
        made = self._made(handoff, order)
        sent = None if order.hold else await self._outbox.send(made, order)
        return web.json_response(told(made, sent))

    def _made(self, handoff: Handoff, order: CustodyOrder) -> Made:
        sequence = order.sequence or self._next(handoff)
        body = {
            "version": "1",
            "kind": CUSTODY,
            "handoff_id": handoff.handoff_id,
            "city": handoff.role,
            "sequence": sequence,
            "step": order.step,
            "at": self._clock.beijing().isoformat(),
            "facts": order.facts,
            "sealed": order.sealed
            or self._outbox.sealed({"note": order.note} if order.note else None),
        } | order.says
        made = Made(
            message_id=str(uuid4()),
            handoff_id=handoff.handoff_id,
            body=as_bytes(body).decode(),
            sequence=sequence,
            is_held=order.hold,
        )
        self._state.made[made.message_id] = made
        return made

    def _next(self, handoff: Handoff) -> int:
        bodies = (
            json.loads(one.body)
            for one in self._state.made.values()
            if one.handoff_id == handoff.handoff_id
        )
        return 1 + len([one for one in bodies if one["kind"] == CUSTODY])
