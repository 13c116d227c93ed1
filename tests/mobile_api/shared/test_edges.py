"""What happens at the edge of the application: caching of answers, limits without Redis, logs."""

import logging
import sys

import pytest
from redis.asyncio import Redis

from mobile_api.shared.errors import TemporarilyUnavailable
from mobile_api.shared.http.rate_limits import RateLimit, spend
from mobile_api.shared.logging import configured_formatter
from tests.actors import Citizen
from tests.stack import Stack

# Nothing listens there.
NOWHERE = "redis://127.0.0.1:1/0"


async def test_an_unchanged_answer_is_not_sent_again(citizen: Citizen) -> None:
    first = await citizen.call("GET", "/api/v1/me")
    assert first.headers["cache-control"] == "no-store"
    tag = {"If-None-Match": first.headers["etag"]}
    again = await citizen.call("GET", "/api/v1/me", headers=dict(tag))
    assert (again.status_code, again.content) == (304, b"")
    assert (await citizen.client.get("/api/v1/me", headers=tag)).status_code == 401
    await citizen.declare_real_name("370000199103070015")
    changed = await citizen.call("GET", "/api/v1/me", headers=dict(tag))
    assert changed.status_code == 200


@pytest.mark.parametrize("needs_redis", [True, False])
async def test_only_guessing_games_stop_without_redis(stack: Stack, needs_redis: bool) -> None:
    limit = RateLimit("test", times=1, seconds=60, needs_redis=needs_redis)
    async with Redis.from_url(NOWHERE) as redis:
        if needs_redis:
            with pytest.raises(TemporarilyUnavailable):
                await spend(redis, limit, "someone")
        else:
            await spend(redis, limit, "someone")


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b'"\xff\xfe"',
        b'{"item_key":"\\ud800"}',
        b'{"item_key":"a\\u0000"}',
        b"[" * 60_000,
        b'{"situation":' * 5_000,
        b'{"item_key":' + b"9" * 60_000 + b"}",
    ],
)
async def test_a_body_that_no_parser_takes_is_refused(citizen: Citizen, body: bytes) -> None:
    headers = {
        "Authorization": f"Bearer {citizen.tokens['access_token']}",
        "Content-Type": "application/json",
    }
    refused = await citizen.client.post("/api/v1/cases", content=body, headers=headers)
    assert (refused.status_code, refused.json()["code"]) == (400, "malformed_body")


async def test_a_fault_points_to_its_place_by_rfc_6901(citizen: Citizen) -> None:
    refused = await citizen.call("POST", "/api/v1/cases", {"item_key": "passport", "a/b~c": 1})
    assert [fault["path"] for fault in refused.json()["errors"]] == ["/a~1b~0c"]


def test_the_log_names_the_fault_and_quotes_nothing() -> None:
    try:
        try:
            raise ValueError("row of 张三丰")
        except ValueError as cause:
            raise RuntimeError("370000199003070018") from cause
    except RuntimeError:
        record = logging.LogRecord(
            "x", logging.ERROR, __file__, 1, "it broke", None, sys.exc_info()
        )
    line = configured_formatter("test").format(record)
    assert "RuntimeError at" in line
    assert "ValueError at" in line
    assert "张三丰" not in line
    assert "370000199003070018" not in line
