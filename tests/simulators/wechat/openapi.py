"""WeChat's own tools for developers: what is left of a quota, what happened in a request."""

from collections.abc import Sequence

from aiohttp import web

from tests.simulators.received import Log
from tests.simulators.wechat.ground.config import WechatConfig
from tests.simulators.wechat.ground.errors import WechatError, ok, read_json, reply
from tests.simulators.wechat.ground.gate import Gate
from tests.simulators.wechat.ground.quotas import Quotas


class OpenApiTools:
    def __init__(self, config: WechatConfig, gate: Gate, quotas: Quotas, log: Log) -> None:
        self._config = config
        self._gate = gate
        self._quotas = quotas
        self._log = log

    def routes(self) -> Sequence[web.RouteDef]:
        return [
            web.post("/cgi-bin/openapi/quota/get", self.quota),
            web.post("/cgi-bin/openapi/rid/get", self.request_of_rid),
            web.post("/cgi-bin/clear_quota", self.clear_quota),
            web.post("/cgi-bin/clear_quota/v2", self.clear_quota_with_secret),
        ]

    async def quota(self, request: web.Request) -> web.Response:
        account = self._gate.admit_any(request)
        path = (await read_json(request)).get("cgi_path")
        if not isinstance(path, str) or not path.startswith("/"):
            raise WechatError(76003)
        limit, used = self._quotas.daily_limit(path), self._quotas.used(account.app_id, path)
        return ok(request, quota={"daily_limit": limit, "used": used, "remain": limit - used})

    async def request_of_rid(self, request: web.Request) -> web.Response:
        self._gate.admit_any(request)
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
        account = self._gate.admit_any(request)
        if (await read_json(request)).get("appid") != account.app_id:
            raise WechatError(40013)
        self._quotas.clear(account.app_id)
        return ok(request)

    async def clear_quota_with_secret(self, request: web.Request) -> web.Response:
        """Works without an access token, for those who have used up their calls for tokens too."""
        body = await read_json(request)
        account = self._config.account(str(body.get("appid", "")))
        if account is None:
            raise WechatError(40013)
        if body.get("appsecret") != account.secret:
            raise WechatError(40125)
        self._quotas.clear(account.app_id)
        return ok(request)
