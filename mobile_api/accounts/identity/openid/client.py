"""The OpenID Connect client: authorization code flow with PKCE, over one aiohttp session.

PyJWT checks signatures; the flow itself is here, because the asyncio clients at hand bring an HTTP
client of their own and leave nonce, rotation and single use to the caller anyway.
"""

import base64
import hashlib
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote_plus, urlencode

import aiohttp
import jwt
import orjson

from mobile_api.accounts.identity.openid.documents import (
    WELL_KNOWN,
    ProviderMetadata,
    SigningKeys,
    metadata_of,
)
from mobile_api.accounts.identity.openid.errors import refusal, silence
from mobile_api.accounts.identity.openid.id_tokens import (
    check_access_token,
    check_fresh,
    check_nonce,
    claims_of,
    header_of,
)
from mobile_api.shared import clock
from mobile_api.shared.provider_call import provider_call
from mobile_api.shared.settings.settings import Settings

SCOPE = "openid profile phone identity"
CALLBACK_PATH = "/api/v1/identity/callback"
# A step-up shows that the person is there now, not that a browser was left open.
STEP_UP_MAX_AGE = timedelta(minutes=5)
_KEPT = timedelta(hours=1)
# An unknown key id asks for the keys anew, but a flood of them does not flood the service.
_REFETCH_EVERY = timedelta(seconds=30)
_TIMEOUT = aiohttp.ClientTimeout(sock_connect=3)
_MOST_BYTES = 262_144


class OpenIdClient:
    """This process's view of one identity service; `close` it at the end."""

    def __init__(self, settings: Settings, timeout: aiohttp.ClientTimeout = _TIMEOUT) -> None:
        self.issuer = settings.identity_issuer_url
        self._client_id = settings.identity_client_id
        self._secret = settings.identity_client_secret
        self._redirect_uri = settings.public_url.rstrip("/") + CALLBACK_PATH
        # Proxies and .netrc of the environment are not for a call that carries the secret.
        self._http = aiohttp.ClientSession(timeout=timeout, trust_env=False)
        self._metadata: tuple[ProviderMetadata, datetime] | None = None
        self._keys: tuple[SigningKeys, datetime] | None = None
        self._missed_at: datetime | None = None

    async def close(self) -> None:
        await self._http.close()

    async def authorize_url(
        self, *, state: str, nonce: str, verifier: str, acr_values: list[str], is_step_up: bool
    ) -> str:
        """Where the person proves who they are. Raises IdentityServiceSilent."""
        challenge = hashlib.sha256(verifier.encode()).digest()
        query = {
            "response_type": "code",
            "client_id": self._client_id,
            "redirect_uri": self._redirect_uri,
            "scope": SCOPE,
            "state": state,
            "nonce": nonce,
            "code_challenge": base64.urlsafe_b64encode(challenge).decode().rstrip("="),
            "code_challenge_method": "S256",
        }
        if acr_values:
            query["acr_values"] = " ".join(acr_values)
        if is_step_up:
            query |= {"prompt": "login", "max_age": str(int(STEP_UP_MAX_AGE.total_seconds()))}
        endpoint = (await self._provider()).authorization_endpoint
        return endpoint + ("&" if "?" in endpoint else "?") + urlencode(query)

    async def claims(
        self, code: str, *, verifier: str, nonce: str, is_step_up: bool
    ) -> dict[str, Any]:
        """Who has signed in, by ID token and userinfo; what the signed token says goes first.

        Raises IdentityRefused for whatever does not hold, IdentityServiceSilent.
        """
        tokens = await self._exchange(code, verifier)
        claims = await self._checked(tokens["id_token"])
        check_nonce(claims, nonce)
        check_access_token(claims, tokens["access_token"])
        if is_step_up:
            check_fresh(claims, STEP_UP_MAX_AGE)
        # A claim of the token that is null says nothing, so it does not hide what userinfo says.
        told = {name: value for name, value in claims.items() if value is not None}
        return await self._userinfo(tokens["access_token"], claims["sub"]) | told

    async def is_from_issuer(self, iss: str | None) -> bool:
        """Whether an answer names the right issuer, where it has to name one (RFC 9207)."""
        if iss is not None:
            return iss == self.issuer
        return not (await self._provider()).authorization_response_iss_parameter_supported

    async def _exchange(self, code: str, verifier: str) -> dict[str, str]:
        provider = await self._provider()
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": self._redirect_uri,
            "code_verifier": verifier,
        }
        headers = {}
        if provider.takes_basic_authentication:
            # RFC 6749, section 2.3.1: both parts are form-encoded before they are joined.
            pair = f"{quote_plus(self._client_id)}:{quote_plus(self._secret)}"
            headers["Authorization"] = "Basic " + base64.b64encode(pair.encode()).decode()
        else:
            form |= {"client_id": self._client_id, "client_secret": self._secret}
        tokens = await self._call(
            "token", "POST", provider.token_endpoint, data=form, headers=headers
        )
        if str(tokens.get("token_type", "")).lower() != "bearer":
            raise refusal("no bearer token")
        found = {name: tokens.get(name) for name in ("id_token", "access_token")}
        if not all(isinstance(token, str) and token for token in found.values()):
            raise refusal("no tokens")
        return {name: str(token) for name, token in found.items()}

    async def _checked(self, token: str) -> dict[str, Any]:
        header = header_of(token)
        key = await self._key(header.get("kid"), header["alg"])
        return claims_of(token, key, issuer=self.issuer, client_id=self._client_id)

    async def _userinfo(self, access_token: str, subject: str) -> dict[str, Any]:
        endpoint = (await self._provider()).userinfo_endpoint
        if endpoint is None:
            return {}
        headers = {"Authorization": f"Bearer {access_token}"}
        found = await self._call("userinfo", "GET", endpoint, headers=headers)
        # Core 1.0, section 5.3.2: another subject's answer must not be used.
        if found.get("sub") != subject:
            raise refusal("userinfo of another subject")
        return found

    async def _provider(self) -> ProviderMetadata:
        if self._metadata is None or self._metadata[1] < clock.now() - _KEPT:
            document = await self._call("metadata", "GET", self.issuer.rstrip("/") + WELL_KNOWN)
            self._metadata = metadata_of(document, self.issuer), clock.now()
        return self._metadata[0]

    async def _key(self, kid: object, algorithm: object) -> jwt.PyJWK:
        key = (await self._key_set()).find(kid, algorithm)
        if key is None and self._may_ask_again():
            self._keys = None
            key = (await self._key_set()).find(kid, algorithm)
        if key is None:
            raise refusal("signed by an unknown key")
        return key

    def _may_ask_again(self) -> bool:
        now = clock.now()
        if self._missed_at is not None and now - self._missed_at < _REFETCH_EVERY:
            return False
        self._missed_at = now
        return True

    async def _key_set(self) -> SigningKeys:
        if self._keys is None or self._keys[1] < clock.now() - _KEPT:
            uri = (await self._provider()).jwks_uri
            self._keys = SigningKeys(await self._call("keys", "GET", uri)), clock.now()
        return self._keys[0]

    async def _call(self, name: str, method: str, url: str, **more: Any) -> dict[str, Any]:
        """A JSON object. No redirect is followed: the secret goes where the metadata says."""
        try:
            async with provider_call("identity", name):
                return await self._answer(method, url, **more)
        except (aiohttp.ClientError, OSError) as error:
            raise silence(type(error).__name__) from None

    async def _answer(self, method: str, url: str, **more: Any) -> dict[str, Any]:
        async with self._http.request(method, url, allow_redirects=False, **more) as response:
            body = await _limited(response)
        if response.status in (400, 401, 403):
            raise refusal(f"HTTP {response.status}")
        try:
            answer = orjson.loads(body) if response.status == 200 else None
        except ValueError:
            answer = None
        if not isinstance(answer, dict):
            raise silence(f"HTTP {response.status} without an answer")
        return answer


async def _limited(response: aiohttp.ClientResponse) -> bytes:
    body = b""
    async for chunk in response.content.iter_chunked(16_384):
        body += chunk
        if len(body) > _MOST_BYTES:
            raise aiohttp.ClientPayloadError("too large")
    return body
