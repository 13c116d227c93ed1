"""Another city for tests of the handoff: a simulator on a free port, and what is asked of it.

It knows nothing of its partner before `know` and the partner nothing of it: `public_key`,
`encryption_key` and `base_url` are what is registered. See `docs/partner/`.
"""

import base64
import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import httpx

from tests.simulators.clock import Clock
from tests.simulators.partner_city import create_app
from tests.simulators.partner_city.config import CityConfig
from tests.simulators.partner_city.state import CityState
from tests.simulators.running import running

MESSAGES = "/partner/v1/messages"
# Patience of the test with the simulator, which itself waits for the product.
_CUT_OFF = 60


@dataclass(frozen=True)
class PartnerAnswer:
    """What the product answered. `number` names the request for `replay`.

    `fault`: what does not hold of the signature over this very request (`missing`, `key` ...), None
    where all does. `receipt` is that of the envelope, `receipt_fault` likewise about it. `broken`:
    the line broke, and nothing came back.
    """

    number: int
    message_id: str
    status: int
    headers: Mapping[str, str]
    body: str
    fault: str | None
    receipt: Mapping[str, Any] | None
    receipt_fault: str | None
    broken: str

    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def code(self) -> str:
        """Of a problem or of a refusing receipt; empty for an answer that has none."""
        if self.receipt is not None:
            return str(self.receipt["code"] or "")
        kind = self.headers.get("content-type", "")
        return str(self.json()["code"]) if kind == "application/problem+json" else ""


@dataclass(frozen=True)
class PartnerMessage:
    """A message that the simulated city made; `answer` is None where it is held back."""

    message_id: str
    handoff_id: str
    body: str
    sequence: int | None
    answer: PartnerAnswer | None

    @property
    def answered(self) -> PartnerAnswer:
        assert self.answer is not None, "it is held back"
        return self.answer


@dataclass(frozen=True)
class PartnerPage:
    """One page of a material to be handed over; see `PageOf` of the simulator."""

    key: str
    content: bytes
    page: int = 1
    media_type: str = "image/jpeg"
    by: str = "url"
    lie: str = ""
    says: Mapping[str, Any] = field(default_factory=dict)

    def ordered(self) -> dict[str, Any]:
        told = {"key": self.key, "page": self.page, "media_type": self.media_type}
        content = base64.b64encode(self.content).decode()
        return told | {
            "content_base64": content,
            "by": self.by,
            "lie": self.lie,
            "says": dict(self.says),
        }


class PartnerCity:
    """The simulated city as its people would use it. `more` of each method are the further fields
    of the order of that name in `tests/simulators/partner_city/`, `signing` and `after` among them.
    """

    def __init__(self, client: httpx.AsyncClient, city: Mapping[str, str]) -> None:
        self._client = client
        self._told(city)

    def _told(self, city: Mapping[str, str]) -> None:
        self.base_url, self.name = city["base_url"], city["name"]
        self.region_code, self.key_id = city["region_code"], city["key_id"]
        self.public_key, self.encryption_key = city["public_key"], city["encryption_key"]

    async def admin(self, method: str, path: str, body: Any = None) -> Any:
        """A call of `/_simulator/`. Raises HTTPStatusError for a misspelt one."""
        response = await self._client.request(method, f"/_simulator/{path}", json=body)
        if response.is_error:
            raise httpx.HTTPStatusError(response.text, request=response.request, response=response)
        return response.json()

    async def know(self, *public_keys: str, encryption_key: str = "", base_url: str = "") -> None:
        """What the partner registers with this city; an empty text leaves as it was."""
        told: dict[str, Any] = {"public_keys": list(public_keys)} if public_keys else {}
        if encryption_key:
            told["encryption_key"] = encryption_key
        if base_url:
            told["base_url"] = base_url
        await self.admin("PUT", "partner", told)

    async def rotate_key(self) -> None:
        """Another key signs from now on, and nobody has registered it yet."""
        self._told(await self.admin("POST", "keys/rotate"))

    async def offer(self, items: list[Any], maintenance: list[Any] | None = None) -> None:
        await self.admin("PUT", "offers", {"items": items, "maintenance": maintenance or []})

    # As home city

    async def tell(self, handoff_id: str, event: str, **more: Any) -> PartnerMessage:
        """Make one event and send it, unless `hold` is true."""
        order = {"handoff_id": handoff_id, "event": event} | more
        return _message(await self.admin("POST", "events", order))

    async def handle(self, handoff_id: str, *events: str, **more: Any) -> list[PartnerMessage]:
        """Several events in one go, by default from `checked` to `completed`."""
        order = {"handoff_id": handoff_id} | ({"events": list(events)} if events else {}) | more
        return [_message(one) for one in (await self.admin("POST", "handle", order))["events"]]

    # As taking city

    async def hand_over(self, *pages: PartnerPage, **more: Any) -> PartnerMessage:
        """A case; `says={"item": ..., "agreement": ...}` tells what for."""
        return await self._taking("case", pages, more)

    async def correct(self, handoff_id: str, *pages: PartnerPage, **more: Any) -> PartnerMessage:
        return await self._taking("correction", pages, {"handoff_id": handoff_id} | more)

    async def withdraw(self, handoff_id: str, **more: Any) -> PartnerMessage:
        return await self._taking("withdrawal", (), {"handoff_id": handoff_id} | more)

    async def _taking(
        self, kind: str, pages: tuple[PartnerPage, ...], more: Mapping[str, Any]
    ) -> PartnerMessage:
        order = {"kind": kind, "materials": [one.ordered() for one in pages]} | dict(more)
        return _message(await self.admin("POST", "messages", order))

    # As either

    async def keep_log(self, handoff_id: str, step: str, **more: Any) -> PartnerMessage:
        """One entry of that city's custody log: see `CustodyOrder` of the simulator."""
        order = {"handoff_id": handoff_id, "step": step} | more
        return _message(await self.admin("POST", "custody", order))

    async def send(self, path: str = MESSAGES, **more: Any) -> PartnerAnswer:
        """Any request: see `SendOrder` of the simulator."""
        return _answer(await self.admin("POST", "send", {"path": path} | more))

    async def get(self, path: str, **more: Any) -> PartnerAnswer:
        return await self.send(path, method="GET", **more)

    async def again(self, message_id: str, **more: Any) -> PartnerMessage:
        """The same bytes under the same id, signed anew; also what was held back."""
        return _message(await self.admin("POST", f"made/{message_id}/send", more))

    async def replay(self, number: int) -> PartnerAnswer:
        """An earlier request byte for byte, with its signature."""
        return _answer(await self.admin("POST", f"sent/{number}/replay"))

    async def taken(self, kind: str = "", handoff_id: str = "") -> list[dict[str, Any]]:
        """Messages that came: `said` is the body, `plain` what was sealed in it."""
        chosen = {"kind": kind, "handoff_id": handoff_id}
        query = str(httpx.QueryParams({key: one for key, one in chosen.items() if one}))
        found: list[dict[str, Any]] = (await self.admin("GET", f"taken?{query}"))["taken"]
        return found

    async def handoff(self, handoff_id: str) -> dict[str, Any]:
        found: dict[str, Any] = await self.admin("GET", f"handoffs/{handoff_id}")
        return found

    async def misbehave(self, **misdeed: Any) -> None:
        """See `Misdeed` of the simulator: answers signed otherwise, refused, about another."""
        await self.admin("POST", "misdeeds", misdeed)

    async def fail(self, kind: str, path: str = MESSAGES, **more: Any) -> None:
        """See `Fault` of the simulators: `error` with `code` 503, `lost`, `reset`, `slow` ..."""
        await self.admin("POST", "faults", {"kind": kind, "path": path} | more)

    async def behave(self) -> None:
        await self.admin("DELETE", "misdeeds")
        await self.admin("DELETE", "faults")

    async def lie_about(self, page: PartnerPage, elsewhere: str = "") -> None:
        """From now on what `page.lie` says, also where it was handed over before."""
        content = base64.b64encode(page.content).decode()
        order = {"content_base64": content, "lie": page.lie, "media_type": page.media_type}
        await self.admin("POST", "pages", order | {"elsewhere": elsewhere})


def _answer(sent: Mapping[str, Any]) -> PartnerAnswer:
    return PartnerAnswer(sent["number"], sent["message_id"], **sent["answer"])


def _message(told: Mapping[str, Any]) -> PartnerMessage:
    made, sent = dict(told["made"]), told["sent"]
    made.pop("is_held")
    return PartnerMessage(**made, answer=_answer(sent) if sent else None)


@asynccontextmanager
async def partner_city(
    clock: Clock, product_url: str = "", *, state: CityState | None = None, **config: Any
) -> AsyncIterator[PartnerCity]:
    """A city while the block runs; `product_url` is the base URL of the partner that it calls,
    `config` further fields of its CityConfig (`region_code`, `name` ...), `state` what it keeps."""
    settings = CityConfig(callback_url=product_url, **config)
    async with running(create_app(settings, clock, state)) as url:
        settings.base_url = settings.base_url or url
        async with httpx.AsyncClient(base_url=url, timeout=_CUT_OFF, trust_env=False) as client:
            city = (await client.get("/_simulator/city")).json()
            yield PartnerCity(client, city)
