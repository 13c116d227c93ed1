"""POST /poll/query.do and GET /autonumber/auto: what is known of a number, and whose it is."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import parse_qsl

from aiohttp import web

from tests.simulators.clock import Clock
from tests.simulators.kuaidi100.config import Kuaidi100Config
from tests.simulators.kuaidi100.errors import Refusal, answered, refused
from tests.simulators.kuaidi100.state import Kuaidi100State, Number
from tests.simulators.kuaidi100.tracks import result_of


async def form_of(request: web.Request) -> dict[str, str]:
    """The fields as they were sent: `param` must not be parsed and written anew before signing."""
    return dict(parse_qsl((await request.read()).decode(), keep_blank_values=True))


def object_of(text: str, code: str) -> dict[str, Any]:
    """Raises Refusal with `code` for anything but a JSON object."""
    try:
        value = json.loads(text)
    except ValueError:
        raise Refusal(code) from None
    if not isinstance(value, dict):
        raise Refusal(code)
    return value


class Queries:
    def __init__(self, config: Kuaidi100Config, clock: Clock, state: Kuaidi100State) -> None:
        self._config = config
        self._clock = clock
        self._state = state

    def routes(self) -> Sequence[web.RouteDef]:
        return [
            web.post("/poll/query.do", self.query),
            web.get("/autonumber/auto", self.recognise),
        ]

    async def query(self, request: web.Request) -> web.Response:
        form = await form_of(request)
        try:
            self._check_caller(form)
            wanted = object_of(form["param"], "400")
            number = self._number(wanted)
        except Refusal as refusal:
            return refused(refusal.code)
        is_finer = str(wanted.get("resultv2", "0")) in {"4", "8"}
        return answered(result_of(number, number.entries, is_finer=is_finer))

    async def recognise(self, request: web.Request) -> web.Response:
        if request.query.get("key") != self._config.key:
            return refused("601")
        number = self._state.numbers.get(request.query.get("num", ""))
        codes = [number.carrier_code] if number else []
        return answered([{"comCode": code, "lengthPre": 13} for code in codes])

    def _check_caller(self, form: Mapping[str, str]) -> None:
        if not all(form.get(name) for name in ("customer", "sign", "param")):
            raise Refusal("400")
        if form["customer"] != self._config.customer:
            raise Refusal("400")
        if self._config.is_expired:
            raise Refusal("601")
        text = form["param"] + self._config.key + self._config.customer
        if form["sign"] != hashlib.md5(text.encode()).hexdigest().upper():
            raise Refusal("503")

    def _number(self, wanted: Mapping[str, Any]) -> Number:
        """Raises Refusal. Asking twice in half an hour locks the number for another one."""
        code, text = wanted.get("com"), wanted.get("num")
        needs_phone = code in self._config.phone_carriers
        if not code or not text or (needs_phone and not wanted.get("phone")):
            raise Refusal("400")
        number = self._state.numbers.get(str(text))
        if number is None:
            raise Refusal("500")
        now, asked_at = self._clock.now(), number.asked_at
        number.asked_at = now
        if asked_at is not None and now < asked_at + self._config.lock_seconds:
            raise Refusal(self._config.locked_code)
        if not number.entries or code != number.carrier_code:
            raise Refusal("500")
        return number
