"""The menu: three boards, nothing that WeChat refuses, and no button that leads nowhere."""

import asyncio
import json
import os
import sys
from functools import partial
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from click.testing import CliRunner, Result

from mobile_api.guides.reading.published import CATALOGUE
from mobile_api.shared.process.cache import REDIS
from mobile_api.shared.settings.settings import Settings
from mobile_api.wechat_replies import commands
from mobile_api.wechat_replies.menu import PERSON, MenuBoard, boards, faults_of_menu, menu_of
from tests.mobile_api.wechat_replies.chat import Chat, links_in, text_of
from tests.settings import environment_of
from tests.simulators import defaults
from tests.stack import Stack

BUTTONS = [(board.name, button) for board in boards() for button in board.buttons]


async def said_by(settings: Settings, *arguments: str) -> Result:
    """The command in a thread of its own, for it starts an event loop."""
    run = partial(CliRunner().invoke, commands.wechat, arguments, env=environment_of(settings))
    return await asyncio.to_thread(run)


async def test_the_menu_is_published_and_shown(stack: Stack, stranger: Chat) -> None:
    printed = (await said_by(stack.settings, "publish-menu", "--dry-run")).stdout
    assert json.loads(printed) == menu_of(boards(), stack.settings)
    published = await said_by(stack.settings, "publish-menu")
    assert published.output == "menu published: 3 boards, 14 buttons\n"
    shown = json.loads((await said_by(stack.settings, "show-menu")).stdout)["button"]
    assert [board["name"] for board in shown] == ["办事服务", "中心概况", "互动交流"]
    assert "0999-8812345" in text_of(await tapped(stranger, "互动交流", "投诉监督"))
    said = text_of(await tapped(stranger, "中心概况", "中介超市"))
    assert said.startswith("中介超市\n") and not links_in(said)
    (reply,) = await tapped(stranger, "互动交流", "人工咨询")
    assert reply["MsgType"] in ("text", "transfer_customer_service")
    assert await tapped(stranger, "办事服务", "办事指南") == []


async def tapped(who: Chat, *path: str) -> list[dict[str, Any]]:
    return await who.act("tap-menu", path=path)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"wechat_official_account_app_id": ""}, "OFFICIAL_ACCOUNT_APP_ID is not set"),
        ({"wechat_official_account_secret": "0" * 32}, "WeChat says no"),
        ({"public_url": "ftp://x"}, "https://"),
    ],
)
async def test_what_stops_publishing_is_said(
    stack: Stack, change: dict[str, str], said: str
) -> None:
    await REDIS.of(stack.app).flushdb()  # an access token of before would still be good
    settings = stack.settings.model_copy(update=change)
    stopped = await said_by(settings, "publish-menu")
    assert (stopped.exit_code, said in stopped.stderr) == (1, True), stopped.output


async def test_a_guides_code_is_made(stack: Stack, stranger: Chat) -> None:
    # A process of its own, for this command opens the database.
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "mobile_api.cli",
        "wechat",
        "guide-code",
        "passport",
        env={**os.environ, **environment_of(stack.settings)},
        stdout=asyncio.subprocess.PIPE,
    )
    printed, _ = await process.communicate()
    address = urlsplit(printed.decode().strip())
    assert (process.returncode, address.netloc) == (0, "mp.weixin.qq.com")
    (ticket,) = parse_qs(address.query)["ticket"]
    assert "7个工作日" in text_of(await stranger.act("scan", ticket=ticket))


def test_the_boards_are_those_of_the_centre(stack: Stack) -> None:
    catalogue = CATALOGUE.of(stack.app).current.catalogue.boards
    known = [
        (
            board.name,
            [(f"{board.key}.{one.key}", one.name, one.path or "") for one in board.functions],
        )
        for board in catalogue
    ]
    assert [
        (board.name, [(one.key, one.name, one.path) for one in board.buttons if one.key != PERSON])
        for board in boards()
    ] == known


@pytest.mark.parametrize(("board", "button"), BUTTONS, ids=[one.key for _, one in BUTTONS])
async def test_no_button_leads_nowhere(stranger: Chat, board: str, button: Any) -> None:
    if button.path:
        assert (await stranger.http.get(button.path)).status_code == 200
    if button.page:
        assert button.page.partition("?")[0] in defaults.RELEASED_PAGES
    body = {"MsgType": "event", "Event": "CLICK", "EventKey": button.key}
    answer = await stranger.http.post(
        f"{stranger.stack.wechat}/_simulator/push",
        json={"app_id": defaults.OFFICIAL_ACCOUNT_APP_ID, "user": stranger.user, "message": body},
    )
    (delivery,) = answer.json()["deliveries"]
    assert delivery["outcome"] == "delivered" and "Encrypt" in delivery["reply"]


def broken(*names: str, **more: str) -> list[MenuBoard]:
    buttons = [{"name": name, "key": f"k{number}"} | more for number, name in enumerate(names)]
    return [MenuBoard.model_validate({"name": "办事", "buttons": buttons})]


@pytest.mark.parametrize(
    ("menu", "said"),
    [
        (boards() * 2, "一级菜单"),
        (broken(), "1到5个"),
        (broken(*"一二三四五六"), "1到5个"),
        (broken("一二三四五六七八九"), "1到8个字"),
        (broken("一", key="k" * 129), "key"),
        (broken("一", path="/" + "x" * 1100), "1024字节"),
        (broken(""), "1到8个字"),
        (broken("一", path="/x", page="/pages/x"), "不应以/开头"),
        ([MenuBoard(name="一二三四五", buttons=boards()[0].buttons)], "1到4个字"),
    ],
)
def test_a_menu_that_wechat_refuses_is_not_sent(
    stack: Stack, menu: list[MenuBoard], said: str
) -> None:
    assert faults_of_menu(menu_of(boards(), stack.settings)) == []
    assert any(said in fault for fault in faults_of_menu(menu_of(menu, stack.settings)))


def test_without_a_mini_program_every_button_opens_a_page(stack: Stack) -> None:
    settings = stack.settings.model_copy(update={"wechat_mini_program_app_id": ""})
    kinds = {
        one["type"]
        for board in menu_of(boards(), settings)["button"]
        for one in board["sub_button"]
    }
    assert kinds == {"view", "click"}
