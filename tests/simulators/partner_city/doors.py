"""The doors of `docs/partner/messages.md`, as any city has them."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime

from aiohttp import web

from tests.simulators.clock import BEIJING, Clock
from tests.simulators.partner_city.answers import Answers
from tests.simulators.partner_city.config import CityConfig
from tests.simulators.partner_city.errors import Problem
from tests.simulators.partner_city.keys import CityKeys, as_bytes
from tests.simulators.partner_city.materials import Materials
from tests.simulators.partner_city.messages import Asked
from tests.simulators.partner_city.misdeeds import Misdeed, Misdeeds
from tests.simulators.partner_city.receiving import Receiving
from tests.simulators.partner_city.state import CityState, Handoff

BASE = "/partner/v1"
_MOST_EVENTS = 100
# What is behind a door: status and body of its answer. Raises Problem.
Work = Callable[[web.Request, Asked, Misdeed], tuple[int, bytes]]
Handler = Callable[[web.Request], Awaitable[web.Response]]


class Doors:
    def __init__(
        self,
        config: CityConfig,
        clock: Clock,
        state: CityState,
        keys: CityKeys,
        answers: Answers,
        misdeeds: Misdeeds,
        materials: Materials,
    ) -> None:
        self._config, self._clock, self._state, self._keys = config, clock, state, keys
        self._answers, self._misdeeds, self._materials = answers, misdeeds, materials
        self._receiving = Receiving(config, clock, state, keys)
        # Its signing key is as old as the city.
        self._begun_at = clock.beijing().isoformat()

    def routes(self) -> Sequence[web.RouteDef]:
        handoff = BASE + "/handoffs/{handoff_id}"
        return [
            web.post(BASE + "/messages", self._door(self.message)),
            web.get(handoff, self._door(self.standing)),
            web.get(handoff + "/events", self._door(self.events)),
            web.post(handoff + "/materials/{sha256}/link", self._door(self.link)),
            web.get(BASE + "/items", self._door(self.items)),
            web.get(BASE + "/profile", self._door(self.profile)),
        ]

    def _door(self, work: Work) -> Handler:
        async def handle(request: web.Request) -> web.Response:
            body = await request.read()
            asked = self._answers.asked(request, body)
            misdeed = self._misdeeds.take(request.path, body.decode(errors="replace"))
            try:
                self._answers.check(asked)
                status, said = work(request, asked, misdeed)
            except Problem as problem:
                return self._answers.problem(asked, problem, misdeed)
            return self._answers.said(asked, status, said, misdeed)

        return handle

    def message(self, _request: web.Request, asked: Asked, misdeed: Misdeed) -> tuple[int, bytes]:
        return self._receiving.take(asked, misdeed)

    def standing(self, request: web.Request, _asked: Asked, _misdeed: Misdeed) -> tuple[int, bytes]:
        handoff = self._handoff(request, "home")
        told = handoff.model_dump(include={"handoff_id", "status", "case_number"})
        return 200, as_bytes(told | {"last_sequence": handoff.last_sequence})

    def events(self, request: web.Request, _asked: Asked, _misdeed: Misdeed) -> tuple[int, bytes]:
        """Bodies as they were made, byte for byte; also of those that are held back."""
        handoff = self._handoff(request, "home")
        after = request.query.get("after", "0")
        if not after.isdecimal():
            raise Problem("body_malformed")
        later = [handoff.events[one] for one in sorted(handoff.events) if one > int(after)]
        told = f'{{"events":[{",".join(later[:_MOST_EVENTS])}]'
        return 200, f'{told},"last_sequence":{handoff.last_sequence}}}'.encode()

    def link(self, request: web.Request, _asked: Asked, _misdeed: Misdeed) -> tuple[int, bytes]:
        sha256 = request.match_info["sha256"]
        if sha256 not in self._handoff(request, "taking").digests:
            raise Problem("not_found")
        if self._state.pages[sha256].lie == "no_link":
            return 200, as_bytes({"url": None})
        url, until = self._materials.linked(sha256)
        expires_at = datetime.fromtimestamp(int(until), BEIJING).isoformat()
        return 200, as_bytes({"url": url, "expires_at": expires_at})

    def items(self, _request: web.Request, _asked: Asked, _misdeed: Misdeed) -> tuple[int, bytes]:
        return 200, as_bytes({"items": self._state.items})

    def profile(self, _request: web.Request, _asked: Asked, _misdeed: Misdeed) -> tuple[int, bytes]:
        key = self._keys.own
        published = {
            "key_id": key.key_id,
            "public_key": key.public,
            "valid_from": self._begun_at,
            "valid_until": None,
        }
        return 200, as_bytes(
            {
                "versions": ["1"],
                "region_code": self._config.region_code,
                "name": self._config.name,
                "signing_keys": [published],
                "encryption_key": self._keys.seal.recipient,
                "maintenance": self._state.maintenance,
            }
        )

    def _handoff(self, request: web.Request, role: str) -> Handoff:
        found = self._state.handoff(request.match_info["handoff_id"])
        if found is None or found.role != role:
            raise Problem("not_found")
        return found
