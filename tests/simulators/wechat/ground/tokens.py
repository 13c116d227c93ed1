"""The two families of access tokens of an app id and their lives.

`cgi-bin/token` makes a new one on each call and leaves the old one five minutes; `stable_token`
repeats one until its last five minutes. Neither family ends a token of the other.
"""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from aiohttp import web

from tests.simulators.admin import AdminBody, read_model
from tests.simulators.clock import Clock
from tests.simulators.wechat.ground.config import Account, WechatConfig
from tests.simulators.wechat.ground.errors import WechatError, read_json, reply
from tests.simulators.wechat.ground.quotas import FORCED_REFRESH, Quotas

LIFETIME = 7_200
OVERLAP = 300
FORCED_APART = 30
TOKEN_LENGTH = 512


class Revocation(AdminBody):
    """The tokens of one app id, or all of them."""

    app_id: str = ""


@dataclass
class Token:
    app_id: str
    family: str
    text: str
    expires_at: float


class Tokens:
    def __init__(self, config: WechatConfig, clock: Clock, quotas: Quotas) -> None:
        self._config = config
        self._clock = clock
        self._quotas = quotas
        self._known: dict[str, Token] = {}
        self._current: dict[tuple[str, str], Token] = {}
        self._forced_at: dict[str, float] = {}

    def routes(self) -> Sequence[web.RouteDef]:
        return [
            web.get("/cgi-bin/token", self.token),
            web.post("/cgi-bin/stable_token", self.stable_token),
            web.post("/_simulator/revoke-tokens", self.revoke),
        ]

    async def token(self, request: web.Request) -> web.Response:
        account = self._authenticate(request, request.query)
        fresh = self._replace(account.app_id, "plain")
        return reply(request, {"access_token": fresh.text, "expires_in": LIFETIME})

    async def stable_token(self, request: web.Request) -> web.Response:
        body = await read_json(request)
        account = self._authenticate(request, body)
        current = self._current.get((account.app_id, "stable"))
        if body.get("force_refresh") is True and self._may_force(account.app_id):
            self._end_all_but(current)
            current = self._replace(account.app_id, "stable")
        elif current is None or self._left(current) <= OVERLAP:
            current = self._replace(account.app_id, "stable")
        return reply(
            request, {"access_token": current.text, "expires_in": int(self._left(current))}
        )

    async def revoke(self, request: web.Request) -> web.Response:
        """End tokens at once, as a leak or a reset of the secret does."""
        app_id = (await read_model(request, Revocation)).app_id
        revoked = [one for one in self._known.values() if app_id in {"", one.app_id}]
        for token in revoked:
            del self._known[token.text]
            self._current.pop((token.app_id, token.family), None)
        return web.json_response({"revoked": len(revoked)})

    def account_of(self, text: str) -> Account:
        """Whose token this is. Raises 41001, 42001 or 40001."""
        if not text:
            raise WechatError(41001)
        token = self._known.get(text)
        if token is None:
            raise WechatError(40001)
        if self._left(token) <= 0:
            is_current = self._current.get((token.app_id, token.family)) is token
            raise WechatError(42001 if is_current else 40001)
        account = self._config.account(token.app_id)
        assert account is not None, "a token belongs to a configured account"
        return account

    def _authenticate(self, request: web.Request, given: Mapping[str, Any]) -> Account:
        if given.get("grant_type") != "client_credential":
            raise WechatError(40002)
        account = self._config.account(str(given.get("appid", "")))
        if account is None:
            raise WechatError(40013)
        if given.get("secret") != account.secret:
            raise WechatError(40125)
        allowed, ip = self._config.ip_whitelist, request.remote or ""
        if allowed is not None and ip not in allowed:
            raise WechatError(40164, f"invalid ip {ip} ipv6 ::ffff:{ip}, not in whitelist")
        self._quotas.spend(account.app_id, request.path)
        return account

    def _may_force(self, app_id: str) -> bool:
        if self._clock.now() - self._forced_at.get(app_id, 0) < FORCED_APART:
            return False
        self._quotas.spend(app_id, FORCED_REFRESH)
        self._forced_at[app_id] = self._clock.now()
        return True

    def _replace(self, app_id: str, family: str) -> Token:
        old = self._current.get((app_id, family))
        if old:
            old.expires_at = min(old.expires_at, self._clock.now() + OVERLAP)
        text = secrets.token_urlsafe(TOKEN_LENGTH)[:TOKEN_LENGTH]
        fresh = Token(app_id, family, text, self._clock.now() + LIFETIME)
        self._known[text] = self._current[app_id, family] = fresh
        return fresh

    def _end_all_but(self, current: Token | None) -> None:
        # So a second forced refresh, half a minute later, ends the token that leaked.
        for token in list(self._known.values()):
            is_older = current and (token.app_id, token.family) == (current.app_id, current.family)
            if is_older and token is not current:
                del self._known[token.text]

    def _left(self, token: Token) -> float:
        return token.expires_at - self._clock.now()
