"""The menu below the chat with an official account.

https://developers.weixin.qq.com/doc/offiaccount/Custom_Menus/Creating_Custom-Defined_Menu.html
"""

from collections.abc import Mapping, Sequence
from typing import Any

from aiohttp import web

from tests.simulators.wechat.ground.config import OfficialAccount, WechatConfig
from tests.simulators.wechat.ground.errors import WechatError, ok, read_json, reply
from tests.simulators.wechat.ground.gate import Gate
from tests.simulators.wechat.ground.state import WechatState

MOST_BUTTONS, MOST_SUB_BUTTONS = 3, 5
NAME_BYTES, SUB_NAME_BYTES = 16, 60
KEY_BYTES, URL_BYTES = 128, 1_024
WITH_KEY = {
    "click",
    "scancode_push",
    "scancode_waitmsg",
    "pic_sysphoto",
    "pic_photo_or_album",
    "pic_weixin",
    "location_select",
}
WITH_PAGE = {"view", "miniprogram"}


class Menus:
    def __init__(self, config: WechatConfig, state: WechatState, gate: Gate) -> None:
        self._config = config
        self._state = state
        self._gate = gate

    def routes(self) -> Sequence[web.RouteDef]:
        return [
            web.post("/cgi-bin/menu/create", self.create),
            web.get("/cgi-bin/menu/get", self.get),
            web.get("/cgi-bin/menu/delete", self.delete),
        ]

    async def create(self, request: web.Request) -> web.Response:
        account = self._gate.admit_official(request)
        buttons = (await read_json(request)).get("button")
        if not isinstance(buttons, list) or not 1 <= len(buttons) <= MOST_BUTTONS:
            raise WechatError(40016)
        menu = [self._button(account, button) for button in buttons]
        self._state.menus[account.app_id] = menu
        return ok(request)

    async def get(self, request: web.Request) -> web.Response:
        account = self._gate.admit_official(request)
        menu = self._state.menus.get(account.app_id)
        if menu is None:
            raise WechatError(46003)
        return reply(request, {"menu": {"button": menu}})

    async def delete(self, request: web.Request) -> web.Response:
        account = self._gate.admit_official(request)
        self._state.menus.pop(account.app_id, None)
        return ok(request)

    def _button(self, account: OfficialAccount, button: object) -> dict[str, Any]:
        found = _named(button, NAME_BYTES, 40018)
        below = found.get("sub_button") or []
        if not below:
            self._check_action(account, found)
            return {**found, "sub_button": []}
        if not isinstance(below, list) or len(below) > MOST_SUB_BUTTONS:
            raise WechatError(40023)
        chosen = [_named(one, SUB_NAME_BYTES, 40025) for one in below]
        for one in chosen:
            self._check_action(account, one)
        return {"name": found["name"], "sub_button": chosen}

    def _check_action(self, account: OfficialAccount, button: Mapping[str, Any]) -> None:
        kind = button.get("type")
        if kind not in WITH_KEY | WITH_PAGE:
            raise WechatError(40017)
        if kind in WITH_KEY:
            _check_text(button.get("key"), KEY_BYTES, 40019)
        else:
            _check_text(button.get("url"), URL_BYTES, 40020)
            if not str(button["url"]).startswith(("http://", "https://")):
                raise WechatError(40055)
        if kind == "miniprogram":
            self._check_page(account, button)

    def _check_page(self, account: OfficialAccount, button: Mapping[str, Any]) -> None:
        app_id = str(button.get("appid", ""))
        program = self._config.program(app_id)
        if program is None or app_id not in account.mini_programs:
            raise WechatError(40013)
        if str(button.get("pagepath", "")).partition("?")[0] not in program.released_pages:
            raise WechatError(40165)


def button_named(menu: Sequence[dict[str, Any]], path: Sequence[str]) -> dict[str, Any] | None:
    """The button at the end of `path`, by name; None when it is not there or opens a list."""
    found: dict[str, Any] | None = None
    for name in path:
        found = next((one for one in menu if one["name"] == name), None)
        menu = (found or {}).get("sub_button", [])
    return found if found and "type" in found else None


def _named(button: object, longest: int, code: int) -> dict[str, Any]:
    if not isinstance(button, Mapping):
        raise WechatError(47001)
    _check_text(button.get("name"), longest, code)
    return dict(button)


def _check_text(text: object, longest: int, code: int) -> None:
    if not isinstance(text, str) or not 1 <= len(text.encode()) <= longest:
        raise WechatError(code)
