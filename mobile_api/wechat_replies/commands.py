"""`yiwang wechat`: what the owner of the official account sets there, the menu and QR codes."""

import sys
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import urlencode

import click
import orjson

from mobile_api.shared.database import DATABASE
from mobile_api.shared.process.command_line import run_with, settings_or_exit
from mobile_api.shared.process.parts import Parts

if TYPE_CHECKING:
    from wechat.platform.service import WechatClient

Answer = TypeVar("Answer")


@click.group("wechat")
def wechat() -> None:
    """The official account (公众号)."""


@wechat.command("publish-menu")
@click.option("--dry-run", is_flag=True, help="Check and print the menu; change nothing.")
def publish_menu(dry_run: bool) -> None:
    """Publish the menu of the three boards; phones show it within a day, or after re-following."""
    from mobile_api.wechat_replies.menu import boards, faults_of_menu, menu_of
    from wechat.official_account.service import publish_menu

    menu = menu_of(boards(), settings_or_exit())
    faults = faults_of_menu(menu)
    for fault in faults:
        click.echo(fault, err=True)
    if faults:
        sys.exit(1)
    if dry_run:
        click.echo(_text(menu))
        return
    _ask(lambda client: publish_menu(client, menu["button"]))
    buttons = sum(len(board["sub_button"]) for board in menu["button"])
    click.echo(f"menu published: {len(menu['button'])} boards, {buttons} buttons")


@wechat.command("show-menu")
def show_menu() -> None:
    """Print the menu that WeChat shows now."""
    from wechat.official_account.service import published_menu

    click.echo(_text({"button": _ask(published_menu)}))


@wechat.command("guide-code")
@click.argument("key")
def guide_code(key: str) -> None:
    """Make a lasting QR code that shows the guide KEY in the chat; print where its picture is."""
    from mobile_api.wechat_replies.guide_answers import GUIDE_SCENE

    if not run_with(DATABASE, work=lambda parts: _is_published(key)):
        raise click.ClickException("no such guide in the published catalogue")
    body = {
        "action_name": "QR_LIMIT_STR_SCENE",
        "action_info": {"scene": {"scene_str": GUIDE_SCENE + key}},
    }
    made = _ask(lambda client: client.qrcode.create(body))
    click.echo(
        "https://mp.weixin.qq.com/cgi-bin/showqrcode?" + urlencode({"ticket": made["ticket"]})
    )


async def _is_published(key: str) -> bool:
    from mobile_api.guides.publishing.queries import published_catalogue

    published = await published_catalogue()
    return any(one.key == key for one in (published.catalogue.service_items if published else ()))


def _text(menu: Any) -> str:
    return orjson.dumps(menu, option=orjson.OPT_INDENT_2).decode()


def _ask(call: Callable[["WechatClient"], Awaitable[Answer]]) -> Answer:
    """Make one call to WeChat for the official account. Raises ClickException."""
    from wechat.platform.errors import WechatFault
    from wechat.platform.service import OFFICIAL_ACCOUNT

    async def work(parts: Parts) -> Answer:
        client = OFFICIAL_ACCOUNT.of(parts)
        if client is None:
            raise click.ClickException("YIWANG_WECHAT_OFFICIAL_ACCOUNT_APP_ID is not set")
        try:
            return await call(client)
        except WechatFault as fault:
            raise click.ClickException(f"WeChat says no: {fault}") from None

    return run_with(OFFICIAL_ACCOUNT, work=work)
