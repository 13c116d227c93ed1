"""Staff see how the applicant of their own department's case was told, and can send it again."""

import asyncio
from typing import Any
from uuid import UUID

import httpx
import pytest

from mobile_api.accounts.phones.models import PhoneBinding, hash_of_phone
from mobile_api.shared import clock
from mobile_api.shared.callers import StaffRole
from mobile_api.shared.models import AuditRecord
from notifications.models import ChannelName, Delivery, DeliveryState
from notifications.words import reasons
from tests.actors import Citizen, Colleague
from tests.stack import Stack

PATH = "/staff/v1/deliveries"


async def told(colleague: Colleague, number: str, **query: str) -> list[dict[str, Any]]:
    params = {"case_number": number, **query}
    answer = await colleague.ok("GET", PATH, params=params)
    assert answer["case_number"] == number
    return list(answer["events"])


@pytest.fixture
async def declined(stack: Stack, citizen: Citizen, colleague: Colleague) -> dict[str, Any]:
    """A case that was declined; its applicant agreed to no message and follows nothing."""
    case = await citizen.submitted_case()
    body = {"reason": "申请人王小明不属于本市管辖"}
    assert (await colleague.move(case["id"], "decline-acceptance", body)).is_success
    await stack.settle()
    return case


async def test_each_way_and_why_it_was_not_used(
    declined: dict[str, Any], colleague: Colleague
) -> None:
    submitted, event = await told(colleague, declined["number"])
    assert (submitted["event"], submitted["told"]) == ("submitted", "本条只有站内消息。")
    assert (event["title"], event["told"]) == ("不予受理", "本条只有站内消息。")
    ways = {row["channel"]: row for row in event["channels"]}
    assert list(ways) == [name.value for name in ChannelName]
    assert ways["in_app"]["state_title"] == "已送达"
    assert (ways["mini_program"]["state_title"], ways["mini_program"]["attempts"]) == ("未发送", 1)
    assert "订阅" in ways["mini_program"]["explanation"]
    assert "联系方式" in ways["sms"]["explanation"]
    assert all(row["due_at"] is None for row in ways.values())


async def test_nothing_personal_is_shown(
    declined: dict[str, Any], citizen: Citizen, colleague: Colleague
) -> None:
    response = await colleague.call("GET", PATH, params={"case_number": declined["number"]})
    for secret in ("王小明", "张三丰", "13800138000", citizen.label, "openid", "content"):
        assert secret not in response.text


async def test_a_channel_turned_off_says_so(
    citizen: Citizen, colleague: Colleague, stack: Stack
) -> None:
    choice = {"channel": "sms", "is_on": False}
    await citizen.ok("PUT", "/api/v1/me/notification-preferences", {"choices": [choice]})
    case = await citizen.submitted_case()
    await colleague.move(case["id"], "decline-acceptance", {"reason": "不属于本部门职权"})
    *_, event = await told(colleague, case["number"])
    sms = event["channels"][-1]
    assert (sms["id"], sms["state_title"]) == (None, "未安排")
    assert sms["explanation"] == "收件人关闭了这种通知方式。"


async def test_search_by_state_and_channel(declined: dict[str, Any], colleague: Colleague) -> None:
    number = declined["number"]
    assert len(await told(colleague, number, channel="sms")) == 1
    assert len(await told(colleague, number, channel="in_app")) == 2
    assert await told(colleague, number, state="failed") == []
    await Delivery.filter(channel=ChannelName.sms).update(state=DeliveryState.failed)
    assert len(await told(colleague, number, state="failed")) == 1


async def test_another_department_sees_nothing(
    stack: Stack, client: httpx.AsyncClient, declined: dict[str, Any], citizen: Citizen
) -> None:
    other = Colleague(stack, client, "of-another-house", department="rsj")
    await other.sign_in()
    params = {"case_number": declined["number"]}
    assert (await other.call("GET", PATH, params=params)).status_code == 404
    assert (await citizen.call("GET", PATH, params=params)).status_code == 403
    assert (await client.get(PATH, params=params)).status_code == 401
    for wrong in ({}, {"case_number": ""}, {**params, "state": "lost"}, {**params, "x": "1"}):
        assert (await other.call("GET", PATH, params=wrong)).status_code == 422


async def prove_phone(person_id: UUID) -> None:
    phone = "13900139000"
    await PhoneBinding.create(
        person_id=person_id,
        phone=phone,
        phone_hash=hash_of_phone(phone),
        created_at=clock.now(),
        verified_at=clock.now(),
    )


async def sms_of(case: dict[str, Any]) -> Delivery:
    return await Delivery.get(subject=f"case:{case['id']}", channel=ChannelName.sms)


async def send_again(
    colleague: Colleague, case: dict[str, Any], delivery: object, **more: Any
) -> httpx.Response:
    body = {"case_number": case["number"], "reason": "申请人来电说没有收到短信", **more}
    return await colleague.call("POST", f"{PATH}/{delivery}/send-again", body)


async def test_sent_again_it_arrives_and_leaves_a_trace(
    stack: Stack, declined: dict[str, Any], colleague: Colleague
) -> None:
    row = await sms_of(declined)
    *_, event = await told(colleague, declined["number"])
    assert event["channels"][-1]["can_be_sent_again"]
    await prove_phone(row.person_id)
    assert (await send_again(colleague, declined, row.id)).status_code == 204
    *_, event = await told(colleague, declined["number"])
    assert event["channels"][-1]["explanation"] == "由工作人员重新发送。"
    await stack.settle()
    assert (await sms_of(declined)).state == DeliveryState.sent
    record = await AuditRecord.get(action="send_delivery_again")
    assert (record.subject_id, record.reason) == (str(row.id), "申请人来电说没有收到短信")


async def test_asked_many_times_at_once_it_is_sent_once(
    stack: Stack, declined: dict[str, Any], colleague: Colleague
) -> None:
    row = await sms_of(declined)
    asked = [send_again(colleague, declined, row.id) for _ in range(5)]
    assert {one.status_code for one in await asyncio.gather(*asked)} == {204}
    assert await AuditRecord.filter(action="send_delivery_again").count() == 1
    assert (await sms_of(declined)).state == DeliveryState.pending


@pytest.mark.parametrize(
    ("state", "reason"),
    [
        (DeliveryState.sent, ""),
        (DeliveryState.delivered, ""),
        (DeliveryState.sending, ""),
        (DeliveryState.not_needed, reasons.TOLD_BEFORE),
        (DeliveryState.failed, reasons.DOES_NOT_FIT),
        (DeliveryState.set_aside, reasons.UNREADABLE),
    ],
)
async def test_what_cannot_be_sent_again(
    declined: dict[str, Any], colleague: Colleague, state: DeliveryState, reason: str
) -> None:
    row = await sms_of(declined)
    await Delivery.filter(id=row.id).update(state=state, reason=reason)
    response = await send_again(colleague, declined, row.id)
    assert (response.status_code, response.json()["code"]) == (409, "nothing_to_send_again")
    assert not await AuditRecord.exists(action="send_delivery_again")
    assert (await sms_of(declined)).state == state


async def test_the_inbox_is_never_sent_again(
    declined: dict[str, Any], colleague: Colleague
) -> None:
    inbox = await Delivery.filter(channel=ChannelName.in_app).first()
    assert inbox is not None
    assert (await send_again(colleague, declined, inbox.id)).status_code == 409


async def test_only_the_own_department_with_a_reason(
    stack: Stack,
    client: httpx.AsyncClient,
    declined: dict[str, Any],
    colleague: Colleague,
    citizen: Citizen,
) -> None:
    row = await sms_of(declined)
    other = Colleague(stack, client, "of-another-house", department="rsj")
    await other.sign_in()
    assert (await send_again(other, declined, row.id)).status_code == 404
    auditor = Colleague(stack, client, "eye", department="crj", roles=(StaffRole.auditor,))
    await auditor.sign_in()
    assert (await send_again(auditor, declined, row.id)).status_code == 403
    assert (await send_again(colleague, declined, row.id, reason="")).status_code == 422
    assert (await send_again(colleague, declined, declined["id"])).status_code == 404
    other_case = {"number": (await citizen.submitted_case())["number"]}
    assert (await send_again(colleague, other_case, row.id)).status_code == 404
    assert (await sms_of(declined)).state == DeliveryState.fallen_back
