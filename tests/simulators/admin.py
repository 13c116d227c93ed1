"""The part of `/_simulator/` that every simulator has: faults, requests, deliveries, clock."""

from collections.abc import Sequence
from typing import Protocol, TypeVar

from aiohttp import web
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from tests.simulators.clock import Clock
from tests.simulators.deliveries import Deliveries
from tests.simulators.faults import Fault, Faults
from tests.simulators.received import Log

Model = TypeVar("Model", bound=BaseModel)


class CallsBack(Protocol):
    """A configuration whose callbacks can be sent elsewhere while the simulator runs."""

    callback_url: str


class AdminBody(BaseModel):
    """A body of `/_simulator/`; a misspelt field is a mistake in a test and is refused."""

    model_config = ConfigDict(extra="forbid")


class ClockChange(AdminBody):
    """`advance_seconds` moves the clock once, `scale` changes its speed from now on."""

    advance_seconds: float = 0
    scale: float | None = Field(None, ge=0)


class CallbackUrl(AdminBody):
    """Where the product listens; an empty text stops the calls."""

    url: str


async def read_model(request: web.Request, model: type[Model]) -> Model:
    """Raises HTTPBadRequest naming every wrong field."""
    try:
        return model.model_validate_json(await request.read() or b"{}")
    except ValidationError as error:
        raise web.HTTPBadRequest(text=str(error)) from None


class Admin:
    def __init__(
        self, clock: Clock, log: Log, faults: Faults, deliveries: Deliveries, config: CallsBack
    ) -> None:
        self._clock = clock
        self._log = log
        self._faults = faults
        self._deliveries = deliveries
        self._config = config

    def routes(self) -> Sequence[web.RouteDef]:
        return [
            web.post("/_simulator/faults", self.add_fault),
            web.delete("/_simulator/faults", self.clear_faults),
            web.get("/_simulator/requests", self.requests),
            web.get("/_simulator/deliveries", self.deliveries),
            web.post("/_simulator/clock", self.change_clock),
            web.put("/_simulator/callback-url", self.change_callback_url),
        ]

    async def add_fault(self, request: web.Request) -> web.Response:
        self._faults.waiting.append(await read_model(request, Fault))
        return web.json_response({"waiting": len(self._faults.waiting)})

    async def clear_faults(self, _request: web.Request) -> web.Response:
        self._faults.waiting.clear()
        return web.json_response({"waiting": 0})

    async def requests(self, request: web.Request) -> web.Response:
        path = request.query.get("path", "")
        chosen = self._log.select(path, request.query.get("label", ""))
        return web.json_response(
            {
                "count": len(chosen),
                "counts": self._log.counts,
                "requests": [entry.model_dump() for entry in chosen],
            }
        )

    async def deliveries(self, _request: web.Request) -> web.Response:
        return web.json_response({"deliveries": [one.describe() for one in self._deliveries.all]})

    async def change_clock(self, request: web.Request) -> web.Response:
        change = await read_model(request, ClockChange)
        if change.scale is not None:
            self._clock.set_scale(change.scale)
        self._clock.advance(change.advance_seconds)
        return web.json_response(
            {"now": self._clock.beijing().isoformat(), "scale": self._clock.scale}
        )

    async def change_callback_url(self, request: web.Request) -> web.Response:
        change = await read_model(request, CallbackUrl)
        self._config.callback_url = change.url
        return web.json_response({"url": change.url})
