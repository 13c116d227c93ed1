"""WeChat's calls to the product: their envelopes, their cut-off and their repetitions."""

import json
import xml.etree.ElementTree as ET
from dataclasses import replace
from typing import Literal

import pytest

from tests.simulators import defaults
from tests.simulators.clock import Clock
from tests.simulators.wechat.ground.config import WechatConfig
from tests.simulators.wechat.ground.crypto import decrypt, encrypt, sign
from tests.simulators_tests.receiver import Answer, Call, Receiver, eventually
from tests.simulators_tests.wechat.calls import POSTED, Wechat

ACCEPTED = defaults.TEMPLATE_IDS["accepted"]


def opened(sealed: str) -> str:
    return decrypt(sealed, aes_key=defaults.CALLBACK_AES_KEY, app_id=defaults.MINI_PROGRAM_APP_ID)


def configure(
    config: WechatConfig,
    *,
    mode: Literal["plain", "compatible", "safe"] = "safe",
    format: Literal["json", "xml"] = "json",
) -> None:
    config.programs = (replace(defaults.MINI_PROGRAM, mode=mode, format=format),)


def signature_of(call: Call, *more: str) -> str:
    query = call.query
    return sign(defaults.CALLBACK_TOKEN, query["timestamp"], query["nonce"], *more)


async def test_the_url_is_checked_with_a_plain_echo(wx: Wechat, receiver: Receiver) -> None:
    assert await wx.phone("verify-callback") == {"verified": True}
    (call,) = receiver.calls
    assert (call.method, call.path) == ("GET", "/hooks/wechat/mini-program")
    assert call.query["signature"] == signature_of(call)


async def test_a_url_that_nobody_answers_is_not_verified(
    wx: Wechat, wechat_config: WechatConfig
) -> None:
    wechat_config.callback_url = wx.url
    assert await wx.phone("verify-callback") == {"verified": False}
    wechat_config.callback_url = "http://127.0.0.1:1"
    assert await wx.phone("verify-callback") == {"verified": False}


async def test_safe_mode_carries_both_signatures_and_no_plain_text(
    wx: Wechat, receiver: Receiver
) -> None:
    await wx.phone("subscribe", template_ids=[POSTED])
    (call,) = receiver.calls
    body = json.loads(call.body)
    assert set(body) == {"ToUserName", "Encrypt"}
    assert call.query["encrypt_type"] == "aes"
    assert call.query["signature"] == signature_of(call)
    assert call.query["msg_signature"] == signature_of(call, body["Encrypt"])
    assert call.query["openid"] == json.loads(opened(body["Encrypt"]))["FromUserName"]


async def test_one_answer_is_an_object_and_several_are_a_list(
    wx: Wechat, receiver: Receiver
) -> None:
    await wx.phone("subscribe", template_ids=[POSTED])
    await wx.phone("subscribe", template_ids=[POSTED, ACCEPTED], answers={ACCEPTED: "reject"})
    one, two = (json.loads(opened(json.loads(call.body)["Encrypt"])) for call in receiver.calls)
    assert one["Event"] == "subscribe_msg_popup_event"
    assert isinstance(one["CreateTime"], int)
    assert one["List"] == {
        "TemplateId": POSTED,
        "SubscribeStatusString": "accept",
        "PopupScene": "0",
    }
    assert [item["SubscribeStatusString"] for item in two["List"]] == ["accept", "reject"]


@pytest.mark.parametrize("mode", ["plain", "compatible"])
async def test_plain_and_compatible_modes_show_the_fields(
    wx: Wechat,
    receiver: Receiver,
    wechat_config: WechatConfig,
    mode: Literal["plain", "compatible"],
) -> None:
    configure(wechat_config, mode=mode)
    await wx.phone("subscribe", template_ids=[POSTED])
    body = json.loads(receiver.calls[0].body)
    assert body["Event"] == "subscribe_msg_popup_event"
    assert ("Encrypt" in body) == (mode == "compatible")


async def test_xml_wraps_the_list(
    wx: Wechat, receiver: Receiver, wechat_config: WechatConfig
) -> None:
    configure(wechat_config, format="xml")
    await wx.phone("subscribe", template_ids=[POSTED, ACCEPTED])
    sealed = ET.fromstring(receiver.calls[0].body).findtext("Encrypt", "")
    event = ET.fromstring(opened(sealed))
    assert event.findtext("Event") == "subscribe_msg_popup_event"
    items = event.findall("SubscribeMsgPopupEvent/List")
    assert [item.findtext("TemplateId") for item in items] == [POSTED, ACCEPTED]


async def test_a_refusal_in_the_settings_and_a_sent_message_are_told(
    wx: Wechat, receiver: Receiver
) -> None:
    await wx.phone("subscribe", template_ids=[POSTED])
    answer = await wx.send(await wx.openid())
    await wx.phone("refuse", template_id=POSTED)

    async def all_told() -> bool:
        return len(receiver.calls) == 3

    assert await eventually(all_told)
    events = [json.loads(opened(json.loads(call.body)["Encrypt"])) for call in receiver.calls]
    told = {event["Event"]: event["List"] for event in events}
    assert told["subscribe_msg_change_event"]["SubscribeStatusString"] == "reject"
    assert told["subscribe_msg_sent_event"]["MsgID"] == str(answer["msgid"])


@pytest.mark.parametrize(
    "bad",
    [
        Answer(after_seconds=0.5),
        Answer(status=500),
        Answer(text='{"ok": true}'),
    ],
)
async def test_an_unanswered_push_is_repeated_three_times_with_the_same_content(
    wx: Wechat, receiver: Receiver, wechat_config: WechatConfig, clock: Clock, bad: Answer
) -> None:
    wechat_config.cut_off_seconds = 0.1
    clock.set_scale(10_000)
    receiver.always = bad
    await wx.phone("subscribe", template_ids=[POSTED])

    async def given_up() -> bool:
        (delivery,) = (await wx.get("/_simulator/deliveries"))["deliveries"]
        return bool(delivery["outcome"] == "given_up")

    assert await eventually(given_up)
    assert len(receiver.calls) == 4
    assert len({opened(json.loads(call.body)["Encrypt"]) for call in receiver.calls}) == 1


async def test_a_message_may_come_twice_and_its_sealed_reply_is_taken(
    wx: Wechat, receiver: Receiver
) -> None:
    sealed = encrypt("{}", aes_key=defaults.CALLBACK_AES_KEY, app_id=defaults.MINI_PROGRAM_APP_ID)
    signed = {"Encrypt": sealed, "TimeStamp": "1", "Nonce": "2"}
    signature = sign(defaults.CALLBACK_TOKEN, "1", "2", sealed)
    receiver.always = Answer(text=json.dumps({**signed, "MsgSignature": signature}))
    message = {"MsgType": "text", "Content": "居住证", "MsgId": 7}
    pushed = (await wx.phone("push", message=message, copies=2))["deliveries"]
    assert [one["outcome"] for one in pushed] == ["delivered", "delivered"]
    assert {one["about"]["MsgId"] for one in pushed} == {7}


async def test_a_new_callback_url_takes_effect_at_once(wx: Wechat, receiver: Receiver) -> None:
    async with wx.http.put(f"{wx.url}/_simulator/callback-url", json={"url": ""}) as response:
        assert response.status == 200
    await wx.phone("subscribe", template_ids=[POSTED])
    assert receiver.calls == []
    assert await wx.get("/_simulator/deliveries") == {"deliveries": []}
