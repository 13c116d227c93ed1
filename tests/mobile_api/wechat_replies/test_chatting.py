"""People write, speak, scan and tap, and get an answer that they can act on."""

import asyncio
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any

import httpx
import pytest

from mobile_api.shared import clock
from mobile_api.shared.database import fetch
from mobile_api.shared.process.cache import REDIS
from tests.mobile_api.wechat_replies.chat import Chat, links_in, text_of
from tests.simulators import defaults
from tests.stack import Stack
from wechat.inbound import Push
from wechat.official_account.answers import ANSWERER
from wechat.official_account.replies import LONGEST_TEXT, Reply
from wechat.platform.client import WechatClient, make_official_account


async def test_a_question_is_answered_and_its_guide_can_be_opened(stranger: Chat) -> None:
    said = await stranger.say("办护照要多少钱")
    assert said.startswith("“普通护照") and "120元" in said
    address, attributes, label = links_in(said)[0]
    assert address == f"{stranger.stack.api}/guides/passport"
    assert f'data-miniprogram-appid="{defaults.MINI_PROGRAM_APP_ID}"' in attributes
    assert 'data-miniprogram-path="pages/guide/detail?key=passport"' in attributes
    assert "护照" in label


@pytest.mark.parametrize("words", ["孩子上户口", "想开个饭店", "换驾驶证", "社保卡丢了"])
async def test_ones_own_words_find_at_most_three_guides(stranger: Chat, words: str) -> None:
    said = await stranger.say(words)
    links = links_in(said)
    assert 1 <= len(links) <= 3
    for address, _, _ in links:
        assert (await stranger.http.get(address)).status_code == 200


async def test_complaints_and_phones_are_told(stranger: Chat) -> None:
    assert "0999-8812345" in await stranger.say("我要投诉")
    ((address, _, label),) = links_in(await stranger.say("咨询电话"))
    assert (address, label) == (f"{stranger.stack.api}/centre/phones", "咨询电话")


async def test_nothing_found_says_what_to_try_and_whom_to_ask(stranger: Chat) -> None:
    said = await stranger.say("天上的星星怎么摘")
    assert "换个说法" in said and "12345" in said and "人工" in said
    (row,) = await fetch("SELECT text, times FROM unanswered_query")
    assert row["times"] == 1


async def test_danger_gets_the_numbers_and_what_to_do_first(stranger: Chat) -> None:
    said = await stranger.say("家里着火了")
    assert said.startswith("如有危险，请立即拨打119。\n119 火警和救援\n先这样做：")
    assert "没有找到" not in said


async def test_below_the_numbers_stands_what_was_asked(stranger: Chat) -> None:
    said = await stranger.say("老公打我，离开家办护照要带什么")
    assert said.startswith("如有危险，请立即拨打110")
    assert "不是紧急情况" in said
    assert links_in(said)[0][0] == f"{stranger.stack.api}/guides/passport"


async def test_what_is_not_known_keeps_the_phone_of_the_window(stranger: Chat) -> None:
    assert "请拨打0999-" in await stranger.say("护照照片能戴眼镜吗")


async def test_another_city_gets_its_hotline_and_none_of_our_phones(stranger: Chat) -> None:
    said = await stranger.say("上海办护照电话多少")
    assert "021-12345" in said and "0999-" not in said


async def test_false_papers_are_not_offered(stranger: Chat) -> None:
    said = await stranger.say("办假证")
    assert "不提供也不受理虚假证明" in said


async def test_a_long_story_stays_within_what_wechat_takes(stranger: Chat) -> None:
    said = await stranger.say("想开饭店要什么材料，" * 200)
    assert 0 < len(said.encode()) <= LONGEST_TEXT


async def test_voice_is_read_as_text(stranger: Chat) -> None:
    assert "120元" in text_of(await stranger.act("speak", recognition="办护照要多少钱。"))
    assert "打字" in text_of(await stranger.act("speak"))


async def test_pictures_and_places(stranger: Chat) -> None:
    assert "小程序里上传" in text_of(await stranger.act("send-photo", url="http://mmbiz.cn/1"))
    said = text_of(await stranger.act("send-place", latitude=31.71, longitude=113.44))
    assert "东示范区城东镇便民服务中心" in said and "1.5公里" in said


async def test_following_is_welcomed_with_the_three_boards(stranger: Chat) -> None:
    said = await stranger.follow()
    assert all(board in said for board in ("办事服务", "中心概况", "互动交流", "示范市"))
    assert await stranger.act("unfollow") == []


@asynccontextmanager
async def account_of(stack: Stack) -> AsyncIterator[WechatClient]:
    account = make_official_account(stack.settings, REDIS.of(stack.app))
    assert account is not None
    yield account
    await account.close()


async def ticket_of(stack: Stack, scene: str) -> str:
    async with account_of(stack) as account:
        body = {"action_name": "QR_LIMIT_STR_SCENE", "action_info": {"scene": {"scene_str": scene}}}
        made: dict[str, Any] = await account.qrcode.create(body)
    return str(made["ticket"])


async def test_a_guides_code_opens_the_guide_also_for_new_followers(
    stack: Stack, client: httpx.AsyncClient, stranger: Chat
) -> None:
    ticket = await ticket_of(stack, "g=passport")
    said = text_of(await stranger.act("scan", ticket=ticket))
    assert links_in(said)[0][0].endswith("/guides/passport") and "7个工作日" in said
    newcomer = Chat(stack, client, f"newcomer-{secrets.token_hex(4)}")
    said = text_of(await newcomer.act("scan", ticket=ticket))
    assert links_in(said)[0][0].endswith("/guides/passport") and "欢迎关注" in said


async def test_other_codes_lead_to_a_theme_or_to_help(stack: Stack, stranger: Chat) -> None:
    said = text_of(await stranger.act("scan", ticket=await ticket_of(stack, "t=restaurant")))
    assert links_in(said)[0][0].endswith("/themes/restaurant")
    said = text_of(await stranger.act("scan", ticket=await ticket_of(stack, "poster-7")))
    assert "您可以这样用" in said


WEDNESDAY = datetime(2026, 11, 25, 10, 0, tzinfo=clock.BEIJING)


@pytest.mark.parametrize(
    ("at", "is_staffed"),
    [
        (WEDNESDAY, True),
        (WEDNESDAY.replace(hour=12, minute=30), False),
        (WEDNESDAY.replace(day=28), False),
        (datetime(2027, 1, 1, 10, tzinfo=clock.BEIJING), False),
        (WEDNESDAY.replace(hour=23), False),
    ],
)
async def test_a_person_takes_over_in_office_hours(
    stranger: Chat, at: datetime, is_staffed: bool
) -> None:
    with clock.standing_at(at):
        (reply,) = await stranger.act("say", text="转人工")
    assert (reply["MsgType"] == "transfer_customer_service") is is_staffed
    if not is_staffed:
        assert "周一至周五 09:00-12:00、13:30-17:00" in reply["Content"]
        assert "留言" in reply["Content"] and "12345" in reply["Content"]


class Thinking:
    """An `Answerer` that is never done in time."""

    def wants(self, event: str) -> bool:
        return True

    async def __call__(self, push: Push) -> Reply | None:
        await asyncio.Event().wait()
        return None


async def test_a_weak_find_is_a_question(stranger: Chat) -> None:
    assert "也许您要找的是" in text_of(await stranger.act("say", text="公积金贷款"))
    assert "也许" not in text_of(await stranger.act("say", text="护照"))


async def test_an_answer_that_takes_too_long_comes_later(stranger: Chat) -> None:
    with stranger.stack.having(ANSWERER, Thinking()):
        assert await stranger.act("say", text="办护照要多少钱") == []
    await stranger.stack.settle()
    await stranger.stack.settle()
    lines = [line for line in await stranger.chat() if line["kind"] in ("customer", "fault")]
    (line,) = lines
    assert "120元" in line["content"]["text"]["content"]


async def test_a_burst_is_told_once_to_wait(stranger: Chat) -> None:
    answers = [await stranger.act("say", text="护照") for _ in range(33)]
    texts = [text_of(one) if one else "" for one in answers]
    assert "相关事项" in texts[0]
    assert sum("太快" in text for text in texts) == 1
    assert texts[-1] == ""
    (other,) = await Chat(stranger.stack, stranger.http, f"{stranger.user}-friend").act("follow")
    assert "欢迎" in other["Content"]
