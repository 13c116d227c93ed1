"""Cursors: every entry once, however many share an instant; what is no cursor is refused."""

import base64
import json
from datetime import datetime, timedelta
from uuid import UUID

import pytest

from mobile_api.cases.models import Case
from mobile_api.shared import clock
from tests.actors import Citizen, Colleague

NOBODY = str(UUID(int=0))


async def drafts_in_pairs(citizen: Citizen, count: int) -> list[str]:
    """Ids, newest first; two and two were touched in the same instant."""
    now = clock.now()
    for _ in range(count):
        await citizen.ok("POST", "/api/v1/cases", {"item_key": "passport"})
    cases = await Case.all().order_by("id")
    for place, case in enumerate(cases):
        touched = now - timedelta(seconds=place // 2)
        await Case.filter(id=case.id).update(touched_at=touched)
    newest_first = await Case.all().order_by("-touched_at", "-id")
    return [str(case.id) for case in newest_first]


async def walked(caller: Citizen | Colleague, path: str, size: int, **more: str) -> list[str]:
    seen: list[str] = []
    cursor: dict[str, str] = {}
    while True:
        query = {"limit": str(size)} | cursor | more
        page = await caller.ok("GET", path, params=query)
        assert page["cases"]
        seen += [case["id"] for case in page["cases"]]
        if page["next_cursor"] is None:
            return seen
        assert len(page["cases"]) == size
        cursor = {"cursor": page["next_cursor"]}


@pytest.mark.parametrize("size", [1, 2, 3, 7, 20])
async def test_every_entry_comes_once_and_in_order(citizen: Citizen, size: int) -> None:
    expected = await drafts_in_pairs(citizen, 7)
    assert await walked(citizen, "/api/v1/cases", size) == expected


async def test_the_queue_is_walked_from_the_longest_waiting(
    citizen: Citizen, colleague: Colleague
) -> None:
    expected = (await drafts_in_pairs(citizen, 5))[::-1]
    for place, case_id in enumerate(expected):
        await Case.filter(id=case_id).update(number=f"{place:021d}", status="submitted")
    assert await walked(colleague, "/staff/v1/cases", 2) == expected


def cursor_of(at: object) -> str:
    text = json.dumps({"at": at, "id": NOBODY})
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


@pytest.mark.standing_at("2026-11-25T10:00+08:00")
@pytest.mark.parametrize(
    "cursor",
    [
        "=",
        "a",
        "e30",
        "é",
        "\u4e2d",
        cursor_of(datetime(2026, 1, 1).isoformat()),  # noqa: DTZ001
        cursor_of("0001-01-01T00:00:00+14:00"),
        cursor_of("9999-12-31T23:59:59-12:00"),
        cursor_of(1e18),
        cursor_of(None),
    ],
)
async def test_what_is_no_cursor_is_refused(
    citizen: Citizen, colleague: Colleague, cursor: str
) -> None:
    for caller, path in ((citizen, "/api/v1/cases"), (colleague, "/staff/v1/cases")):
        refused = await caller.call("GET", path, params={"cursor": cursor})
        assert (refused.status_code, refused.json()["errors"][0]["path"]) == (422, "/cursor")


@pytest.mark.parametrize("limit", ["0", "101", "-1", "x", ""])
async def test_a_page_has_one_to_a_hundred_entries(citizen: Citizen, limit: str) -> None:
    refused = await citizen.call("GET", "/api/v1/cases", params={"limit": limit})
    assert (refused.status_code, refused.json()["errors"][0]["path"]) == (422, "/limit")
