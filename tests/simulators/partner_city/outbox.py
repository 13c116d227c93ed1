"""Messages that a city has made: bytes that stay, each time under a fresh signature."""

from collections.abc import Sequence
from typing import Any

from aiohttp import web

from tests.simulators.admin import read_model
from tests.simulators.partner_city.config import CityConfig
from tests.simulators.partner_city.keys import sealed_for
from tests.simulators.partner_city.sending import Manner, Sending, SendOrder, Sent
from tests.simulators.partner_city.state import CityState, Made


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
