"""Answers of a city that misbehaves, as the other one sees them; and its lies about materials."""

import json
from typing import Any

import httpx
import pytest

from tests.partner_city import PartnerPage
from tests.simulators_tests.partner_city.conftest import Cities

CONTENT = b"a page of a material"


@pytest.mark.parametrize(
    ("misdeed", "fault"),
    [
        ({"signing": {"unsigned": True}}, "missing"),
        ({"signing": {"key": "stranger"}}, "key"),
        ({"signing": {"created_offset": -601}}, "clock"),
        ({"signing": {"omit": ['"signature";req;key="sig1"']}}, "components"),
        ({"changed_body": True}, "digest"),
        ({"bound_to": "other"}, "signature"),
    ],
)
async def test_a_bad_answer_is_seen_and_its_message_stored(
    cities: Cities, misdeed: dict[str, Any], fault: str
) -> None:
    await cities.home.misbehave(**misdeed)
    sent = await cities.taking.hand_over()
    assert (sent.answered.status, sent.answered.fault) == (202, fault)
    assert len(await cities.home.taken()) == 1
    again = await cities.taking.again(sent.message_id)
    assert (again.answered.status, again.answered.fault) == (202, None)


async def test_a_stranger_answers_under_the_citys_key_id(cities: Cities) -> None:
    await cities.home.misbehave(signing={"key": "stranger", "key_id": cities.home.key_id})
    assert (await cities.taking.hand_over()).answered.fault == "signature"


async def test_a_receipt_for_another_message_and_a_forged_one(cities: Cities) -> None:
    other = "0193808e-7a40-7000-8000-000000000001"
    await cities.home.misbehave(says={"message_id": other})
    sent = await cities.taking.hand_over()
    assert sent.answered.receipt is not None and sent.answered.receipt_fault is None
    assert (sent.answered.receipt["message_id"], sent.answered.fault) == (other, None)
    await cities.home.misbehave(receipt="forged")
    forged = (await cities.taking.again(sent.message_id)).answered
    assert (forged.receipt_fault, forged.fault) == ("signature", None)
    right = (await cities.taking.again(sent.message_id)).answered
    assert right.receipt is not None and right.receipt["message_id"] == sent.message_id


async def test_receipts_of_events_may_lie_as_well(cities: Cities) -> None:
    sent = await cities.opened()
    for more in ({"receipt": "forged"}, {"receipt_says": {"request_digest": "0" * 64}}):
        await cities.home.tell(sent.handoff_id, "checked", **more)
    await cities.home.tell(sent.handoff_id, "decided", receipt="none")
    forged, lying, without = await cities.taking.taken("event")
    assert forged["receipt_fault"] == "signature"
    assert (lying["receipt_fault"], lying["receipt"]["request_digest"]) == (None, "0" * 64)
    assert without["receipt"] is None


async def test_a_refusal_is_final_for_its_message(cities: Cities) -> None:
    await cities.home.misbehave(refuse="draining")
    refused = await cities.taking.hand_over()
    again = await cities.taking.again(refused.message_id)
    assert (again.answered.status, again.answered.body) == (422, refused.answered.body)
    assert (again.answered.code, again.answered.fault) == ("draining", None)
    assert (await cities.taking.hand_over()).answered.status == 202


@pytest.mark.parametrize(
    ("status", "code"),
    [(500, "internal_error"), (503, "temporarily_unavailable"), (429, "too_many_messages")],
)
async def test_a_fault_of_transport_stores_nothing(cities: Cities, status: int, code: str) -> None:
    await cities.home.fail("error", code=status, retry_after=120)
    sent = await cities.taking.hand_over()
    answer = sent.answered
    assert (answer.status, answer.code, answer.fault) == (status, code, None)
    assert answer.headers["retry-after"] == "120"
    assert await cities.home.taken() == []
    assert (await cities.taking.again(sent.message_id)).answered.status == 202


@pytest.mark.parametrize(("kind", "stored"), [("lost", 0), ("reset", 1)])
async def test_the_line_breaks_before_or_after_it_was_stored(
    cities: Cities, kind: str, stored: int
) -> None:
    await cities.home.fail(kind)
    sent = await cities.taking.hand_over()
    assert sent.answered.broken and sent.answered.status == 0
    assert len(await cities.home.taken()) == stored
    assert (await cities.taking.again(sent.message_id)).answered.status == 202
    assert len(await cities.home.taken()) == 1


@pytest.mark.parametrize(("kind", "fault"), [("truncated", "digest"), ("empty", "digest")])
async def test_a_damaged_answer_is_seen(cities: Cities, kind: str, fault: str) -> None:
    await cities.home.fail(kind)
    assert (await cities.taking.hand_over()).answered.fault == fault


async def test_misdeeds_are_limited_and_taken_back(cities: Cities) -> None:
    sent = await cities.opened()
    unsigned: dict[str, Any] = {"signing": {"unsigned": True}, "times": None}
    await cities.home.misbehave(contains='"kind":"withdrawal"', **unsigned)
    assert (await cities.taking.again(sent.message_id)).answered.fault is None
    for _ in range(2):
        assert (await cities.taking.withdraw(sent.handoff_id)).answered.fault == "missing"
    await cities.home.behave()
    assert (await cities.taking.withdraw(sent.handoff_id)).answered.fault is None
    with pytest.raises(httpx.HTTPStatusError):
        await cities.home.misbehave(refuses="draining")


async def served(cities: Cities, lie: str, **more: Any) -> tuple[int, bytes, str]:
    """Status, at most a mebibyte of the page, and where it leads."""
    page = PartnerPage("photo", CONTENT, lie=lie)
    await cities.taking.lie_about(page, **more)
    sent = await cities.taking.hand_over(PartnerPage("photo", CONTENT, lie=lie))
    (material,) = json.loads(sent.body)["materials"]
    assert material["size"] == len(CONTENT)
    async with (
        httpx.AsyncClient(trust_env=False) as client,
        client.stream("GET", material["url"]) as response,
    ):
        content = b""
        async for chunk in response.aiter_bytes():
            content += chunk
            if len(content) >= 2**20:
                break
        return response.status_code, content, response.headers.get("location", "")


async def test_lies_about_materials(cities: Cities) -> None:
    status, content, _ = await served(cities, "other_bytes")
    assert (status, len(content), content == CONTENT) == (200, len(CONTENT), False)
    assert (await served(cities, "too_many_bytes"))[1] == CONTENT + b"\0"
    assert (await served(cities, "too_few_bytes"))[1] == CONTENT[:-1]
    assert len((await served(cities, "endless"))[1]) >= 2**20
    assert (await served(cities, "gone"))[0] == 404
    status, _, location = await served(cities, "redirect")
    assert status == 302 and location.startswith("http://localhost:")
    elsewhere = "http://127.0.0.2/secret"
    assert (await served(cities, "redirect", elsewhere=elsewhere))[2] == elsewhere
    assert (await served(cities, ""))[1] == CONTENT
