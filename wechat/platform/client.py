"""WeChat's server API for asyncio: wechatpy's API classes over one aiohttp session."""

import json
import re
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import aiohttp
from redis.asyncio import Redis
from wechatpy.client import WeChatClient

from mobile_api.shared.process.cache import REDIS
from mobile_api.shared.process.parts import SETTINGS, Part, closing
from mobile_api.shared.provider_call import provider_call
from mobile_api.shared.settings.settings import Settings
from mobile_api.shared.tasks.single_flight import SingleFlight
from wechat.platform.errors import (
    TOKEN_CODES,
    ArgumentRefused,
    ConfigurationFault,
    OutcomeUnknown,
    TransientFault,
    fault_of,
)
from wechat.platform.tokens import SharedToken, SharedTokens

_OFFICIAL = "https://api.weixin.qq.com"
_TIMEOUT = aiohttp.ClientTimeout(sock_connect=3)
_CONNECTIONS = 200
_RID = re.compile(r"rid: ([0-9a-f-]{8,40})")
# A gateway that timed out may have passed the call on; its other answers mean that it could not.
_GATEWAY_TIMEOUT = 504


class WechatClient(WeChatClient):
    """One mini-program or official account at WeChat; every API method returns an awaitable.

    Calls raise WechatFault. A call whose access token is refused is repeated once with a new one.
    """

    def __init__(
        self, http: aiohttp.ClientSession, redis: Redis, *, app_id: str, secret: str, api_url: str
    ) -> None:
        super().__init__(app_id, secret, auto_retry=False)
        self._aiohttp = http
        self._api_url = api_url.rstrip("/")
        # What several callers wait for; it ends with this client, not with the first of them.
        self.flights = SingleFlight()
        self.tokens = SharedTokens(redis, f"wechat:token:{app_id}", self._fetch_token, self.flights)
        self.tickets = SharedTokens(
            redis, f"wechat:ticket:{app_id}", self._fetch_ticket, self.flights
        )

    @property
    def app_id(self) -> str:
        return str(self.appid)

    @property
    def access_token(self) -> str:
        # The base class reads every property before __init__; only this exception is let pass.
        raise AttributeError("use `await client.tokens.current()`")

    async def close(self) -> None:
        await self.flights.close()
        await self._aiohttp.close()

    async def _fetch_token(self) -> SharedToken:
        body = {
            "grant_type": "client_credential",
            "appid": self.appid,
            "secret": self.secret,
            "force_refresh": False,
        }
        url = f"{self._api_url}/cgi-bin/stable_token"
        return await _fetched(self._exchange("post", url, {}, _encoded(body)), "access_token")

    async def _fetch_ticket(self) -> SharedToken:
        """The JS-SDK's; WeChat has one for each official account."""
        return await _fetched(self.get("ticket/getticket", params={"type": "jsapi"}), "ticket")

    # The names `method` and `url_or_endpoint` are those by which the base class calls.
    async def _request(
        self,
        method: str,
        url_or_endpoint: str,
        *,
        api_base_url: str | None = None,
        params: Mapping[str, Any] | None = None,
        data: Any = None,
        result_processor: Callable[[Any], Any] | None = None,
    ) -> Any:
        url = url_or_endpoint
        if not url.startswith("https://"):
            url = (api_base_url or self.API_BASE_URL) + url
        url = url.replace(_OFFICIAL, self._api_url, 1)
        query = {key: str(value) for key, value in (params or {}).items() if value is not None}
        # The interfaces below /sns/ take the secret instead, and must not see the token.
        send = self._exchange if "/sns/" in url else self._exchange_with_token
        answer = await send(method, url, query, _encoded(data))
        return result_processor(answer) if result_processor else answer

    async def _exchange_with_token(
        self, method: str, url: str, query: dict[str, str], body: bytes | None
    ) -> Any:
        token = await self.tokens.current()
        try:
            return await self._exchange(method, url, query | {"access_token": token}, body)
        except TransientFault as fault:
            if fault.errcode not in TOKEN_CODES:
                raise
        token = await self.tokens.current(rejected=token)
        return await self._exchange(method, url, query | {"access_token": token}, body)

    async def _exchange(
        self, method: str, url: str, query: dict[str, str], body: bytes | None
    ) -> Any:
        """One HTTP exchange: JSON as dict, a picture as bytes. Raises WechatFault."""
        # Faults are raised `from None`: aiohttp's texts hold the URL, and with it token and secret.
        try:
            async with provider_call("wechat", url.removeprefix(self._api_url)):
                return await self._send(method, url, query, body)
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError):
            raise TransientFault() from None
        except (aiohttp.ClientError, OSError):
            raise OutcomeUnknown() from None

    async def _send(self, method: str, url: str, query: dict[str, str], body: bytes | None) -> Any:
        async with self._aiohttp.request(
            method, url, params=query, data=body, allow_redirects=False
        ) as response:
            content = await response.read()
        if response.status == _GATEWAY_TIMEOUT:
            raise OutcomeUnknown()
        if response.status >= 500:
            raise TransientFault()
        if response.status != 200:
            raise ConfigurationFault()
        # An error may come under a picture's type, so the first byte decides too.
        is_picture = response.content_type.startswith("image/")
        if is_picture and not content.lstrip().startswith(b"{"):
            return content
        return _result(content)


def _encoded(data: Any) -> bytes | None:
    """UTF-8 JSON without escapes: WeChat counts an escape as six characters."""
    if isinstance(data, dict):
        return json.dumps(data, ensure_ascii=False).encode()
    if data is None or isinstance(data, bytes):
        return data
    raise ArgumentRefused()


def _result(content: bytes) -> dict[str, Any]:
    """The JSON object; WeChat sends byte order marks and raw control characters at times."""
    try:
        answer = json.loads(content.decode("utf-8-sig", "replace"), strict=False)
        errcode = int(answer.get("errcode") or 0)
    except (ValueError, AttributeError, TypeError):
        raise OutcomeUnknown() from None
    if errcode != 0:
        found = _RID.search(str(answer.get("errmsg", "")))
        raise fault_of(errcode, found.group(1) if found else "")
    return dict(answer)


async def _fetched(call: Awaitable[Mapping[str, Any]], name: str) -> SharedToken:
    """Raises WechatFault, but never OutcomeUnknown: a token may always be asked for again."""
    try:
        answer = await call
    except OutcomeUnknown:
        raise TransientFault() from None
    token, seconds = answer.get(name), str(answer.get("expires_in"))
    if not isinstance(token, str) or not token or not seconds.isdecimal():
        raise TransientFault()
    return SharedToken.lasting(token, int(seconds))


def make_client(settings: Settings, redis: Redis) -> WechatClient:
    """The mini-program's client of this process; call in its event loop, `close` at the end."""
    return _connected(
        settings, redis, settings.wechat_mini_program_app_id, settings.wechat_mini_program_secret
    )


def make_official_account(settings: Settings, redis: Redis) -> WechatClient | None:
    """The official account's client, as `make_client`; None where the city has no such account."""
    app_id, secret = (
        settings.wechat_official_account_app_id,
        settings.wechat_official_account_secret,
    )
    return _connected(settings, redis, app_id, secret) if app_id else None


def _connected(settings: Settings, redis: Redis, app_id: str, secret: str) -> WechatClient:
    connector = aiohttp.TCPConnector(limit=_CONNECTIONS, keepalive_timeout=10)
    # Proxies and .netrc of the environment are not for a call that carries the secret.
    http = aiohttp.ClientSession(connector=connector, timeout=_TIMEOUT, trust_env=False)
    url = settings.wechat_api_url
    return WechatClient(http, redis, app_id=app_id, secret=secret, api_url=url)


MINI_PROGRAM = Part(
    "mini-program",
    lambda parts: closing(make_client(SETTINGS.of(parts), REDIS.of(parts))),
    needs=[REDIS],
)
OFFICIAL_ACCOUNT = Part(
    "official account",
    lambda parts: closing(make_official_account(SETTINGS.of(parts), REDIS.of(parts))),
    needs=[REDIS],
)
