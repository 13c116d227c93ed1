"""A person and an official account: what the account is told, and what the person gets to see."""

from dataclasses import replace

import pytest

from tests.simulators import defaults
from tests.simulators.clock import Clock
from tests.simulators.wechat.ground.chats import OUT_OF_SERVICE
from tests.simulators.wechat.ground.config import Format, Mode, WechatConfig
from tests.simulators_tests.receiver import Answer, Receiver, eventually
from tests.simulators_tests.wechat.calls import Wechat
from tests.simulators_tests.wechat.official import opened, plain, seal, sealed, text_reply

ACCOUNT = defaults.OFFICIAL_ACCOUNT


async def test_following_and_leaving_are_told(wx: Wechat, receiver: Receiver) -> None:
    openid = await wx.follower()
    await wx.on_official("unfollow")
    assert [call.path for call in receiver.calls] == ["/hooks/wechat/official-account"] * 2
    told = [opened(call) for call in receiver.calls]
    assert [event["Event"] for event in told] == ["subscribe", "unsubscribe"]
    assert {event["FromUserName"] for event in told} == {openid}
    assert {event["ToUserName"] for event in told} == {ACCOUNT.original_id}


@pytest.mark.parametrize("mode", ["plain", "compatible", "safe"])
@pytest.mark.parametrize("format", ["xml", "json"])
async def test_words_are_told_and_answered_in_every_mode(
    wx: Wechat, receiver: Receiver, wechat_config: WechatConfig, mode: Mode, format: Format
) -> None:
    account = replace(ACCOUNT, mode=mode, format=format)
    wechat_config.official_accounts = (account,)
    openid = await wx.follower()
    reply = text_reply(openid, "请带身份证 ]] & <原件>")
    text = sealed(reply, account) if mode == "safe" else plain(reply, account)
    receiver.always = Answer(text=text)
    heard = await wx.on_official("say", text="居住证怎么办")
    assert opened(receiver.calls[-1], account)["Content"] == "居住证怎么办"
    assert [one["Content"] for one in heard["replies"]] == ["请带身份证 ]] & <原件>"]
    assert heard["delivery"]["outcome"] == "delivered"


async def test_everything_a_person_can_send(wx: Wechat, receiver: Receiver) -> None:
    await wx.follower()
    await wx.on_official("speak", recognition="社保卡。")
    await wx.on_official("send-photo", url="http://mmbiz.qpic.cn/1")
    await wx.on_official("send-place", latitude=23.1, longitude=113.3, label="大厅")
    voice, photo, place = (opened(call) for call in receiver.calls[1:])
    assert (voice["MsgType"], voice["Recognition"]) == ("voice", "社保卡。")
    assert (photo["MsgType"], photo["PicUrl"]) == ("image", "http://mmbiz.qpic.cn/1")
    assert (place["MsgType"], place["Location_X"]) == ("location", "23.1")
    assert len({one["MsgId"] for one in (voice, photo, place)}) == 3


async def test_who_does_not_follow_cannot_write(wx: Wechat) -> None:
    async with wx.http.post(
        f"{wx.url}/_simulator/say", json={"user": "stranger", "text": "?"}
    ) as answer:
        assert answer.status == 409


def _bad_replies(openid: str) -> dict[str, str]:
    reply = text_reply(openid, "好")
    return {
        "in clear": plain(reply),
        "wrong seal": sealed(reply, MsgSignature="0" * 40),
        "another key": sealed(reply, replace(ACCOUNT, callback_aes_key="B" * 43)),
        "not exchanged": sealed({**reply, "ToUserName": ACCOUNT.original_id}),
        "no words": sealed({**reply, "Content": ""}),
        "no such type": sealed({**reply, "MsgType": "hello"}),
        "no time": sealed({**reply, "CreateTime": "now"}),
        "an empty picture": sealed({**reply, "MsgType": "image"}),
        "no XML": "hello",
    }


@pytest.mark.parametrize("name", _bad_replies(""))
async def test_a_reply_that_wechat_cannot_read(wx: Wechat, receiver: Receiver, name: str) -> None:
    openid = await wx.follower()
    receiver.always = Answer(text=_bad_replies(openid)[name])
    heard = await wx.on_official("say", text="?")
    assert heard["replies"] == []
    assert len(heard["delivery"]["failures"]) == 1


@pytest.mark.parametrize("text", ["", "success"])
async def test_silence_is_an_answer(wx: Wechat, receiver: Receiver, text: str) -> None:
    await wx.follower()
    receiver.always = Answer(text=text)
    heard = await wx.on_official("say", text="?")
    assert (heard["replies"], heard["delivery"]["outcome"]) == ([], "delivered")


async def test_without_an_answer_the_person_is_told_so_after_four_tries(
    wx: Wechat, receiver: Receiver, wechat_config: WechatConfig, clock: Clock
) -> None:
    wechat_config.cut_off_seconds = 0.1
    clock.set_scale(10_000)
    await wx.follower()
    receiver.always = Answer(after_seconds=0.5)
    await wx.on_official("say", text="?")

    async def told() -> bool:
        return bool((await wx.chat())[-1]["kind"] == "fault")

    assert await eventually(told)
    assert (await wx.chat())[-1]["content"]["Content"] == OUT_OF_SERVICE
    tries = [opened(call) for call in receiver.calls[1:]]
    assert len(tries) == 4
    assert len({(one["MsgId"], one["CreateTime"]) for one in tries}) == 1


async def test_news_and_a_person_to_talk_to(wx: Wechat, receiver: Receiver) -> None:
    openid = await wx.follower()
    item = "".join(f"<{name}>x</{name}>" for name in ("Title", "Description", "PicUrl", "Url"))
    head = plain(text_reply(openid, "", MsgType="news", ArticleCount="1")).removesuffix("</xml>")
    answers = {
        f"{head}<Articles><item>{item}</item></Articles></xml>": 1,
        f"{head}<Articles><item><Title>x</Title></item></Articles></xml>": 0,
        plain(text_reply(openid, "", MsgType="transfer_customer_service")): 1,
    }
    for text, shown in answers.items():
        receiver.always = Answer(text=seal(text))
        assert len((await wx.on_official("say", text="?"))["replies"]) == shown
