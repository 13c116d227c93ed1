"""One answer to each message: at once, or later as a customer message, and never twice."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from redis.asyncio import Redis

from mobile_api.shared import clock
from mobile_api.shared.due.working import work_off
from mobile_api.shared.settings.settings import Settings
from tests.simulators import defaults
from tests.wechat.at_wechat import Platform
from tests.wechat.official_account.told import HELLO, Told
from wechat.inbound import Push, push_of
from wechat.official_account import answers, owed_replies
from wechat.official_account.answers import ReplyState, WechatReply, answer
from wechat.official_account.replies import Reply, TransferReply
from wechat.platform.client import WechatClient, make_official_account

SEND = "/cgi-bin/message/custom/send"
MINUTE = timedelta(minutes=1)


async def die_while_answering(push: Push) -> None:
    told = Told(HELLO, slow=True)
    dying = asyncio.create_task(answer(push, told))
    await told.started.wait()
    dying.cancel()
    await asyncio.gather(dying, return_exceptions=True)


@pytest.fixture
async def account(
    platform: Platform, settings: Settings, redis: Redis, database: None
) -> AsyncIterator[WechatClient]:
    own = {
        "wechat_official_account_app_id": defaults.OFFICIAL_ACCOUNT_APP_ID,
        "wechat_official_account_secret": defaults.OFFICIAL_ACCOUNT_SECRET,
    }
    made = make_official_account(settings.model_copy(update=own), redis)
    assert made is not None
    yield made
    await made.close()


@pytest.fixture
async def push(platform: Platform, account: WechatClient) -> Push:
    """A message of a follower, written just now: WeChat lets the account write back."""
    platform.config.callback_url = ""
    await platform.post("follow", user="citizen")
    await platform.post("say", user="citizen", text="你好")
    openid = (await platform.get("inbox", user="citizen", app_id=account.app_id))["openid"]
    return pushed(account.app_id, str(openid))


def pushed(app_id: str, openid: str) -> Push:
    return push_of(app_id, {"FromUserName": openid, "MsgType": "text", "MsgId": "1"})


async def pay_all(account: WechatClient, told: Told) -> int:
    return await work_off(owed_replies.REPLIES, partial(owed_replies.pay, account, told))


async def row() -> WechatReply:
    return await WechatReply.get()


async def received(platform: Platform) -> list[str]:
    """The customer messages on the phone."""
    app_id = defaults.OFFICIAL_ACCOUNT_APP_ID
    lines: list[dict[str, Any]] = (await platform.get("inbox", user="citizen", app_id=app_id))[
        "messages"
    ]
    return [line["content"]["text"]["content"] for line in lines if line["kind"] == "customer"]


async def test_a_repetition_gets_the_same_answer_without_asking_again(push: Push) -> None:
    told = Told(HELLO)
    assert [await answer(push, told) for _ in range(4)] == [HELLO] * 4
    assert (told.asked, (await row()).state) == (1, ReplyState.answered)


async def test_nothing_to_say_is_an_answer_too(push: Push, account: WechatClient) -> None:
    told = Told(None)
    assert [await answer(push, told) for _ in range(2)] == [None, None]
    with clock.standing_at(clock.now() + MINUTE):
        assert await pay_all(account, told) == 0
    assert told.asked == 1


async def test_of_two_at_once_the_later_one_answers(push: Push) -> None:
    """WeChat has hung up on the first when it repeats."""
    slow = Told(HELLO, slow=True)
    first = asyncio.create_task(answer(push, slow))
    await slow.started.wait()
    second = await answer(push, Told(HELLO))
    slow.may_answer.set()
    assert (await first, second) == (None, HELLO)


@pytest.mark.parametrize("late", [Told(HELLO, slow=True), Told(HELLO, broken=True)])
async def test_what_is_not_ready_in_time_is_sent_later_and_once(
    push: Push, platform: Platform, account: WechatClient, late: Told
) -> None:
    assert await answer(push, late, budget=0.05) is None
    assert (await row()).state is ReplyState.owed
    assert await answer(push, Told(HELLO)) is None
    for _ in range(3):
        await pay_all(account, Told(HELLO))
    assert await received(platform) == ["您好"]
    assert await answer(push, Told(HELLO)) is None
    ended = await row()
    assert (ended.state, ended.reply, ended.question) == (ReplyState.sent, None, None)


async def test_a_process_that_died_before_answering_is_made_up_for(
    push: Push, platform: Platform, account: WechatClient
) -> None:
    await die_while_answering(push)
    assert await pay_all(account, Told(HELLO)) == 0
    with clock.standing_at(clock.now() + MINUTE):
        assert await pay_all(account, Told(HELLO)) == 1
    assert await received(platform) == ["您好"]


async def test_wechats_repetition_makes_up_for_it_first(push: Push, account: WechatClient) -> None:
    await die_while_answering(push)
    assert await answer(push, Told(HELLO)) == HELLO
    with clock.standing_at(clock.now() + MINUTE):
        assert await pay_all(account, Told(HELLO)) == 0


async def owe(push: Push, reply: Reply = HELLO) -> None:
    assert await answer(push, Told(reply, broken=True)) is None


async def test_a_worker_that_died_while_sending_does_not_send_again(
    push: Push, platform: Platform, account: WechatClient
) -> None:
    await owe(push)
    await platform.fail(SEND, "slow", seconds=5)
    dying = asyncio.create_task(pay_all(account, Told(HELLO)))
    await platform.until_asked(SEND)
    dying.cancel()
    await asyncio.gather(dying, return_exceptions=True)
    assert (await row()).state is ReplyState.sending
    with clock.standing_at(clock.now() + 3 * MINUTE):
        assert await pay_all(account, Told(HELLO)) == 1
    assert (await row()).state is ReplyState.outcome_unknown
    assert await platform.count(SEND) == 1


@pytest.mark.parametrize(
    ("kind", "more", "state"),
    [
        ("error", {"code": 45015}, ReplyState.window_closed),
        ("error", {"code": 45047}, ReplyState.window_closed),
        ("error", {"code": 48001}, ReplyState.not_permitted),
        ("error", {"code": 40003}, ReplyState.refused),
        ("reset", {}, ReplyState.outcome_unknown),
    ],
)
async def test_what_cannot_be_sent_ends_in_a_named_state(
    push: Push,
    platform: Platform,
    account: WechatClient,
    kind: str,
    more: dict[str, Any],
    state: ReplyState,
) -> None:
    await owe(push)
    await platform.fail(SEND, kind, **more, times=None)
    await pay_all(account, Told(HELLO))
    ended = await row()
    assert (ended.state, ended.due_at, ended.reply, ended.question) == (state, None, None, None)
    with clock.standing_at(clock.now() + 5 * MINUTE):
        assert await pay_all(account, Told(HELLO)) == 0


async def test_a_busy_wechat_is_asked_again(
    push: Push, platform: Platform, account: WechatClient
) -> None:
    await owe(push)
    await platform.fail(SEND, "error", code=-1, times=2)
    for minutes in range(4):
        with clock.standing_at(clock.now() + minutes * MINUTE):
            await pay_all(account, Told(HELLO))
    assert (await row()).state is ReplyState.sent
    assert await received(platform) == ["您好"]


async def test_what_was_sent_is_not_sent_again(
    push: Push, platform: Platform, account: WechatClient
) -> None:
    """Red before: whatever made the row due again made it go out again."""
    await owe(push)
    await pay_all(account, Told(HELLO))
    await WechatReply.all().update(due_at=clock.now())
    await pay_all(account, Told(HELLO))
    ended = await row()
    assert (ended.state, ended.due_at) == (ReplyState.sent, None)
    assert await received(platform) == ["您好"]


async def test_an_answer_that_cannot_be_found_is_given_up_by_name(
    push: Push, account: WechatClient
) -> None:
    await owe(push)
    start = clock.now()
    for minutes in range(59):
        with clock.standing_at(start + minutes * MINUTE):
            await pay_all(account, Told(broken=True))
    ended = await row()
    assert (ended.state, ended.reason, ended.due_at) == (ReplyState.failed, "LookupError", None)


async def test_after_an_hour_nobody_waits_any_more(push: Push, account: WechatClient) -> None:
    await owe(push)
    with clock.standing_at(clock.now() + 61 * MINUTE):
        await pay_all(account, Told(HELLO))
    assert (await row()).state is ReplyState.too_late


async def test_who_cannot_be_handed_over_any_more_is_told_the_hours(
    push: Push, platform: Platform, account: WechatClient
) -> None:
    await owe(push)
    await pay_all(account, Told(TransferReply(otherwise="请拨打12345")))
    assert await received(platform) == ["请拨打12345"]


async def test_the_words_are_erased_soon_and_the_row_later(push: Push) -> None:
    await answer(push, Told(HELLO))
    with clock.standing_at(clock.now() + 3 * MINUTE):
        assert await answers.forget_old_replies() == 0
        assert (await row()).reply is None
        assert await answer(push, Told(HELLO)) is None
    with clock.standing_at(clock.now() + timedelta(days=31)):
        assert await answers.forget_old_replies() == 1
