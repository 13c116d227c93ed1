"""Two simulated cities do what `docs/partner/messages.md` tells, from the case to its end."""

import base64
import hashlib
import json
from typing import Any

import httpx

from tests.partner_city import PartnerPage
from tests.simulators_tests.partner_city.conftest import Cities

PAGE = PartnerPage("photo", b"a page of a material")


async def fetched(url: str) -> httpx.Response:
    async with httpx.AsyncClient(trust_env=False) as client:
        return await client.get(url)


async def test_a_case_arrives_with_what_was_sealed_and_is_receipted(cities: Cities) -> None:
    sent = await cities.taking.hand_over(PAGE, plain={"form": {"name-in-pinyin": "ZHANG"}})
    answer = sent.answered
    assert (answer.status, answer.fault, answer.receipt_fault) == (202, None, None)
    assert answer.receipt is not None
    assert answer.receipt["kind"] == "received"
    assert answer.receipt["request_digest"] == hashlib.sha256(sent.body.encode()).hexdigest()
    assert answer.receipt["message_id"] == sent.message_id
    (came,) = await cities.home.taken("case", sent.handoff_id)
    assert came["plain"]["form"] == {"name-in-pinyin": "ZHANG"}
    assert came["body"] == sent.body and "ZHANG" not in sent.body


async def test_the_same_message_gets_the_same_receipt(cities: Cities) -> None:
    sent = await cities.opened()
    again = await cities.taking.again(sent.message_id)
    assert (again.body, again.answered.body) == (sent.body, sent.answered.body)
    assert again.answered.headers["signature"] != sent.answered.headers["signature"]
    assert len(await cities.home.taken()) == 1
    other = await cities.taking.send(body=sent.body + " ", message_id=sent.message_id)
    assert (other.status, other.code, other.fault) == (409, "message_differs", None)
    replayed = await cities.taking.replay(sent.answered.number)
    assert (replayed.status, replayed.code) == (409, "replayed")


async def test_the_home_city_handles_a_case_in_one_go(cities: Cities) -> None:
    sent = await cities.opened()
    events = await cities.home.handle(sent.handoff_id, outcome="refused")
    assert [one.answered.status for one in events] == [202] * 5
    assert [one.sequence for one in events] == [1, 2, 3, 4, 5]
    came = await cities.taking.taken("event", sent.handoff_id)
    said = [one["said"]["event"] for one in came]
    assert said == ["checked", "accepted", "under_review", "decided", "completed"]
    receipts = {one["receipt"]["kind"]: one["receipt"] for one in came if one["receipt"]}
    digest = hashlib.sha256(sent.body.encode()).hexdigest()
    assert {one["request_digest"] for one in receipts.values()} == {digest}
    assert {one["receipt_fault"] for one in came} == {None}
    assert receipts["decided"]["outcome"] == "refused"
    assert came[3]["plain"]["reason"]
    known = await cities.taking.handoff(sent.handoff_id)
    assert (known["status"], known["case_number"]) == ("completed", "990200000001")


async def test_events_that_are_held_back_are_found_when_asked_for(cities: Cities) -> None:
    sent = await cities.opened()
    held = [await cities.home.tell(sent.handoff_id, name, hold=True) for name in ("checked",) * 2]
    path = f"/partner/v1/handoffs/{sent.handoff_id}"
    page = await cities.taking.get(f"{path}/events?after=1")
    assert (page.status, page.fault) == (200, None)
    assert page.body == f'{{"events":[{held[1].body}],"last_sequence":2}}'
    standing = (await cities.taking.get(path)).json()
    assert standing["last_sequence"] == 2 and standing["case_number"]
    # In another order than they were made.
    for one in reversed(held):
        assert (await cities.home.again(one.message_id)).answered.status == 202
    came = [one["said"]["sequence"] for one in await cities.taking.taken("event")]
    assert came == [2, 1]


async def test_a_forced_sequence_and_id_go_over_the_wire(cities: Cities) -> None:
    sent = await cities.opened()
    first = await cities.home.tell(sent.handoff_id, "checked")
    late = await cities.home.tell(sent.handoff_id, "accepted", sequence=7)
    assert (late.sequence, late.answered.status) == (7, 202)
    twice = await cities.home.tell(sent.handoff_id, "accepted", sequence=1)
    assert (twice.answered.status, twice.answered.code) == (422, "sequence_differs")
    same_id = await cities.home.tell(sent.handoff_id, "completed", message_id=first.message_id)
    assert same_id.answered.code == "message_differs"


async def test_correction_and_withdrawal(cities: Cities) -> None:
    sent = await cities.opened()
    asked = await cities.home.tell(sent.handoff_id, "correction_requested")
    (came,) = await cities.taking.taken("event")
    assert json.loads(asked.body)["facts"]["round"] == 1 and came["plain"]["faults"]
    corrected = await cities.taking.correct(sent.handoff_id, PAGE, plain={"form": {"a": "b"}})
    withdrawn = await cities.taking.withdraw(sent.handoff_id)
    assert [one.answered.status for one in (corrected, withdrawn)] == [202, 202]
    assert (await cities.home.taken("correction"))[0]["plain"]["form"] == {"a": "b"}
    unknown = await cities.taking.withdraw("0193808e-7a40-7000-8000-000000000001")
    assert (unknown.answered.status, unknown.answered.code) == (422, "unknown_handoff")
    receipt = unknown.answered.receipt
    assert receipt is not None and receipt["kind"] == "refused"
    assert unknown.answered.receipt_fault is None


async def test_materials_are_served_by_url_and_by_link(cities: Cities) -> None:
    other = PartnerPage("form", b"by link", by="link")
    sent = await cities.taking.hand_over(PAGE, other)
    with_url, without = json.loads(sent.body)["materials"]
    assert (await fetched(with_url["url"])).content == PAGE.content
    assert without["url"] is None
    path = f"/partner/v1/handoffs/{sent.handoff_id}/materials/{without['sha256']}/link"
    link = await cities.home.send(path)
    assert (link.status, link.fault) == (200, None)
    url: Any = link.json()["url"]
    assert (await fetched(url)).content == other.content
    await cities.taking.admin("POST", "clock", {"advance_seconds": 301})
    assert (await fetched(url)).status_code == 403
    wrong = await cities.home.send(path.replace(without["sha256"], "0" * 64))
    assert (wrong.status, wrong.code) == (404, "not_found")


async def test_items_and_profile_are_told(cities: Cities) -> None:
    await cities.home.offer([{"item": "passport"}], [{"note": "停机"}])
    items = await cities.taking.get("/partner/v1/items")
    profile = await cities.taking.get("/partner/v1/profile")
    assert items.json() == {"items": [{"item": "passport"}]}
    told = profile.json()
    assert told["signing_keys"][0]["public_key"] == cities.home.public_key
    assert told["encryption_key"] == cities.home.encryption_key
    assert (told["maintenance"], items.fault, profile.fault) == ([{"note": "停机"}], None, None)


async def test_what_is_no_message_is_a_fault_of_transport(cities: Cities) -> None:
    bodies = {
        "body_malformed": "[]",
        "version_unknown": '{"version":"2"}',
        "body_too_large": " " * (256 * 1024 + 1),
    }
    for code, body in bodies.items():
        answer = await cities.taking.send(body=body)
        assert (answer.code, answer.fault) == (code, None)
    assert await cities.home.taken() == []
    raw = await cities.taking.send(body_base64=base64.b64encode(b"\xff{").decode())
    assert (raw.status, raw.code) == (400, "body_malformed")
    unknown = await cities.taking.get(f"/partner/v1/handoffs/{'0' * 32}")
    assert (unknown.status, unknown.code) == (404, "not_found")


async def test_what_is_sealed_for_another_is_refused(cities: Cities) -> None:
    sent = await cities.taking.hand_over(sealed="AAAA")
    assert sent.answered.code == "sealed_unreadable"
