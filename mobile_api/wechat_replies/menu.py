"""The menu below the chat: the three boards of the centre, as data and as WeChat wants them.

https://developers.weixin.qq.com/doc/offiaccount/Custom_Menus/Creating_Custom-Defined_Menu.html
"""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import orjson
from pydantic import BaseModel, ConfigDict, TypeAdapter

from mobile_api.shared.settings.settings import Settings

# A phone shows no more than four characters of a board's name, and eight of a button's.
_BOARD_CHARACTERS, _BUTTON_CHARACTERS = 4, 8
_MOST_BOARDS, _MOST_BUTTONS = 3, 5
_KEY_BYTES, _ADDRESS_BYTES = 128, 1024
PERSON = "person"
_FILE = Path(__file__).with_name("menu.json")


class MenuButton(BaseModel):
    """Opens `page` of the mini-program, or our web page `path` where it does not run.

    With neither, a tap sends `key`, and `answering` answers it.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str
    key: str
    path: str = ""
    page: str = ""


class MenuBoard(BaseModel):
    """板块: a name that opens a list of buttons."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str
    buttons: list[MenuButton]


def boards() -> list[MenuBoard]:
    """The menu as it stands in `menu.json`."""
    return TypeAdapter(list[MenuBoard]).validate_python(orjson.loads(_FILE.read_bytes()))


def menu_of(boards: Sequence[MenuBoard], settings: Settings) -> dict[str, Any]:
    """The body of menu/create."""
    return {
        "button": [
            {"name": board.name, "sub_button": [_button(one, settings) for one in board.buttons]}
            for board in boards
        ]
    }


def _button(button: MenuButton, settings: Settings) -> dict[str, str]:
    app_id = settings.wechat_mini_program_app_id
    if not button.path:
        return {"type": "click", "name": button.name, "key": button.key}
    address = settings.public_url.rstrip("/") + button.path
    if not (button.page and app_id):
        return {"type": "view", "name": button.name, "url": address}
    page = {"appid": app_id, "pagepath": button.page}
    return {"type": "miniprogram", "name": button.name, "url": address, **page}


def faults_of_menu(menu: dict[str, Any]) -> list[str]:
    """Everything that WeChat would refuse or a phone would cut off, in sentences."""
    found = menu["button"]
    faults = _count_faults("一级菜单", len(found), _MOST_BOARDS)
    for board in found:
        below = board["sub_button"]
        faults += _name_faults(board["name"], _BOARD_CHARACTERS)
        faults += _count_faults(f"“{board['name']}”下的菜单", len(below), _MOST_BUTTONS)
        for button in below:
            faults += [*_name_faults(button["name"], _BUTTON_CHARACTERS), *_target_faults(button)]
    return faults


def _count_faults(what: str, count: int, most: int) -> list[str]:
    return [] if 1 <= count <= most else [f"{what}应有1到{most}个，现在有{count}个。"]


def _name_faults(name: str, most: int) -> list[str]:
    return [] if 1 <= len(name) <= most else [f"“{name}”应为1到{most}个字。"]


def _target_faults(button: dict[str, str]) -> Iterator[str]:
    name, address = button["name"], button.get("url", "")
    if button["type"] == "click":
        if not 1 <= len(button["key"].encode()) <= _KEY_BYTES:
            yield f"“{name}”的key应为1到{_KEY_BYTES}字节。"
        return
    if not address.startswith(("https://", "http://")):
        yield f"“{name}”的网址应以https://开头。"
    if len(address.encode()) > _ADDRESS_BYTES:
        yield f"“{name}”的网址超过{_ADDRESS_BYTES}字节。"
    if button["type"] == "miniprogram" and button["pagepath"].startswith("/"):
        yield f"“{name}”的小程序页面不应以/开头。"
