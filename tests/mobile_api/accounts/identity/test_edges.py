"""When Redis is gone, when the account has closed, and what must never be written down."""

import logging
from collections.abc import AsyncIterator

import pytest
from redis.asyncio import Redis

from mobile_api.accounts.models import Person
from mobile_api.accounts.proofs.models import IdentityBinding
from mobile_api.shared import clock
from mobile_api.shared.logging import configured_formatter
from mobile_api.shared.process.cache import REDIS
from mobile_api.shared.settings.providers import IdentitySettings
from tests.actors import Citizen
from tests.mobile_api.accounts.identity.browser import AUTHORIZE, Browser, answer_of
from tests.simulators.identity.defaults import CLIENT_SECRET
from tests.stack import Stack
from tests.test_privacy import dump


@pytest.fixture
async def without_redis(stack: Stack) -> AsyncIterator[None]:
    """A connection to where no Redis listens, for the time of a test."""
    with stack.having(REDIS, Redis.from_url("redis://127.0.0.1:1")):
        yield


async def test_without_redis_nothing_begins(browser: Browser, without_redis: None) -> None:
    answer = await browser.client.get(AUTHORIZE, params={"purpose": "sign_in"})
    assert (answer.status_code, answer.json()["code"]) == (503, "temporarily_unavailable")


async def test_redis_goes_while_the_person_is_away(browser: Browser, stack: Stack) -> None:
    await browser.prove(await browser.begin(), "li-si")
    with stack.having(REDIS, Redis.from_url("redis://127.0.0.1:1")):
        assert (await browser.client.get(browser.callback)).status_code == 503
    # Nothing was used up: the same address works when Redis is back.
    assert "exchange_code" in await browser.come_back()


async def test_an_account_that_closed_meanwhile_is_not_raised(
    browser: Browser, citizen: Citizen
) -> None:
    await browser.prove(await browser.begin("step_up", citizen.tokens["access_token"]), "li-si")
    code = (await browser.come_back())["exchange_code"]
    await Person.all().update(closed_at=clock.now())
    assert (await browser.exchange(code)).status_code == 401
    assert await IdentityBinding.all().count() == 0


async def test_what_waited_too_long_is_over(browser: Browser, stack: Stack) -> None:
    await browser.prove(await browser.begin(), "li-si")
    await REDIS.of(stack.app).flushdb()
    assert (await browser.client.get(browser.callback)).status_code == 410


async def test_nothing_secret_or_personal_is_written_down(
    browser: Browser, stack: Stack, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    caplog.handler.setFormatter(configured_formatter("test"))
    await browser.prove(await browser.begin(), "li-si")
    exchange_code = (await browser.come_back())["exchange_code"]
    redis = REDIS.of(stack.app)
    values = [await redis.get(key) for key in await redis.keys("*")]
    cached = b"".join(value for value in values if isinstance(value, bytes))
    assert (await browser.exchange(exchange_code)).status_code == 201
    # httpx, which plays the browser here, logs the addresses that it visits.
    logged = "\n".join(
        record.getMessage()
        for record in caplog.records
        if not record.name.startswith(("httpx", "httpcore"))
    )
    answer = answer_of(browser.callback)
    secret = (exchange_code, browser.flow_secret, answer["code"], answer["state"], CLIENT_SECRET)
    personal = ("李四", "370000198505050012", "13900139000")
    assert not [value for value in (*secret, *personal) if value in logged]
    assert not [value for value in personal[1:] if value in await dump()]
    assert not [value for value in personal if value.encode() in cached]


async def test_a_broken_flow_is_told_in_the_log_by_its_rule(
    browser: Browser, caplog: pytest.LogCaptureFixture
) -> None:
    await browser.admin("misbehave", how="wrong_nonce")
    await browser.prove(await browser.begin(), "li-si")
    await browser.come_back()
    assert "identity refused: nonce" in caplog.text


@pytest.mark.parametrize("levels", ['{"acr": "1"}', '{"acr": "5"}', '{"acr": "high"}', "[]"])
def test_levels_that_mean_nothing_are_refused(levels: str) -> None:
    with pytest.raises(ValueError, match="identity_levels"):
        IdentitySettings(identity_levels=levels)


async def test_a_code_of_the_service_runs_out(browser: Browser) -> None:
    await browser.prove(await browser.begin(), "li-si")
    browser.stack.clock.advance(120)
    try:
        assert await browser.come_back() == {"identity_error": "identity_refused"}
    finally:
        browser.stack.clock.advance(-120)
