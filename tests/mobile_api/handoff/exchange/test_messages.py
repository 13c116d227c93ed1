"""A message is taken once: its repetition, its twin and its double get the same bytes."""

import asyncio
from typing import Any

from mobile_api.handoff.models import Handoff, IncomingMessage, SeenSignature
from mobile_api.handoff.partners.models import Partner
from mobile_api.shared import clock
from mobile_api.shared.models import AuditRecord
from tests.mobile_api.handoff.exchange.signing import TOLD, audited, filled, written
from tests.partner_city import MESSAGES, PartnerCity
from tests.stack import Stack


async def test_a_case_is_taken_and_receipted(
    city: PartnerCity, partner: Partner, case: dict[str, Any]
) -> None:
    sent = await city.hand_over(says=case)
    answer = sent.answered
    assert (answer.status, answer.fault, answer.receipt_fault) == (202, None, None), answer
    assert answer.receipt is not None
    assert answer.receipt["kind"] == "received"
    assert answer.receipt["region_code"] == "999900"
    handoff = await Handoff.get(handoff_id=sent.handoff_id)
    row = await IncomingMessage.get(message_id=sent.message_id)
    assert (row.handoff_row_id, row.partner_id) == (handoff.id, partner.id)
    assert bytes(row.body).decode() == sent.body
    assert row.target.endswith("/partner/v1/messages")
    assert row.signature.startswith("sig1=(")
    assert row.applied_at == row.received_at
    assert bytes(row.answer_body).decode() == answer.body
    assert await SeenSignature.all().count() == 1
    assert not await AuditRecord.exists()


async def test_a_repetition_gets_the_same_bytes(
    city: PartnerCity, partner: Partner, case: dict[str, Any]
) -> None:
    first = await city.hand_over(says=case)
    again = (await city.again(first.message_id)).answered
    assert (again.status, again.fault) == (202, None)
    assert again.body == first.answered.body
    # Signed anew: it answers another request.
    assert again.headers["signature"] != first.answered.headers["signature"]
    assert await IncomingMessage.all().count() == await Handoff.all().count() == 1


async def test_of_twins_at_once_one_is_done_and_all_get_its_answer(
    city: PartnerCity, partner: Partner, case: dict[str, Any]
) -> None:
    held = await city.hand_over(says=case, hold=True)
    answers = await asyncio.gather(*(city.again(held.message_id) for _ in range(8)))
    assert {one.answered.status for one in answers} == {202}
    assert len({one.answered.body for one in answers}) == 1
    assert [one.answered.fault for one in answers] == [None] * 8
    assert await IncomingMessage.all().count() == await Handoff.all().count() == 1
    assert await SeenSignature.all().count() == 8


async def test_other_bytes_under_the_same_id_are_refused(
    city: PartnerCity, partner: Partner, case: dict[str, Any]
) -> None:
    first = await city.hand_over(says=case)
    before = await filled()
    answer = await city.send(body=first.body + " ", message_id=first.message_id, **AS_JSON)
    assert (answer.status, answer.code, answer.fault) == (409, "message_differs", None)
    assert written(before, await filled()) == TOLD


AS_JSON: dict[str, Any] = {"headers": {"Content-Type": "application/json"}}


async def test_a_refusal_of_business_is_final_and_kept(
    city: PartnerCity, partner: Partner, case: dict[str, Any]
) -> None:
    first = await city.hand_over(says=case | {"item": "unheard-of"})
    assert (first.answered.status, first.answered.code) == (422, "item_not_agreed")
    assert (first.answered.fault, first.answered.receipt_fault) == (None, None)
    again = (await city.again(first.message_id)).answered
    assert (again.status, again.body) == (422, first.answered.body)
    [row] = await IncomingMessage.all()
    assert (row.handoff_row_id, row.applied_at, row.answer_status) == (None, None, 422)
    assert not await Handoff.exists() and not await AuditRecord.exists()


async def test_a_refused_message_stands_with_the_handoff_that_it_names(
    city: PartnerCity, partner: Partner, case: dict[str, Any]
) -> None:
    first = await city.hand_over(says=case)
    second = await city.correct(first.handoff_id)
    assert (second.answered.status, second.answered.code) == (422, "not_now")
    row = await IncomingMessage.get(message_id=second.message_id)
    handoff = await Handoff.get(handoff_id=first.handoff_id)
    assert (row.handoff_row_id, row.sequence, row.applied_at) == (handoff.id, None, None)


async def test_too_many_materials_are_a_refusal_of_business(
    city: PartnerCity, partner: Partner, case: dict[str, Any]
) -> None:
    page = {"key": "photo", "page": 1, "media_type": "image/jpeg", "size": 1, "sha256": "0" * 64}
    sent = await city.hand_over(says=case | {"materials": [page] * 101})
    assert (sent.answered.status, sent.answered.code) == (422, "too_many_materials")


async def test_an_event_for_a_handoff_that_is_not_ours_is_refused(
    city: PartnerCity, partner: Partner, stack: Stack
) -> None:
    body = (
        '{"version":"1","kind":"event","handoff_id":"0190a0a0-0000-7000-8000-000000000001",'
        f'"sequence":1,"event":"checked","at":"{clock.in_beijing(clock.now())}","facts":{{}}}}'
    )
    answer = await city.send(body=body, **AS_JSON)
    assert (answer.status, answer.code, answer.fault) == (422, "unknown_handoff", None)


BODIES = {
    "{": "body_malformed",
    "[]": "body_malformed",
    '{"version":"1","kind":"case"}': "body_malformed",
    '{"version":"1","kind":"unheard_of","handoff_id":"0190a0a0-0000-7000-8000-000000000001"}': (
        "body_malformed"
    ),
    '{"version":"2","kind":"poem","handoff_id":"0190a0a0-0000-7000-8000-000000000001"}': (
        "version_unknown"
    ),
    '{"version":"1","kind":"withdrawal","handoff_id":"\\u0000"}': "body_malformed",
    "[" + "0," * 1200 + "0]": "body_malformed",
}


async def test_what_is_no_message_is_refused_and_told_of(
    city: PartnerCity, partner: Partner
) -> None:
    for body, code in BODIES.items():
        before = await filled()
        answer = await city.send(body=body, **AS_JSON)
        assert (answer.status, answer.code, answer.fault) == (400, code, None), body
        assert written(before, await filled()) == TOLD
    assert {row["caller_key"] for row in await audited()} == {"partner:linjiang"}


async def test_what_is_not_sent_as_json_or_encoded_is_refused(
    city: PartnerCity, partner: Partner, case: dict[str, Any]
) -> None:
    held = await city.hand_over(says=case, hold=True)
    for headers in (
        {"Content-Type": "text/plain"},
        {"Content-Type": "application/json", "Content-Encoding": "identity"},
    ):
        answer = await city.send(body=held.body, headers=headers)
        assert (answer.status, answer.code) == (400, "body_malformed"), headers
    answer = await city.send(MESSAGES, body=held.body, message_id="seven", **AS_JSON)
    assert (answer.status, answer.code, answer.fault) == (400, "body_malformed", None)
    assert not await IncomingMessage.exists()
