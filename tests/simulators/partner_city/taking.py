"""The taking city (收件地): hands a case over, corrects it, takes it back."""

import base64
from collections.abc import Sequence
from typing import Any, Literal
from uuid import UUID, uuid4

from aiohttp import web
from pydantic import Field

from tests.simulators.admin import AdminBody, read_model
from tests.simulators.clock import Clock
from tests.simulators.partner_city.config import CityConfig
from tests.simulators.partner_city.keys import as_bytes
from tests.simulators.partner_city.materials import Lie, Materials
from tests.simulators.partner_city.outbox import Outbox, told
from tests.simulators.partner_city.receiving import digest_of
from tests.simulators.partner_city.sending import Manner
from tests.simulators.partner_city.state import CASE, CityState, Handoff, Made

APPLICANT = {"name": "张三丰", "id_number": "370000199003070018", "phone": "13800138000"}


class PageOf(AdminBody):
    """One page of a material. `by` "url": where it is stands in the message; "link": the home city
    asks. `lie` is about the bytes that are served, `says` about what the message tells of them.
    """

    key: str
    page: int = 1
    media_type: str = "image/jpeg"
    content_base64: str
    by: Literal["url", "link"] = "url"
    lie: Lie = ""
    says: dict[str, Any] = Field(default_factory=dict)


class MessageOrder(Manner):
    """A message of the taking city; a `case` makes its handoff, the others need its id.

    `says`: members of the body to replace or add (`item`, `agreement`, `region_code`, `round`);
    `plain`: members of what is sealed likewise; `sealed`: these letters, whatever they are.
    """

    kind: Literal["case", "correction", "withdrawal"] = "case"
    handoff_id: str | None = None
    message_id: str | None = None
    says: dict[str, Any] = Field(default_factory=dict)
    plain: dict[str, Any] = Field(default_factory=dict)
    sealed: str | None = None
    materials: list[PageOf] = Field(default_factory=list)
    hold: bool = False


class Taking:
    def __init__(
        self,
        config: CityConfig,
        clock: Clock,
        state: CityState,
        outbox: Outbox,
        materials: Materials,
    ) -> None:
        self._config, self._clock, self._state = config, clock, state
        self._outbox, self._materials = outbox, materials

    def routes(self) -> Sequence[web.RouteDef]:
        return [web.post("/_simulator/messages", self.message)]

    async def message(self, request: web.Request) -> web.Response:
        order = await read_model(request, MessageOrder)
        made = self._made(order)
        sent = None if order.hold else await self._outbox.send(made, order)
        return web.json_response(told(made, sent))

    def _made(self, order: MessageOrder) -> Made:
        handoff_id = str(UUID(order.handoff_id)) if order.handoff_id else str(uuid4())
        members = {"version": "1", "kind": order.kind, "handoff_id": handoff_id}
        body = as_bytes(members | self._members(order) | order.says).decode()
        made = Made(
            message_id=order.message_id or str(uuid4()),
            handoff_id=handoff_id,
            body=body,
            is_held=order.hold,
        )
        self._state.made.setdefault(made.message_id, made)
        if order.kind == CASE:
            self._state.handoffs.setdefault(handoff_id, self._handoff(made))
        if known := self._state.handoff(handoff_id):
            known.digests += [self._digest(one) for one in order.materials]
        return made

    def _handoff(self, made: Made) -> Handoff:
        return Handoff(
            handoff_id=made.handoff_id,
            role="taking",
            case_message_id=made.message_id,
            case_digest=digest_of(made.body),
            status="sent",
        )

    def _members(self, order: MessageOrder) -> dict[str, Any]:
        now = self._clock.beijing().isoformat()
        if order.kind == "withdrawal":
            return {"asked_at": now}
        plain = {"applicant": APPLICANT, "form": {}, "post_to": None} | order.plain
        filled: dict[str, Any] = {
            "situation": {},
            "materials": [self._material(one) for one in order.materials],
            "sealed": order.sealed or self._outbox.sealed(plain),
        }
        if order.kind == "correction":
            return filled | {"round": 1, "corrected_at": now}
        return filled | {
            "agreement": "agreement-1",
            "item": "passport",
            "mode": "fully_online",
            "region_code": "990200",
            "from_region_code": self._config.region_code,
            "taken_number": f"{self._config.region_code}T{len(self._state.made) + 1:06d}",
            "taken_at": now,
            "identity": {"level": 3, "means": "identity_service", "on": now[:10]},
        }

    def _digest(self, order: PageOf) -> str:
        return self._materials.keep(base64.b64decode(order.content_base64), order.media_type)

    def _material(self, order: PageOf) -> dict[str, Any]:
        sha256 = self._digest(order)
        self._state.pages[sha256].lie = order.lie
        return {
            "key": order.key,
            "page": order.page,
            "media_type": order.media_type,
            "size": len(base64.b64decode(order.content_base64)),
            "sha256": sha256,
            "url": self._materials.url_of(sha256) if order.by == "url" else None,
        } | order.says
