"""The two families of access tokens of an app id and their lives.

`cgi-bin/token` makes a new one on each call and leaves the old one five minutes; `stable_token`
repeats one until its last five minutes. Neither family ends a token of the other.
"""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from aiohttp import web

from tests.simulators.clock import Clock
from tests.simulators.wechat.config import MiniProgram, WechatConfig
from tests.simulators.wechat.errors import WechatError, read_json, reply
from tests.simulators.wechat.quotas import FORCED_REFRESH, Quotas

LIFETIME = 7_200
OVERLAP = 300
FORCED_APART = 30
TOKEN_LENGTH = 512


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
        program = self._authenticate(request, request.query)
        fresh = self._replace(program.app_id, "plain")
        return reply(request, {"access_token": fresh.text, "expires_in": LIFETIME})

    async def stable_token(self, request: web.Request) -> web.Response:
        body = await read_json(request)
        program = self._authenticate(request, body)
        current = self._current.get((program.app_id, "stable"))
        if body.get("force_refresh") is True and self._may_force(program.app_id):
            self._end_all_but(current)
            current = self._replace(program.app_id, "stable")
        elif current is None or self._left(current) <= OVERLAP:
            current = self._replace(program.app_id, "stable")
        return reply(
            request, {"access_token": current.text, "expires_in": int(self._left(current))}
        )

    async def revoke(self, _request: web.Request) -> web.Response:
        """End every token at once, as a leak or a reset of the secret does."""
        revoked = len(self._known)
        self._known.clear()
        self._current.clear()
        return web.json_response({"revoked": revoked})

    def program_of(self, text: str) -> MiniProgram:
        """Whose token this is. Raises 41001, 42001 or 40001."""
        if not text:
            raise WechatError(41001)
        token = self._known.get(text)
        if token is None:
            raise WechatError(40001)
        if self._left(token) <= 0:
            is_current = self._current.get((token.app_id, token.family)) is token
            raise WechatError(42001 if is_current else 40001)
        program = self._config.program(token.app_id)
        assert program is not None, "a token belongs to a configured mini-program"
        return program

    def _authenticate(self, request: web.Request, given: Mapping[str, Any]) -> MiniProgram:
        if given.get("grant_type") != "client_credential":
            raise WechatError(40002)
        program = self._config.program(str(given.get("appid", "")))
        if program is None:
            raise WechatError(40013)
        if given.get("secret") != program.secret:
            raise WechatError(40125)
        allowed, ip = self._config.ip_whitelist, request.remote or ""
        if allowed is not None and ip not in allowed:
            raise WechatError(40164, f"invalid ip {ip} ipv6 ::ffff:{ip}, not in whitelist")
        self._quotas.spend(program.app_id, request.path)
        return program

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
