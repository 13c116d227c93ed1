"""From the beginning to the single use: nobody finishes what another began."""

import httpx
import pytest

from mobile_api.accounts.identity.claims import IDENTITY
from mobile_api.accounts.proofs.models import IdentityBinding
from tests.actors import Citizen, Colleague
from tests.mobile_api.accounts.identity.browser import AUTHORIZE, Browser, answer_of
from tests.mobile_api.accounts.later import later
from tests.stack import Stack


async def test_an_exchange_code_works_once_and_with_its_secret_only(browser: Browser) -> None:
    await browser.prove(await browser.begin(), "li-si")
    code = (await browser.come_back())["exchange_code"]
    assert (await browser.exchange(code)).status_code == 201
    again = await browser.exchange(code)
    assert (again.status_code, again.json()["code"]) == (410, "identity_flow_over")


async def test_who_sends_another_to_the_service_gains_nothing(
    browser: Browser, citizen: Citizen
) -> None:
    """The attacker begins; the victim proves, and the victim's browser gets the code."""
    attacker, victim = browser, Browser(browser.stack, browser.client)
    url = await attacker.begin("step_up", citizen.tokens["access_token"])
    await victim.prove(url, "li-si")
    code = (await victim.come_back())["exchange_code"]
    # The victim's app began nothing, and the attacker never sees the code.
    await victim.begin()
    assert (await victim.exchange(code)).status_code == 410
    assert (await attacker.exchange(code)).status_code == 410
    assert (await citizen.ok("GET", "/api/v1/me"))["assurance_level"] == 1


async def test_coming_back_twice_leads_to_the_same_place(browser: Browser) -> None:
    await browser.prove(await browser.begin(), "li-si")
    first, second = await browser.come_back(), await browser.come_back()
    assert first == second
    assert (await browser.exchange(first["exchange_code"])).status_code == 201


async def test_a_strange_state_is_told_kindly(browser: Browser) -> None:
    path = "/api/v1/identity/callback?code=x&state=never-given"
    for accept, kind in (("*/*", "application/problem+json"), ("text/html", "text/html")):
        answer = await browser.client.get(path, headers={"Accept": accept})
        assert answer.status_code == 410
        assert answer.headers["content-type"].startswith(kind)
        assert "重新开始" in answer.text


async def test_who_cancels_is_told_so(browser: Browser) -> None:
    await browser.prove(await browser.begin(), "nobody")
    assert await browser.come_back() == {"identity_error": "identity_cancelled"}
    assert await browser.come_back() == {"identity_error": "identity_cancelled"}


async def test_an_answer_of_another_issuer_is_refused(browser: Browser) -> None:
    await browser.prove(await browser.begin(), "li-si")
    right = browser.callback
    browser.callback = right.replace("iss=http", "iss=https")
    assert await browser.come_back() == {"identity_error": "identity_refused"}


async def test_a_code_of_another_sign_in_is_refused(browser: Browser) -> None:
    """Code injection: the code was given out for another verifier and another nonce."""
    other = Browser(browser.stack, browser.client)
    await other.prove(await other.begin(), "li-si")
    await browser.prove(await browser.begin(), "wang-wu")
    mine, theirs = answer_of(browser.callback), answer_of(other.callback)
    browser.callback = browser.callback.replace(mine["code"], theirs["code"])
    assert await browser.come_back() == {"identity_error": "identity_refused"}


@pytest.mark.parametrize(
    "path",
    [
        "//evil.example",
        "/\\evil.example",
        "https://evil.example",
        "evil",
        "",
        "/a\nb",
        "/a#b",
        "/ b",
    ],
)
async def test_only_paths_of_ours_are_returned_to(browser: Browser, path: str) -> None:
    asked = {"purpose": "sign_in", "return_to": path}
    answer = await browser.client.get(AUTHORIZE, params=asked)
    assert answer.status_code == 422
    assert [fault["path"] for fault in answer.json()["errors"]] == ["/return_to"]


async def test_what_is_asked_of_the_service(browser: Browser, citizen: Citizen) -> None:
    url = await browser.begin("step_up", citizen.tokens["access_token"], level=3)
    query = answer_of(url)
    assert query["code_challenge_method"] == "S256"
    assert (query["prompt"], query["max_age"]) == ("login", "300")
    assert query["acr_values"] == "urn:sim:present"
    assert query["redirect_uri"] == f"{browser.stack.api}/api/v1/identity/callback"
    assert browser.flow_secret not in url


async def test_a_level_beyond_the_service_is_said_at_once(browser: Browser) -> None:
    asked = {"purpose": "sign_in", "level": "4"}
    answer = await browser.client.get(AUTHORIZE, params=asked)
    assert (answer.status_code, answer.json()["code"]) == (403, "level_not_reached")


async def test_a_level_not_reached_does_not_count(browser: Browser, citizen: Citizen) -> None:
    token = citizen.tokens["access_token"]
    await browser.prove(await browser.begin("step_up", token, level=3), "wang-wu")
    assert await browser.come_back() == {"identity_error": "level_not_reached"}


async def test_a_step_up_needs_somebody_signed_in(browser: Browser, colleague: Colleague) -> None:
    asked = {"purpose": "step_up"}
    assert (await browser.client.get(AUTHORIZE, params=asked)).status_code == 401
    staff = {"Authorization": f"Bearer {colleague.tokens['access_token']}"}
    answer = await browser.client.get(AUTHORIZE, params=asked, headers=staff)
    assert answer.status_code == 403


async def test_a_city_without_the_service_says_so(stack: Stack, client: httpx.AsyncClient) -> None:
    with stack.having(IDENTITY, None):
        answer = await client.get(AUTHORIZE, params={"purpose": "sign_in"})
        assert (answer.status_code, answer.json()["code"]) == (404, "identity_not_offered")


@pytest.mark.parametrize("acr", ["urn:sim:present", "urn:sim:typed"])
async def test_a_session_of_yesterday_adds_no_identity(
    browser: Browser, citizen: Citizen, acr: str
) -> None:
    """Whoever has come by an old session must not be able to keep the account."""
    await browser.admin("person", user="thief", acr=acr, name="钱七")
    with later(browser.stack, minutes=11):
        answer = await browser.go("thief", "step_up", citizen.tokens["access_token"])
    assert (answer.status_code, answer.json()["code"]) == (403, "proof_needed")
    assert await IdentityBinding.all().count() == 0
    assert (await citizen.ok("GET", "/api/v1/me"))["assurance_level"] == 1


async def test_an_old_session_steps_up_by_an_identity_of_its_own(browser: Browser) -> None:
    token = await browser.signed_in("li-si")
    with later(browser.stack, minutes=11):
        assert (await browser.go("li-si", "step_up", token)).status_code == 201


async def test_a_new_identity_is_told_to_the_account(browser: Browser, citizen: Citizen) -> None:
    answer = await browser.go("li-si", "step_up", citizen.tokens["access_token"])
    told = await browser.get("/api/v1/me/messages", answer.json()["access_token"])
    assert [one["event"] for one in told["entries"]] == ["binding_added"]


async def test_a_session_that_was_ended_finishes_no_step_up(
    browser: Browser, citizen: Citizen
) -> None:
    await browser.prove(await browser.begin("step_up", citizen.tokens["access_token"]), "li-si")
    code = (await browser.come_back())["exchange_code"]
    body = {"refresh_token": citizen.tokens["refresh_token"]}
    assert (await browser.client.post("/api/v1/sessions/end", json=body)).status_code == 204
    assert (await browser.exchange(code)).status_code == 410
    assert await IdentityBinding.all().count() == 0
