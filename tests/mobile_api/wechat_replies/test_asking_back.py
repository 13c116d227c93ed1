"""Asked back what a question is about, the next message says it, and the answer comes at once."""

import secrets

import orjson
import pytest
from redis.asyncio import Redis

from mobile_api.shared.crypto import keyring
from mobile_api.shared.database import fetch
from mobile_api.shared.process.cache import REDIS
from mobile_api.wechat_replies.conversations import MINUTES
from tests.mobile_api.wechat_replies.chat import Chat, links_in

ASKED = "营业执照多少钱"
PLACE = "wechat conversation"


def redis_of(chat: Chat) -> Redis:
    return REDIS.of(chat.stack.app)


async def keys_of_questions(chat: Chat) -> list[bytes]:
    return [key async for key in redis_of(chat).scan_iter("wechat:question:*")]


@pytest.fixture(autouse=True)
async def _nobody_waits(stranger: Chat) -> None:
    for key in await keys_of_questions(stranger):
        await redis_of(stranger).delete(key)


def guide_of(said: str, at: int = 0) -> str:
    return links_in(said)[at][0].rsplit("/", 1)[1]


@pytest.mark.parametrize(
    "reply", ["2", "\uff12", "二", "第2个", "第二个", "选2", "2。", "我选2", "选第2个", "第二个吧"]
)
async def test_the_number_of_a_choice_is_answered_with_what_was_asked(
    stranger: Chat, reply: str
) -> None:
    asked = await stranger.say(ASKED)
    assert "请问您问的是哪一项" in asked and "回复前面的数字" in asked
    second = guide_of(asked, 1)
    said = await stranger.say(reply)
    assert "收费" in said.splitlines()[0]
    assert guide_of(said) == second


async def test_a_choice_may_be_named(stranger: Chat) -> None:
    asked = await stranger.say(ASKED)
    said = await stranger.say("个体户")
    assert guide_of(said) == "self-emp-reg" in {guide_of(asked), guide_of(asked, 1)}
    assert "收费" in said.splitlines()[0]


async def test_a_doubtful_item_is_asked_back(stranger: Chat) -> None:
    asked = await stranger.say("公积金贷款多少钱")
    assert "也许您要问的是" in asked
    said = await stranger.say("1")
    assert guide_of(said) == guide_of(asked) and "收费" in said.splitlines()[0]


async def test_a_death_is_met_with_one_word(stranger: Chat) -> None:
    said = await stranger.say("我老公死了")
    assert said.startswith("请节哀。") and said.count("请节哀") == 1 and "12345" in said
    assert "例如" not in said


async def test_a_theme_that_answers_is_linked_as_one(stranger: Chat) -> None:
    said = await stranger.say("注销公司要几天")
    assert "个工作日" in said.splitlines()[0]
    (source,) = [line for line in said.splitlines() if "以上内容摘自" in line]
    assert "/themes/company-exit" in source


async def test_what_was_asked_of_nothing_is_answered_when_the_item_is_named(
    stranger: Chat,
) -> None:
    assert "请问您要办哪一项" in await stranger.say("多少钱")
    said = await stranger.say("护照")
    assert "120元" in said and guide_of(said) == "passport"


async def test_another_question_ends_the_waiting(stranger: Chat) -> None:
    await stranger.say(ASKED)
    assert "120元" in await stranger.say("护照多少钱")
    assert await keys_of_questions(stranger) == []
    assert "换个说法" in await stranger.say("2")


@pytest.mark.parametrize("reply", ["3", "4", "0", "十", "选第9个", "12"])
async def test_a_number_beyond_the_choices_chooses_nothing_and_is_said_so(
    stranger: Chat, reply: str
) -> None:
    asked = await stranger.say(ASKED)
    assert len(links_in(asked)) == 2
    said = await stranger.say(reply)
    assert "收费" not in said and said.startswith("请回复1到2")
    assert "收费" in await stranger.say("1")


@pytest.mark.parametrize("reply", ["都不是", "取消", "不是", "谢谢", "谢谢您！", "算了"])
async def test_none_of_them_ends_the_waiting_with_a_sentence(stranger: Chat, reply: str) -> None:
    await stranger.say(ASKED)
    assert (await stranger.say(reply)).startswith("好的。")
    assert await keys_of_questions(stranger) == []


async def test_another_action_with_the_same_thing_chooses_nothing(stranger: Chat) -> None:
    await stranger.say(ASKED)
    said = await stranger.say("我要注销营业执照")
    assert "收费标准" not in said and "不收费" not in said.splitlines()[0]
    assert await keys_of_questions(stranger) == []


async def test_only_what_is_found_first_is_chosen_by_words(stranger: Chat) -> None:
    await stranger.say(ASKED)
    said = await stranger.say("食品经营许可")
    assert "收费" not in said.splitlines()[0]


async def test_a_choice_that_was_withdrawn_is_said_to_be(stranger: Chat) -> None:
    await stranger.say(ASKED)
    (key,) = await keys_of_questions(stranger)
    kept = keyring().seal(orjson.dumps(["多少钱", ["withdrawn-item"]]), PLACE)
    await redis_of(stranger).set(key, kept)
    assert "已经不在办事指南里" in await stranger.say("1")
    assert await keys_of_questions(stranger) == []


@pytest.mark.parametrize(
    "kept", [b"no json", b"7", b"{}", b'["q"]', b'["q",["a"],3]', b'["q",[7]]', b'["q","passport"]']
)
async def test_what_is_kept_in_another_shape_is_forgotten(stranger: Chat, kept: bytes) -> None:
    await stranger.say(ASKED)
    (key,) = await keys_of_questions(stranger)
    await redis_of(stranger).set(key, keyring().seal(kept, PLACE))
    assert "换个说法" in await stranger.say("1")


async def test_what_is_asked_back_is_not_counted_as_unanswered(stranger: Chat) -> None:
    await fetch("DELETE FROM unanswered_query")
    assert "请问您要办哪一项" in await stranger.say("多少钱")
    assert await fetch("SELECT text FROM unanswered_query") == []
    await stranger.say("火星移民")
    assert len(await fetch("SELECT text FROM unanswered_query")) == 1


async def test_a_list_that_nobody_is_asked_to_choose_from_has_no_numbers(stranger: Chat) -> None:
    said = await stranger.say("护照")
    assert links_in(said) and "\n1. " not in said
    assert "\n· <a" in said


async def test_nobody_answers_for_another_person(stranger: Chat) -> None:
    await stranger.say(ASKED)
    other = Chat(stranger.stack, stranger.http, f"other-{secrets.token_hex(4)}")
    await other.follow()
    assert "收费" not in await other.say("1")


async def test_the_question_is_kept_sealed_and_for_minutes_only(stranger: Chat) -> None:
    await stranger.say(f"{ASKED} 证号420101199001011234")
    (key,) = await keys_of_questions(stranger)
    kept = await redis_of(stranger).get(key)
    assert isinstance(kept, bytes)
    assert "营业执照".encode() not in kept and b"company" not in kept and b"420101" not in kept
    assert 0 < await redis_of(stranger).ttl(key) <= MINUTES * 60
    await redis_of(stranger).delete(key)
    assert "收费" not in await stranger.say("1")


async def test_what_cannot_be_opened_is_forgotten(stranger: Chat) -> None:
    await stranger.say(ASKED)
    (key,) = await keys_of_questions(stranger)
    await redis_of(stranger).set(key, b"something else")
    assert "换个说法" in await stranger.say("1")


async def test_danger_is_heard_instead_of_a_choice(stranger: Chat) -> None:
    await stranger.say(ASKED)
    assert (await stranger.say("家里着火了")).startswith("如有危险")
    assert await keys_of_questions(stranger) == []
    assert "收费" not in await stranger.say("2")


async def test_several_topics_and_the_guide_at_a_glance_stand_in_the_chat(stranger: Chat) -> None:
    said = await stranger.say("护照多少钱，几天能拿到")
    assert "120元" in said and "7个工作日" in said
    card = await stranger.say("护照照片能戴眼镜吗")
    assert all(part in card for part in ("这个问题我不知道", "收费：", "办理地点：", "办好拿到："))
    assert guide_of(card) == "passport"
