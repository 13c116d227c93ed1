"""People in doubt, in a hurry, in another script; and those who only look for a weak place."""

from datetime import datetime

import pytest

from mobile_api.shared import clock
from mobile_api.shared.process.parts import SETTINGS
from tests.actors import ID_NUMBER, Citizen
from tests.mobile_api.wechat_replies.chat import Chat, links_in, text_of

ITEM = "普通护照签发"
NIGHT = "现在不是人工服务时间"


@pytest.mark.parametrize("reply", ["後六位是{}", "身份证后六位：{}。", "\u202d{}\u202c", "{} "])
async def test_tail_is_understood_as_people_say_it(
    stranger: Chat, citizen: Citizen, reply: str
) -> None:
    case = await citizen.submitted_case()
    assert "最后六位" in await stranger.say(f"查件 {case['number']}")
    assert ITEM in await stranger.say(reply.format(ID_NUMBER[-6:]))


@pytest.mark.parametrize("text", ["😀", "😀😀👍", "。。。", "？？？", "\u200b"])
async def test_what_has_no_words_gets_help(stranger: Chat, text: str) -> None:
    assert "您可以这样用" in await stranger.say(text)


@pytest.mark.parametrize(
    "text",
    [
        '<a href="https://evil.example">护照</a>',
        "<b>qwzzxvk</b>",
        "{city}{hotline}%s护照",
        "]]></Content><Content>护照",
        "https://evil.example/护照",
    ],
)
async def test_no_words_of_theirs_come_back_as_ours(stranger: Chat, text: str) -> None:
    said = await stranger.say(text)
    assert "evil" not in said and "<b>" not in said and "{" not in said
    ours = f"{SETTINGS.of(stranger.stack.app).public_url}/"
    assert all(address.startswith(ours) for address, _, _ in links_in(said))


@pytest.mark.parametrize(
    ("at", "is_staffed"),
    [
        (datetime(2026, 10, 10, 10, tzinfo=clock.BEIJING), True),
        (datetime(2026, 10, 5, 10, tzinfo=clock.BEIJING), False),
    ],
)
async def test_make_up_days_are_working_days(
    stranger: Chat, at: datetime, is_staffed: bool
) -> None:
    with clock.standing_at(at):
        (reply,) = await stranger.act("say", text="轉人工")
    assert (reply["MsgType"] == "transfer_customer_service") is is_staffed
    assert is_staffed or NIGHT in reply["Content"]


async def test_who_comes_back_is_welcomed_again(stranger: Chat) -> None:
    await stranger.act("unfollow")
    assert "欢迎关注" in await stranger.follow()


async def test_who_must_wait_is_told_whom_to_call_in_danger(stranger: Chat) -> None:
    answers = [await stranger.act("say", text="护照") for _ in range(33)]
    assert [text_of(one) for one in answers if one and "119" in text_of(one)]
