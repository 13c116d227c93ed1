"""WeChat's own tools for developers: what is left of a quota, what happened in a request."""

from collections.abc import Sequence

from aiohttp import web

from tests.simulators.received import Log
from tests.simulators.wechat.errors import WechatError, ok, read_json, reply
from tests.simulators.wechat.gate import Gate
from tests.simulators.wechat.quotas import Quotas


class OpenApiTools:
    def __init__(self, gate: Gate, quotas: Quotas, log: Log) -> None:
        self._gate = gate
        self._quotas = quotas
        self._log = log

    def routes(self) -> Sequence[web.RouteDef]:
        return [
            web.post("/cgi-bin/openapi/quota/get", self.quota),
            web.post("/cgi-bin/openapi/rid/get", self.request_of_rid),
            web.post("/cgi-bin/clear_quota", self.clear_quota),
        ]

    async def quota(self, request: web.Request) -> web.Response:
        program = self._gate.admit(request)
        path = (await read_json(request)).get("cgi_path")
        if not isinstance(path, str) or not path.startswith("/"):
            raise WechatError(76003)
        limit, used = self._quotas.daily_limit(path), self._quotas.used(program.app_id, path)
        return ok(request, quota={"daily_limit": limit, "used": used, "remain": limit - used})

    async def request_of_rid(self, request: web.Request) -> web.Response:
        self._gate.admit(request)
        rid = (await read_json(request)).get("rid")
        found = next((one for one in self._log.entries if one.request_id == rid), None)
        if found is None:
            raise WechatError(76021)
        seen = {
            "invoke_time": found.at,
            "request_url": found.path,
            "request_body": found.body,
            "response_body": found.reply,
        }
        return reply(request, {"errcode": 0, "errmsg": "ok", "request": seen})

    async def clear_quota(self, request: web.Request) -> web.Response:
        program = self._gate.admit(request)
        if (await read_json(request)).get("appid") != program.app_id:
            raise WechatError(40013)
        self._quotas.clear(program.app_id)
        return ok(request)
