"""The simulated identity service against an independent protocol library: Authlib and joserfc.

Their own HTTP clients are not used; the library writes the requests and reads the answers.
"""

from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from authlib.oauth2.auth import ClientAuth
from authlib.oauth2.rfc6749.parameters import (
    parse_authorization_code_response,
    prepare_grant_uri,
    prepare_token_request,
)
from authlib.oauth2.rfc7636 import create_s256_code_challenge
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.jwk import KeySet

from mobile_api.shared import clock
from tests.simulators import identity
from tests.simulators.clock import Clock
from tests.simulators.identity.config import IdentityConfig
from tests.simulators.running import running

REDIRECT = "https://city.example/api/v1/identity/callback"
VERIFIER = "a-verifier-of-at-least-forty-three-characters-0123456789"
# Authlib joins id and secret as they are, so that nothing in them may need encoding.
CLIENT_ID, SECRET = "party", "plain-secret"
WAYS = ["client_secret_basic", "client_secret_post"]


@pytest.fixture
async def service(clock: Clock) -> AsyncIterator[str]:
    config = IdentityConfig(CLIENT_ID, SECRET, "https://city.example")
    async with running(identity.create_app(config, clock)) as url:
        yield url


@pytest.fixture
async def visitor() -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(trust_env=False) as client:
        yield client


def sign_in_page(service: str, redirect: str = REDIRECT, **more: str) -> str:
    asked = {
        "nonce": "once",
        "code_challenge": create_s256_code_challenge(VERIFIER),
        "code_challenge_method": "S256",
    } | more
    return str(
        prepare_grant_uri(
            f"{service}/authorize",
            CLIENT_ID,
            "code",
            redirect,
            "openid profile phone identity",
            "state",
            **asked,
        )
    )


async def code_of(visitor: httpx.AsyncClient, url: str, user: str = "li-si") -> str:
    back = (await visitor.get(f"{url}&_user={user}")).headers["location"]
    return str(parse_authorization_code_response(back, "state")["code"])


async def redeemed(
    service: str,
    visitor: httpx.AsyncClient,
    code: str,
    *,
    way: str = "client_secret_post",
    verifier: str = VERIFIER,
    secret: str = SECRET,
) -> httpx.Response:
    body = prepare_token_request(
        "authorization_code", redirect_uri=REDIRECT, code=code, code_verifier=verifier
    )
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    uri = f"{service}/token"
    uri, headers, body = ClientAuth(CLIENT_ID, secret, way).prepare("POST", uri, headers, body)
    return await visitor.post(uri, headers=headers, content=body)


def checked(service: str, tokens: dict[str, Any], keys: Any, alg: str) -> CodeIDToken:
    """The claims, after every check that Authlib makes."""
    found = jwt.decode(tokens["id_token"], KeySet.import_key_set(keys), algorithms=[alg])
    expected = {"iss": {"value": service}, "aud": {"value": CLIENT_ID}}
    params = {"nonce": "once", "client_id": CLIENT_ID, "access_token": tokens["access_token"]}
    claims = CodeIDToken(found.claims, found.header, expected, params)
    claims.validate(now=int(clock.now().timestamp()))
    return claims


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("algorithm", ["RS256", "ES256"])
async def test_an_independent_client_signs_in(
    service: str, visitor: httpx.AsyncClient, way: str, algorithm: str
) -> None:
    await visitor.post(f"{service}/_simulator/rotate-keys", json={"algorithm": algorithm})
    code = await code_of(visitor, sign_in_page(service))
    tokens = (await redeemed(service, visitor, code, way=way)).json()
    metadata = (await visitor.get(f"{service}/.well-known/openid-configuration")).json()
    assert metadata["issuer"] == service
    keys = (await visitor.get(metadata["jwks_uri"])).json()
    claims = checked(service, tokens, keys, algorithm)
    bearer = {"Authorization": f"Bearer {tokens['access_token']}"}
    userinfo = (await visitor.get(metadata["userinfo_endpoint"], headers=bearer)).json()
    assert userinfo["sub"] == claims["sub"]
    assert (userinfo["name"], claims["acr"]) == ("李四", "urn:sim:present")


async def test_a_code_works_once_and_for_its_verifier(
    service: str, visitor: httpx.AsyncClient
) -> None:
    code = await code_of(visitor, sign_in_page(service))
    assert (await redeemed(service, visitor, code)).status_code == 200
    assert (await redeemed(service, visitor, code)).json() == {"error": "invalid_grant"}
    code = await code_of(visitor, sign_in_page(service))
    refused = await redeemed(service, visitor, code, verifier="another-verifier" * 3)
    assert refused.json() == {"error": "invalid_grant"}


async def test_what_is_not_registered_is_refused(service: str, visitor: httpx.AsyncClient) -> None:
    evil = sign_in_page(service, "https://city.example.evil.example/api/v1/identity/callback")
    assert (await visitor.get(f"{evil}&_user=li-si")).status_code == 400
    refused = await redeemed(service, visitor, "x", secret="wrong")
    assert (refused.status_code, refused.json()) == (401, {"error": "invalid_client"})
    assert (await visitor.get(f"{service}/userinfo")).status_code == 401


@pytest.mark.parametrize("less", [{"code_challenge": ""}, {"code_challenge_method": "plain"}])
async def test_a_request_without_pkce_goes_back_as_an_error(
    service: str, visitor: httpx.AsyncClient, less: dict[str, str]
) -> None:
    answer = await visitor.get(f"{sign_in_page(service, **less)}&_user=li-si")
    assert "error=invalid_request" in answer.headers["location"]


async def test_a_person_chooses_on_a_page(service: str, visitor: httpx.AsyncClient) -> None:
    page = await visitor.get(sign_in_page(service))
    assert page.headers["content-type"].startswith("text/html")
    assert "李四" in page.text and "_user=li-si" in page.text
