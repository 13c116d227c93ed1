"""What the official account sends, publishes and asks for."""

import pytest

from tests.simulators import defaults
from tests.wechat.at_wechat import STABLE_TOKEN, Platform
from wechat.official_account import menus, messages
from wechat.official_account.messages import MiniProgramPage, send_customer_text
from wechat.platform.client import WechatClient
from wechat.platform.errors import (
    ArgumentRefused,
    ConfigurationFault,
    ConsentUsedUp,
    ConversationOver,
    RecipientUnreachable,
    TemplateUnusable,
    WechatFault,
)

TEMPLATE = defaults.OFFICIAL_TEMPLATE_IDS["posted"]
NOTICE = defaults.OFFICIAL_SUBSCRIPTION_IDS["posted"]
VALUES = {"thing1": "居住证签注", "character_string2": "1100000000001", "thing3": "请留意查收"}
PAGE = MiniProgramPage(defaults.MINI_PROGRAM_APP_ID, "pages/case/detail?id=1")


async def send(client: WechatClient, openid: str, client_msg_id: str = "") -> str:
    return await messages.send_template(
        client,
        openid=openid,
        template_id=TEMPLATE,
        values=VALUES,
        url="https://example.cn",
        mini_program=PAGE,
        client_msg_id=client_msg_id,
    )


async def notify(client: WechatClient, openid: str) -> str | None:
    return await messages.send_subscription(
        client, openid=openid, template_id=NOTICE, values=VALUES, mini_program=PAGE
    )


async def test_a_template_message_arrives_once(
    platform: Platform, official_account: WechatClient
) -> None:
    openid = await platform.follower()
    first = await send(official_account, openid, "delivery-1")
    assert await send(official_account, openid, "delivery-1") == first
    (message,) = [one for one in await platform.chat() if one["kind"] == "template"]
    assert (str(message["msgid"]), message["data"]) == (first, VALUES)
    assert message["opens"]["pagepath"] == PAGE.path


async def test_a_lost_answer_may_be_repeated_under_the_same_id(
    platform: Platform, official_account: WechatClient
) -> None:
    openid = await platform.follower()
    await platform.fail("/cgi-bin/message/template/send", "reset")
    with pytest.raises(WechatFault):
        await send(official_account, openid, "delivery-1")
    assert await send(official_account, openid, "delivery-1")
    assert [one["kind"] for one in await platform.chat()].count("template") == 1


async def test_people_who_cannot_be_reached(
    platform: Platform, official_account: WechatClient
) -> None:
    openid = await platform.follower()
    await platform.on_official("refuse", template_id=TEMPLATE)
    with pytest.raises(ConsentUsedUp):
        await send(official_account, openid)
    await platform.on_official("unfollow")
    with pytest.raises(RecipientUnreachable):
        await send(official_account, openid)


async def test_a_notice_takes_one_consent(
    platform: Platform, official_account: WechatClient
) -> None:
    openid = str((await platform.on_official("person"))["openid"])
    await platform.on_official("subscribe", template_ids=[NOTICE])
    assert await notify(official_account, openid) is None
    (message,) = await platform.chat()
    assert (message["kind"], message["data"]) == ("subscription", VALUES)
    with pytest.raises(ConsentUsedUp):
        await notify(official_account, openid)


async def test_the_mini_program_may_not_send_for_the_account(
    platform: Platform, client: WechatClient
) -> None:
    with pytest.raises(ConfigurationFault) as raised:
        await notify(client, await platform.follower())
    assert raised.value.errcode == 48001


async def test_the_chat_is_open_after_words_only(
    platform: Platform, official_account: WechatClient
) -> None:
    openid = await platform.follower()
    platform.clock.advance(61)
    with pytest.raises(ConversationOver):
        await send_customer_text(official_account, openid=openid, text="您好")
    await platform.on_official("say", text="居住证")
    await send_customer_text(official_account, openid=openid, text="您好")
    (message,) = [one for one in await platform.chat() if one["kind"] == "customer"]
    assert message["content"]["text"] == {"content": "您好"}


async def test_a_menu_is_published_and_read(official_account: WechatClient) -> None:
    assert await menus.published(official_account) == []
    button = {"type": "click", "name": "我的办件", "key": "MY_CASES"}
    await menus.publish(official_account, [button])
    assert await menus.published(official_account) == [{**button, "sub_button": []}]
    for name, fault in (("我的办件的进度", ArgumentRefused), ("好", TemplateUnusable)):
        page = {
            "type": "miniprogram",
            "name": name,
            "url": "https://a.cn",
            "pagepath": "pages/none",
            "appid": defaults.MINI_PROGRAM_APP_ID,
        }
        with pytest.raises(fault):
            await menus.publish(official_account, [page])


async def test_each_app_has_its_own_token(
    platform: Platform, client: WechatClient, official_account: WechatClient
) -> None:
    assert await client.tokens.current() != await official_account.tokens.current()
    assert await platform.count(STABLE_TOKEN) == 2
