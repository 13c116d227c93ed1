"""Every write of a case's journey, cut at each of its waits, leaves everything or nothing."""

import secrets
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import count
from typing import Any

import httpx
import pytest

from mobile_api.cases.numbers import next_case_number
from mobile_api.cases.states import CaseStatus
from mobile_api.shared import clock
from mobile_api.shared.database import connection
from mobile_api.shared.process.cache import REDIS
from tests.actors import ADDRESS, Citizen, Colleague, photo
from tests.committed import committed
from tests.cutting import Cutting, HungUp
from tests.mobile_api.cases.posting import NEW_ADDRESS, PostedCase
from tests.pictures import changes, picture
from tests.stack import Stack

FAULT = {"target": "material", "key": "exit-entry-photo", "reason": "模糊", "advice": "请重拍"}
FROM_HOME = {"address": ADDRESS}
SHADES = count()


@dataclass
class Call:
    """One write; sent again it bears the same key."""

    by: Citizen | Colleague
    path: str
    body: Any = None
    method: str = "POST"
    is_done_once: bool = True
    key: str = field(default_factory=lambda: secrets.token_hex(8))

    async def send(self, client: httpx.AsyncClient) -> httpx.Response:
        headers = {
            "Authorization": f"Bearer {self.by.tokens['access_token']}",
            "Idempotency-Key": self.key,
        }
        return await client.request(self.method, self.path, json=self.body, headers=headers)


@dataclass
class People:
    """Who acts, and the application as they reach it when their connection breaks off."""

    stack: Stack
    citizen: Citizen
    colleague: Colleague
    cutting: Cutting
    client: httpx.AsyncClient

    async def case(self, status: CaseStatus, item_key: str = "passport") -> PostedCase:
        posted = PostedCase(self.stack, self.citizen.client, self.citizen, self.colleague)
        return await posted.begin(status, item_key)

    async def send(self, call: Call, cut_at: int = 0) -> httpx.Response | None:
        """None when the call was cut before it was answered."""
        # What is counted per person and minute is not the point.
        await REDIS.of(self.stack.app).flushdb()
        self.cutting.at = cut_at
        with suppress(HungUp):
            return await call.send(self.client)
        return None


@pytest.fixture
async def people(stack: Stack, citizen: Citizen, colleague: Colleague) -> AsyncIterator[People]:
    # The first number of a day is a new row, which those after it change.
    await committed(next_case_number(stack.settings.region_code, clock.today()))
    cutting = Cutting(stack.app)
    transport = httpx.ASGITransport(app=cutting)
    async with httpx.AsyncClient(transport=transport, base_url=stack.api) as client:
        yield People(stack, citizen, colleague, cutting, client)


async def start(people: People) -> Call:
    return Call(people.citizen, "/api/v1/cases", {"item_key": "passport", "situation": {}})


async def fill(people: People) -> Call:
    case = await people.citizen.ok("POST", "/api/v1/cases", {"item_key": "passport"})
    delivery = {"kind": "post", "address": ADDRESS}
    body = {"form": {"name-in-pinyin": "ZHANG SANFENG"}, "delivery": delivery}
    return Call(people.citizen, f"/api/v1/cases/{case['id']}", body, "PATCH", is_done_once=False)


async def give(people: People) -> Call:
    case = await people.citizen.ok("POST", "/api/v1/cases", {"item_key": "passport"})
    file_id = await people.citizen.upload(photo(next(SHADES)))
    path = f"/api/v1/cases/{case['id']}/materials/exit-entry-photo"
    return Call(people.citizen, path, {"file_ids": [file_id]}, "PUT", is_done_once=False)


async def upload(people: People) -> Call:
    declared = {"name": "a.jpg", "size": 9, "media_type": "image/jpeg", "purpose": "material"}
    return Call(people.citizen, "/api/v1/uploads", declared | {"sha256": secrets.token_hex(32)})


async def submit(people: People) -> Call:
    case = await people.citizen.passport_draft()
    return Call(people.citizen, f"/api/v1/cases/{case['id']}/submit")


Prepare = Callable[[People], Awaitable[Call]]


def owner(name: str, status: CaseStatus, body: Any = None, item_key: str = "passport") -> Prepare:
    async def prepared(people: People) -> Call:
        case = await people.case(status, item_key)
        return Call(people.citizen, f"{case.path}/{name}", body)

    return prepared


def counter(
    name: str, status: CaseStatus, body: Any = None, *, is_done_once: bool = True
) -> Prepare:
    async def prepared(people: People) -> Call:
        case = await people.case(status)
        path = f"{case.staff_path}/{name}"
        return Call(people.colleague, path, body, is_done_once=is_done_once)

    return prepared


WRITES: dict[str, Prepare] = {
    "start": start,
    "fill": fill,
    "upload": upload,
    "give": give,
    "submit": submit,
    "withdraw": owner("withdraw", CaseStatus.submitted),
    "look": counter("full-applicant", CaseStatus.submitted, {"reason": "核对"}, is_done_once=False),
    "request-correction": counter("request-correction", CaseStatus.submitted, {"faults": [FAULT]}),
    "pass-pre-review": counter("pass-pre-review", CaseStatus.submitted),
    "accept": counter("accept", CaseStatus.pre_reviewed),
    "decline": counter("decline-acceptance", CaseStatus.submitted, {"reason": "不属于本机关"}),
    "take-up": counter("take-up", CaseStatus.accepted),
    "complete": counter("complete", CaseStatus.decided),
    "new-address": owner("delivery/address", CaseStatus.decided, {"address": NEW_ADDRESS}),
    "pick-up": owner("originals/pick-up", CaseStatus.submitted, FROM_HOME, "elder-card"),
}


async def cut_everywhere(people: People, prepare: Prepare, expected: dict[str, int]) -> int:
    """Cut a call at its first wait, at its second and so on, until it comes to its end.

    Answers how many waits it had.
    """
    call, before = await prepare(people), await picture()
    for at in count(1):
        answer = await people.send(call, cut_at=at)
        was_made, left = people.cutting.was_made, changes(before, await picture())
        assert left in ({}, expected)
        if answer is not None:
            assert (answer.is_success, left) == (True, expected)
        if left:
            await assert_repeated(people, call)
            call, before = await prepare(people), await picture()
        if not was_made:
            break
    return at - 1


async def assert_repeated(people: People, call: Call) -> None:
    """Said again a call changes nothing more: a key has its answer, a counter's move is made."""
    before = await picture()
    again = await people.send(call)
    assert again is not None
    is_over = again.status_code == 409 and again.json()["code"] == "move_not_allowed"
    assert again.is_success or (is_over and isinstance(call.by, Colleague)), again.text
    if call.is_done_once:
        assert await picture() == before


@pytest.mark.parametrize("name", WRITES)
async def test_everything_or_nothing(people: People, name: str) -> None:
    whole, before = await WRITES[name](people), await picture()
    answer = await people.send(whole)
    assert answer is not None and answer.is_success
    expected = changes(before, await picture())
    assert expected
    waits = await cut_everywhere(people, WRITES[name], expected)
    assert waits >= 4, "at least BEGIN, a row, its record, COMMIT"
    pool = connection()._pool
    assert pool.get_idle_size() == pool.get_size()
