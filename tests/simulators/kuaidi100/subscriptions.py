"""POST /poll: who wants to be told of which number. There is no sign; the key is inside."""

from collections.abc import Mapping, Sequence
from typing import Any

from aiohttp import web

from tests.simulators.clock import Clock
from tests.simulators.kuaidi100.config import Kuaidi100Config
from tests.simulators.kuaidi100.errors import Refusal, answered, refused
from tests.simulators.kuaidi100.pushes import Pushes
from tests.simulators.kuaidi100.queries import form_of, object_of
from tests.simulators.kuaidi100.state import Kuaidi100State, Number, Subscription

_MONTH = 30 * 86_400
_MOST_CHARACTERS = 32


class Subscriptions:
    def __init__(
        self, config: Kuaidi100Config, clock: Clock, state: Kuaidi100State, pushes: Pushes
    ) -> None:
        self._config = config
        self._clock = clock
        self._state = state
        self._pushes = pushes

    def routes(self) -> Sequence[web.RouteDef]:
        return [web.post("/poll", self.subscribe)]

    async def subscribe(self, request: web.Request) -> web.Response:
        form = await form_of(request)
        try:
            if form.get("schema") != "json":
                raise Refusal("700")
            wanted = object_of(form.get("param", ""), "700")
            self._check_caller(wanted)
            number, subscription = self._subscription(wanted)
            self._accept(number, subscription)
        except Refusal as refusal:
            return refused(refusal.code)
        return answered({"result": True, "returnCode": "200", "message": "提交成功"})

    def _check_caller(self, wanted: Mapping[str, Any]) -> None:
        if wanted.get("key") != self._config.key:
            raise Refusal("600")
        if self._config.is_expired:
            raise Refusal("601")

    def _subscription(self, wanted: Mapping[str, Any]) -> tuple[Number, Subscription]:
        more, text = wanted.get("parameters") or {}, str(wanted.get("number") or "")
        company = str(wanted.get("company") or "")
        is_finding_out = str(more.get("autoCom", "0")) == "1"
        if not text or len(text) > _MOST_CHARACTERS or not more.get("callbackurl"):
            raise Refusal("700")
        if company in self._config.refused_carriers:
            raise Refusal("701")
        number = self._state.numbers.get(text)
        if number is None:
            if not company:
                raise Refusal("702")
            number = self._state.numbers[text] = Number(number=text, carrier_code=company)
        if not company and not is_finding_out:
            raise Refusal("700")
        if number.carrier_code in self._config.phone_carriers and not more.get("phone"):
            raise Refusal("700")
        return number, Subscription(
            company=company or number.carrier_code,
            callback_url=str(more["callbackurl"]),
            salt=more.get("salt"),
            is_finer=str(more.get("resultv2", "0")) in {"4", "8"},
        )

    def _accept(self, number: Number, subscription: Subscription) -> None:
        """Raises Refusal: 501 while it is polled, 500 when the month is used up."""
        now = self._clock.now()
        if number.status == "polling":
            raise Refusal("501")
        number.subscribed_at = [at for at in number.subscribed_at if at > now - _MONTH]
        if len(number.subscribed_at) >= self._config.subscriptions_a_month:
            raise Refusal("500")
        number.subscribed_at.append(now)
        number.status, number.subscription = "polling", subscription
        self._pushes.begin(number)
