"""The endpoints of the protocol: discovery, keys, sign-in page, tokens, userinfo."""

import base64
import hashlib
import hmac
import secrets
from collections.abc import Sequence
from html import escape
from typing import Any, NamedTuple
from urllib.parse import unquote_plus, urlencode

from aiohttp import web

from tests.simulators.clock import Clock
from tests.simulators.identity.config import IdentityConfig
from tests.simulators.identity.keys import b64
from tests.simulators.identity.state import IdentityState, Person
from tests.simulators.identity.switches import Switches
from tests.simulators.identity.tokens import at_hash, signed, spoilt

CHOSEN = "_user"
_SCOPES = {
    "profile": ("name",),
    "phone": ("phone_number", "phone_number_verified"),
    "identity": ("id_number", "enterprise_uscc", "enterprise_name", "enterprise_role"),
}


class Grant(NamedTuple):
    """What a code stands for until it is redeemed."""

    label: str
    nonce: str
    challenge: str
    redirect_uri: str
    scope: str
    authenticated_at: float
    expires_at: float


def failed(error: str, status: int = 400) -> web.Response:
    """An error of the token endpoint (RFC 6749, section 5.2)."""
    return web.json_response({"error": error}, status=status, headers={"Cache-Control": "no-store"})


class Provider:
    def __init__(
        self, config: IdentityConfig, clock: Clock, state: IdentityState, switches: Switches
    ) -> None:
        self._config = config
        self._clock = clock
        self._state = state
        self._switches = switches
        self._grants: dict[str, Grant] = {}
        self._tokens: dict[str, tuple[str, str]] = {}

    def routes(self) -> Sequence[web.RouteDef]:
        return [
            web.get("/.well-known/openid-configuration", self.metadata),
            web.get("/jwks", self.keys),
            web.get("/authorize", self.authorize),
            web.post("/token", self.token),
            web.get("/userinfo", self.userinfo),
        ]

    async def metadata(self, request: web.Request) -> web.Response:
        issuer = str(request.url.origin())
        return web.json_response(
            {
                "issuer": issuer,
                "authorization_endpoint": f"{issuer}/authorize",
                "token_endpoint": f"{issuer}/token",
                "userinfo_endpoint": f"{issuer}/userinfo",
                "jwks_uri": f"{issuer}/jwks",
                "response_types_supported": ["code"],
                "subject_types_supported": ["pairwise"],
                "id_token_signing_alg_values_supported": ["RS256", "ES256"],
                "scopes_supported": ["openid", *_SCOPES],
                "code_challenge_methods_supported": ["S256"],
                "authorization_response_iss_parameter_supported": True,
                "acr_values_supported": sorted({one.acr for one in self._state.people.values()}),
                **self._switches.metadata,
            }
        )

    async def keys(self, _request: web.Request) -> web.Response:
        return web.json_response(self._switches.key_set)

    async def authorize(self, request: web.Request) -> web.Response:
        """The sign-in page; a person is chosen by a click, or by a test."""
        query = request.query
        # Without a registered address there is nowhere that an error may be sent to.
        if query.get("client_id") != self._config.client_id:
            raise web.HTTPBadRequest(text="unknown client")
        if query.get("redirect_uri") != self._config.redirect_uri:
            raise web.HTTPBadRequest(text="this redirect_uri is not registered")
        issuer = str(request.url.origin())
        fault = _fault(query)
        if fault:
            return self._back({"error": fault}, query, issuer)
        label = query.get(CHOSEN)
        if label is None:
            return _page(request, self._state.people)
        if label not in self._state.people:
            return self._back({"error": "access_denied"}, query, issuer)
        code = secrets.token_urlsafe(24)
        now = self._clock.now()
        self._grants[code] = Grant(
            label,
            query["nonce"],
            query["code_challenge"],
            query["redirect_uri"],
            query["scope"],
            now,
            now + self._config.code_seconds,
        )
        return self._back({"code": code}, query, issuer)

    def _back(self, answer: dict[str, str], query: Any, issuer: str) -> web.Response:
        parts = answer | {"state": query.get("state", ""), "iss": issuer}
        location = f"{self._config.redirect_uri}?{urlencode(parts)}"
        return web.Response(status=302, headers={"Location": location})

    async def token(self, request: web.Request) -> web.Response:
        form = await request.post()
        if not self._is_our_client(request, form):
            return failed("invalid_client", 401)
        if form.get("grant_type") != "authorization_code":
            return failed("unsupported_grant_type")
        # Taken before it is looked at: a code is good for one try.
        grant = self._grants.pop(str(form.get("code", "")), None)
        if grant is None or grant.expires_at < self._clock.now():
            return failed("invalid_grant")
        challenge = b64(hashlib.sha256(str(form.get("code_verifier", "")).encode()).digest())
        if challenge != grant.challenge or form.get("redirect_uri") != grant.redirect_uri:
            return failed("invalid_grant")
        return self._tokens_for(grant, str(request.url.origin()))

    def _is_our_client(self, request: web.Request, form: Any) -> bool:
        client_id, secret = str(form.get("client_id", "")), str(form.get("client_secret", ""))
        scheme, _, encoded = request.headers.get("Authorization", "").partition(" ")
        if scheme == "Basic":
            pair = base64.b64decode(encoded).decode().split(":", 1)
            client_id, secret = (unquote_plus(part) for part in pair)
        config = self._config
        return client_id == config.client_id and hmac.compare_digest(secret, config.client_secret)

    def _tokens_for(self, grant: Grant, issuer: str) -> web.Response:
        access_token = secrets.token_urlsafe(24)
        self._tokens[access_token] = grant.label, grant.scope
        now = int(self._clock.now())
        claims = {
            "iss": issuer,
            "sub": _subject(grant.label),
            "aud": self._config.client_id,
            "iat": now,
            "exp": now + int(self._config.token_seconds),
            "auth_time": int(grant.authenticated_at),
            "nonce": grant.nonce,
            "acr": self._state.people[grant.label].acr,
            "at_hash": at_hash(access_token),
        }
        how = self._switches.take()
        answer = {"access_token": access_token, "token_type": "Bearer", "expires_in": 300}
        if how != "no_id_token":
            claims = spoilt(claims, how) | self._switches.loose.id_token
            answer["id_token"] = signed(claims, self._switches.signing, how)
        self._switches.spoil_userinfo = how == "sub_mismatch"
        return web.json_response(answer, headers={"Cache-Control": "no-store"})

    async def userinfo(self, request: web.Request) -> web.Response:
        known = self._tokens.get(request.headers.get("Authorization", "").removeprefix("Bearer "))
        if known is None:
            return failed("invalid_token", 401)
        label, scope = known
        subject = "another" if self._switches.spoil_userinfo else _subject(label)
        told = _claims(self._state.people[label], scope) | self._switches.loose.userinfo
        return web.json_response({"sub": subject, **told})


def _fault(query: Any) -> str:
    if query.get("response_type") != "code":
        return "unsupported_response_type"
    if "openid" not in query.get("scope", "").split():
        return "invalid_scope"
    is_bound = query.get("code_challenge_method") == "S256" and query.get("code_challenge")
    return "" if is_bound and query.get("nonce") and query.get("state") else "invalid_request"


def _subject(label: str) -> str:
    return hashlib.sha256(f"subject of {label}".encode()).hexdigest()[:32]


def _claims(person: Person, scope: str) -> dict[str, Any]:
    wanted = {claim for name in scope.split() for claim in _SCOPES.get(name, ())}
    known = person.model_dump(exclude={"acr", "phone"}) | {
        "phone_number": person.phone,
        "phone_number_verified": True if person.phone else None,
    }
    return {name: value for name, value in known.items() if name in wanted and value is not None}


def _page(request: web.Request, people: dict[str, Person]) -> web.Response:
    choices = "".join(
        f'<li><a href="{escape(str(request.rel_url.update_query({CHOSEN: label})))}">'
        f"{escape(person.name or label)}</a></li>"
        for label, person in [*people.items(), ("nobody", Person(name="取消"))]
    )
    text = f"<!doctype html><title>模拟身份认证</title><h1>您是哪一位?</h1><ul>{choices}</ul>"
    return web.Response(text=text, content_type="text/html")
