"""What a city sends, byte for byte, signed well or badly, and what came back."""

import base64
import json
from collections.abc import AsyncIterator, Sequence
from typing import Any
from uuid import uuid4

import httpcore
from aiohttp import web
from pydantic import BaseModel, Field

from tests.simulators.admin import AdminBody, read_model
from tests.simulators.clock import Clock
from tests.simulators.partner_city.config import CityConfig
from tests.simulators.partner_city.messages import (
    MESSAGE_ID,
    Answered,
    Asked,
    Signing,
    Tampering,
    http_fields,
)
from tests.simulators.partner_city.receipts import opened
from tests.simulators.partner_city.signing import Signer, fault_of


class Manner(AdminBody):
    """How something is sent: `signing` before, `after` what is changed once it was signed."""

    signing: Signing = Field(default_factory=Signing)
    after: Tampering = Field(default_factory=Tampering)


class SendOrder(Manner):
    """Any request. `path` stands under the partner's base URL; `body` is UTF-8, `body_base64` any
    bytes; `message_id` is new where it is not told; `headers` are there before it is signed.
    """

    method: str = "POST"
    path: str = "/partner/v1/messages"
    body: str = ""
    body_base64: str | None = None
    message_id: str | None = None
    headers: dict[str, str] = Field(default_factory=dict)

    @property
    def content(self) -> bytes:
        if self.body_base64 is not None:
            return base64.b64decode(self.body_base64)
        return self.body.encode()


class Answer(BaseModel):
    """What came back. `fault`: what does not hold of its signature over this very request.

    `broken`: the line broke, and nothing else is told. `receipt`: of the envelope in the body.
    """

    status: int = 0
    headers: dict[str, str] = Field(default_factory=dict)
    body: str = ""
    fault: str | None = None
    receipt: dict[str, Any] | None = None
    receipt_fault: str | None = None
    broken: str = ""


class Sent(BaseModel):
    """One request as it went over the wire, and its answer."""

    number: int
    message_id: str
    method: str
    url: str
    headers: dict[str, str]
    body: bytes = Field(exclude=True)
    answer: Answer


class Sending:
    """Every request gets a line of its own: one that the partner closed surprises no other."""

    def __init__(self, config: CityConfig, clock: Clock, signer: Signer) -> None:
        self._config, self._clock, self._signer = config, clock, signer
        self.all: list[Sent] = []
        self._pool: httpcore.AsyncConnectionPool | None = None

    async def lifespan(self, _app: web.Application) -> AsyncIterator[None]:
        async with httpcore.AsyncConnectionPool(max_keepalive_connections=0) as self._pool:
            yield

    def routes(self) -> Sequence[web.RouteDef]:
        return [
            web.post("/_simulator/send", self.order),
            web.post("/_simulator/sent/{number}/replay", self.replay),
            web.get("/_simulator/sent", self.sent),
        ]

    async def order(self, request: web.Request) -> web.Response:
        order = await read_model(request, SendOrder)
        return web.json_response((await self.send(order)).model_dump())

    async def replay(self, request: web.Request) -> web.Response:
        """The bytes of an earlier request once more, signature and all."""
        number = int(request.match_info["number"])
        if number >= len(self.all):
            raise web.HTTPNotFound
        first = self.all[number]
        again = Asked(first.method, first.url, first.headers, first.body)
        return web.json_response((await self._sent(again, first.message_id)).model_dump())

    async def sent(self, _request: web.Request) -> web.Response:
        return web.json_response({"sent": [one.model_dump() for one in self.all]})

    async def send(self, order: SendOrder) -> Sent:
        message_id = order.message_id or str(uuid4())
        content = order.content
        kind = {"Content-Type": "application/json"} if content else {}
        headers = kind | {MESSAGE_ID: message_id} | order.headers
        url = self._config.callback_url.rstrip("/") + order.path
        asked = Asked(order.method, url, headers, content)
        self._signer.sign(asked, order.signing)
        return await self._sent(order.after.of(asked), message_id)

    async def _sent(self, asked: Asked, message_id: str) -> Sent:
        answer = await self._answer(asked)
        sent = Sent(
            number=len(self.all),
            message_id=message_id,
            method=asked.method,
            url=asked.url,
            headers=asked.headers,
            body=asked.body,
            answer=answer,
        )
        self.all.append(sent)
        return sent

    async def _answer(self, asked: Asked) -> Answer:
        assert self._pool is not None, "the simulator is not running"
        origin, target = _split(asked.url)
        lines = {"Host": origin.removeprefix("http://").removeprefix("https://")} | asked.headers
        if asked.body or asked.method == "POST":
            lines["Content-Length"] = str(len(asked.body))
        timeout = dict.fromkeys(("connect", "read", "write", "pool"), self._config.cut_off_seconds)
        try:
            response = await self._pool.request(
                asked.method,
                httpcore.URL(origin),
                headers=list(lines.items()),
                content=asked.body,
                extensions={"timeout": timeout, "target": target.encode()},
            )
        except (httpcore.NetworkError, httpcore.ProtocolError, httpcore.TimeoutException) as error:
            return Answer(broken=type(error).__name__)
        fields = http_fields((one.decode(), two.decode()) for one, two in response.headers)
        return self._judged(Answered(response.status, asked, fields, response.content))

    def _judged(self, answered: Answered) -> Answer:
        answer = Answer(
            status=answered.status_code,
            headers=answered.headers,
            body=answered.body.decode(errors="replace"),
            fault=fault_of(answered, self._config.partner_keys, self._clock.now()),
        )
        if answered.status_code in (202, 422):
            envelope = _json(answered.body)
            answer.receipt, answer.receipt_fault = opened(envelope, self._config.partner_keys)
        return answer


def _split(url: str) -> tuple[str, str]:
    """Origin and the rest, letter by letter."""
    scheme, _, rest = url.partition("://")
    host, slash, path = rest.partition("/")
    return f"{scheme}://{host}", slash + path or "/"


def _json(body: bytes) -> Any:
    try:
        return json.loads(body)
    except ValueError:
        return None
