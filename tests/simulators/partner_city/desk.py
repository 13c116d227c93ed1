"""What is seen of a city and told to it: its keys, its partner, what came, its misdeeds."""

import json
from collections.abc import Sequence
from typing import Any

from aiohttp import web
from pydantic import Field

from tests.simulators.admin import AdminBody, read_model
from tests.simulators.partner_city.config import CityConfig
from tests.simulators.partner_city.keys import CityKeys, key_id_of, public_key
from tests.simulators.partner_city.misdeeds import Misdeed, Misdeeds
from tests.simulators.partner_city.state import CityState


class PartnerOrder(AdminBody):
    """What the partner has registered with this city; null leaves as it was."""

    base_url: str | None = None
    public_keys: list[str] | None = None
    encryption_key: str | None = None


class OwnUrl(AdminBody):
    """This city's base URL as the partner has it, where that is not where it listens."""

    url: str


class Offers(AdminBody):
    """What `items` answers, and the windows of `profile`."""

    items: list[dict[str, Any]] = Field(default_factory=list)
    maintenance: list[dict[str, Any]] = Field(default_factory=list)


class Desk:
    def __init__(
        self, config: CityConfig, state: CityState, keys: CityKeys, misdeeds: Misdeeds
    ) -> None:
        self._config, self._state, self._keys, self._misdeeds = config, state, keys, misdeeds

    def routes(self) -> Sequence[web.RouteDef]:
        return [
            web.get("/_simulator/city", self.city),
            web.put("/_simulator/base-url", self.change_base_url),
            web.put("/_simulator/partner", self.change_partner),
            web.put("/_simulator/offers", self.change_offers),
            web.post("/_simulator/keys/rotate", self.rotate),
            web.post("/_simulator/misdeeds", self.add_misdeed),
            web.delete("/_simulator/misdeeds", self.clear_misdeeds),
            web.get("/_simulator/taken", self.taken),
            web.get("/_simulator/handoffs/{handoff_id}", self.handoff),
        ]

    async def city(self, _request: web.Request) -> web.Response:
        """What the partner registers."""
        return web.json_response(
            {
                "region_code": self._config.region_code,
                "name": self._config.name,
                "base_url": self._config.base_url,
                "public_key": self._keys.own.public,
                "key_id": self._keys.own.key_id,
                "encryption_key": self._keys.seal.recipient,
            }
        )

    async def change_base_url(self, request: web.Request) -> web.Response:
        self._config.base_url = (await read_model(request, OwnUrl)).url.rstrip("/")
        return await self.city(request)

    async def change_partner(self, request: web.Request) -> web.Response:
        told = await read_model(request, PartnerOrder)
        if told.base_url is not None:
            self._config.callback_url = told.base_url
        if told.encryption_key is not None:
            self._config.partner_recipient = told.encryption_key
        if told.public_keys is not None:
            try:
                keys = [public_key(one) for one in told.public_keys]
            except ValueError as error:
                raise web.HTTPBadRequest(text=str(error)) from None
            self._config.partner_keys = {key_id_of(key): key for key in keys}
        return web.json_response({"key_ids": sorted(self._config.partner_keys)})

    async def change_offers(self, request: web.Request) -> web.Response:
        told = await read_model(request, Offers)
        self._state.items, self._state.maintenance = told.items, told.maintenance
        return web.json_response(told.model_dump())

    async def rotate(self, request: web.Request) -> web.Response:
        """Another key signs from now on; the partner is not told."""
        self._keys.rotate()
        return await self.city(request)

    async def add_misdeed(self, request: web.Request) -> web.Response:
        self._misdeeds.waiting.append(await read_model(request, Misdeed))
        return web.json_response({"waiting": len(self._misdeeds.waiting)})

    async def clear_misdeeds(self, _request: web.Request) -> web.Response:
        self._misdeeds.waiting.clear()
        return web.json_response({"waiting": 0})

    async def taken(self, request: web.Request) -> web.Response:
        """`?kind=` and `?handoff_id=`: messages that came, oldest first, unsealed."""
        asked = request.query
        found = [
            one.model_dump() | {"said": json.loads(one.body)}
            for one in self._state.taken.values()
            if asked.get("kind", one.kind) == one.kind
            and asked.get("handoff_id", one.handoff_id) == one.handoff_id
        ]
        return web.json_response({"taken": found})

    async def handoff(self, request: web.Request) -> web.Response:
        found = self._state.handoff(request.match_info["handoff_id"])
        if found is None:
            raise web.HTTPNotFound
        events = [json.loads(found.events[one]) for one in sorted(found.events)]
        return web.json_response(found.model_dump() | {"events": events})
