"""Every rule that an ID token must keep, broken one at a time."""

from datetime import timedelta
from typing import get_args

import aiohttp
import pytest

from mobile_api.accounts.identity.claims import IDENTITY
from mobile_api.accounts.identity.openid.client import OpenIdClient
from mobile_api.accounts.models import Person
from mobile_api.accounts.proofs.models import IdentityBinding
from mobile_api.shared import clock
from tests.actors import Citizen
from tests.mobile_api.accounts.identity.browser import Browser
from tests.simulators.identity.tokens import Misbehaviour

# A sign-in does not ask when the person was last authenticated; a step-up does.
ABOUT_FRESHNESS = {"old_auth_time", "no_auth_time"}
FORGERIES = sorted(set(get_args(Misbehaviour)) - ABOUT_FRESHNESS)


async def came_back_with(browser: Browser, *begin: str, user: str = "li-si") -> dict[str, str]:
    await browser.prove(await browser.begin(*begin), user)
    return await browser.come_back()


@pytest.mark.parametrize("how", FORGERIES)
async def test_a_forged_answer_signs_nobody_in(browser: Browser, how: str) -> None:
    await browser.admin("misbehave", how=how)
    assert await came_back_with(browser) == {"identity_error": "identity_refused"}
    assert (await Person.all().count(), await IdentityBinding.all().count()) == (0, 0)
    # The next one, as it should be, is taken.
    assert "exchange_code" in await came_back_with(browser)


@pytest.mark.parametrize("how", sorted(ABOUT_FRESHNESS))
async def test_a_step_up_needs_a_person_who_is_there_now(
    browser: Browser, citizen: Citizen, how: str
) -> None:
    await browser.admin("misbehave", how=how)
    answer = await came_back_with(browser, "step_up", citizen.tokens["access_token"])
    assert answer == {"identity_error": "identity_refused"}


async def test_an_elliptic_key_is_as_good_and_rotation_is_followed(browser: Browser) -> None:
    assert "exchange_code" in await came_back_with(browser)
    await browser.admin("rotate-keys", algorithm="ES256", keep_old=False)
    assert "exchange_code" in await came_back_with(browser)
    await browser.admin("rotate-keys", algorithm="RS256")
    # Asked for anew just now, so not again: a flood of strange tokens is no flood of requests.
    assert await came_back_with(browser) == {"identity_error": "identity_refused"}
    counts = (await browser.client.get(f"{browser.service}/_simulator/requests")).json()["counts"]
    assert counts["/jwks"] >= 2


async def test_unknown_keys_ask_for_the_key_set_once(browser: Browser) -> None:
    await came_back_with(browser)
    path = f"{browser.service}/_simulator/requests?path=/jwks"
    before = (await browser.client.get(path)).json()["count"]
    await browser.admin("misbehave", how="unknown_kid", times=5)
    for _ in range(5):
        await came_back_with(browser)
    assert (await browser.client.get(path)).json()["count"] == before + 1


@pytest.mark.parametrize(
    "fields",
    [
        {"issuer": "https://another.example"},
        {"code_challenge_methods_supported": ["plain"]},
        {"token_endpoint": "gopher://token.example"},
        {"jwks_uri": None},
    ],
)
async def test_metadata_that_lowers_our_guard_is_not_followed(
    browser: Browser, fields: dict[str, object]
) -> None:
    await browser.admin("metadata", fields=fields)
    asked = {"purpose": "sign_in", "return_to": "/"}
    answer = await browser.client.get("/api/v1/identity/authorize", params=asked)
    assert (answer.status_code, answer.json()["code"]) == (503, "identity_service_unavailable")


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/token", "error"),
        ("/token", "bad_gateway"),
        ("/token", "empty"),
        ("/token", "reset"),
        ("/token", "truncated"),
        ("/jwks", "error"),
        ("/userinfo", "bad_gateway"),
    ],
)
async def test_a_service_that_breaks_leaves_a_friendly_answer(
    browser: Browser, path: str, kind: str
) -> None:
    fault = {"path": path, "kind": kind, "code": 500}
    await browser.prove(await browser.begin(), "li-si")
    await browser.admin("faults", **fault)
    assert await browser.come_back() == {"identity_error": "identity_service_unavailable"}
    assert "exchange_code" in await came_back_with(browser)


async def test_a_slow_service_is_not_waited_for(browser: Browser) -> None:
    identity = IDENTITY.of(browser.stack.app)
    assert identity is not None
    await identity.client.close()
    identity.client = OpenIdClient(browser.stack.settings, aiohttp.ClientTimeout(total=0.3))
    await browser.prove(await browser.begin(), "li-si")
    await browser.admin("faults", path="/token", kind="slow", seconds=1.0)
    assert await browser.come_back() == {"identity_error": "identity_service_unavailable"}


async def test_the_secret_may_go_in_the_form(browser: Browser) -> None:
    fields = {"token_endpoint_auth_methods_supported": ["client_secret_post"]}
    await browser.admin("metadata", fields=fields)
    assert "exchange_code" in await came_back_with(browser)


async def test_an_id_token_is_not_used_later(browser: Browser) -> None:
    await browser.prove(await browser.begin(), "li-si")
    with clock.standing_at(clock.now() + timedelta(minutes=7)):
        assert await browser.come_back() == {"identity_error": "identity_refused"}
