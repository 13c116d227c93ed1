"""The one address of the open platform: who calls, is the envelope sound, which interface.

Field names, `logitcsInterface` among them, are the platform's own.
"""

import json
import secrets
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from aiohttp import web

from tests.simulators.clock import BEIJING, Clock
from tests.simulators.ems import errors
from tests.simulators.ems.config import EmsConfig
from tests.simulators.ems.envelope import EnvelopeFault, open_sealed
from tests.simulators.received import LABEL

PATHS = ("/amp-prod-api/f/amp/api/open", "/amp-prod-api/f/amp/api/test")
FIELDS = ("apiCode", "senderNo", "authorization", "msgType", "timeStamp", "logitcsInterface")
TIME_FORMAT = "%Y-%m-%d %H:%M:%S"
DONE = "00000"

# Gets the decrypted body; answers retBody and retMsg.
Interface = Callable[[web.Request, Any], Awaitable[tuple[Any, str]]]


class Gateway:
    def __init__(
        self, config: EmsConfig, clock: Clock, interfaces: Mapping[str, Interface]
    ) -> None:
        self._config = config
        self._clock = clock
        self._interfaces = interfaces

    def routes(self) -> Sequence[web.RouteDef]:
        return [web.post(path, self.call) for path in PATHS]

    async def call(self, request: web.Request) -> web.Response:
        form = {key: str(value) for key, value in (await request.post()).items()}
        request[LABEL] = form.get("apiCode", "")
        try:
            self._check_caller(form)
            interface = self._interfaces.get(form["apiCode"])
            if interface is None:
                raise errors.unknown_api(form["apiCode"])
            result, message = await interface(request, self._body(form))
        except errors.EmsError as error:
            return self._reply(error.code, error.message, "")
        return self._reply(DONE, message, result)

    def injected(self, _request: web.Request, code: int | str) -> web.Response:
        """The answer of a fault that names only the code."""
        return self._reply(str(code), "系统繁忙，请稍后再试", "")

    def _check_caller(self, form: Mapping[str, str]) -> None:
        for field in FIELDS:
            if not form.get(field):
                raise errors.missing(field)
        if form["senderNo"] != self._config.sender_number:
            raise errors.bad_sender()
        if form["authorization"] != self._config.authorization:
            raise errors.bad_authorization()
        self._check_timestamp(form["timeStamp"])
        if form["msgType"] != "0":
            raise errors.bad_body("msgType")

    def _check_timestamp(self, text: str) -> None:
        try:
            sent_at = datetime.strptime(text, TIME_FORMAT).replace(tzinfo=BEIJING)
        except ValueError:
            raise errors.bad_timestamp() from None
        allowed = self._config.max_skew_seconds
        if allowed is not None and abs(self._clock.now() - sent_at.timestamp()) > allowed:
            raise errors.bad_timestamp()

    def _body(self, form: Mapping[str, str]) -> Any:
        try:
            return json.loads(open_sealed(form["logitcsInterface"], self._config.sign_key))
        except EnvelopeFault as fault:
            raise errors.bad_envelope(str(fault)) from None
        except ValueError:
            raise errors.bad_body("JSON") from None

    def _reply(self, code: str, message: str, result: Any) -> web.Response:
        if self._config.result_as_text and not isinstance(result, str):
            result = json.dumps(result, ensure_ascii=False)
        body = {
            "serialNo": secrets.token_hex(16),
            "retCode": code,
            "retMsg": message,
            "retBody": result,
            "retDate": f"{self._clock.beijing():{TIME_FORMAT}}",
            "success": code == DONE,
        }
        return web.json_response(text=json.dumps(body, ensure_ascii=False))
