"""After a whole journey, no personal value stands in clear in the database, a log or an address."""

import json
import logging
from urllib.parse import unquote

import httpx
import pytest

from mobile_api.shared.database import fetch
from mobile_api.shared.logging import configured_formatter
from tests.actors import ID_NUMBER, Citizen, Colleague
from tests.mobile_api.cases.test_journey import test_whole_journey as walk_the_journey
from tests.stack import Stack

# Not the last six alone: as plain digits they also turn up in times and hashes.
PERSONAL = (ID_NUMBER, ID_NUMBER[6:], "张三丰", "SANFENG", "13800138000", "幸福路")


async def dump() -> str:
    """Every value of every table as text, bytes in hexadecimal and as they would read."""
    rows = await fetch("SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'")
    parts = []
    for row in rows:
        for record in await fetch(f'SELECT * FROM "{row["name"]}"'):
            values = (
                v.decode("utf-8", "replace") if isinstance(v, bytes) else v for v in record.values()
            )
            parts.append(" ".join(map(str, values)))
    return "\n".join(parts)


async def addresses(stack: Stack, client: httpx.AsyncClient) -> str:
    """Paths and query strings that reached the simulators.

    Not those of the SMS service: its interface takes the number in the query and nowhere else.
    """
    found = []
    for base in (base for name, base in stack.simulators.items() if name != "sms"):
        seen = (await client.get(f"{base}/_simulator/requests")).json()
        found += [
            json.dumps([one["path"], one["query"]], ensure_ascii=False)
            for one in seen["requests"]
            if "/_simulator" not in one["path"]
        ]
    return unquote("\n".join(found))


async def test_nothing_personal_stands_in_clear(
    stack: Stack,
    client: httpx.AsyncClient,
    citizen: Citizen,
    colleague: Colleague,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    caplog.handler.setFormatter(configured_formatter("test"))
    await walk_the_journey(stack, client, citizen, colleague)
    places = {
        "database": await dump(),
        "log": caplog.text,
        "addresses": await addresses(stack, client),
    }
    assert all(places.values()), "a place that was not looked at proves nothing"
    found = [
        (place, value) for place, text in places.items() for value in PERSONAL if value in text
    ]
    assert found == []
