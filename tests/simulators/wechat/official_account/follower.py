"""What a person does with an official account on the phone: follow it, write to it, tap its menu.

https://developers.weixin.qq.com/doc/offiaccount/Message_Management/Receiving_standard_messages.html
"""

import secrets
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from aiohttp import web
from pydantic import Field

from tests.simulators.admin import read_model
from tests.simulators.clock import Clock
from tests.simulators.wechat.ground import chats
from tests.simulators.wechat.ground.callbacks import Callbacks
from tests.simulators.wechat.ground.config import OfficialAccount, WechatConfig
from tests.simulators.wechat.ground.phone import User
from tests.simulators.wechat.ground.state import Person, WechatState
from tests.simulators.wechat.official_account.menus import button_named
from tests.simulators.wechat.official_account.scenes import Scenes


class Scan(User):
    """A QR code of the account, by its ticket."""

    ticket: str


class Words(User):
    text: str


class Voice(User):
    """`recognition` is what WeChat's speech recognition heard; empty: it understood nothing."""

    recognition: str = ""


class Photo(User):
    url: str


class Place(User):
    latitude: float
    longitude: float
    label: str = ""


class Tap(User):
    """The name of a button, e.g. ["办事服务", "办件进度"] for one below another."""

    path: list[str] = Field(min_length=1, max_length=2)


class Follower:
    """Without an app id the first official account is meant."""

    def __init__(
        self,
        config: WechatConfig,
        clock: Clock,
        state: WechatState,
        callbacks: Callbacks,
        scenes: Scenes,
    ) -> None:
        self._config = config
        self._clock = clock
        self._state = state
        self._callbacks = callbacks
        self._scenes = scenes

    def routes(self) -> Sequence[web.RouteDef]:
        actions: dict[str, Callable[[web.Request], Awaitable[web.Response]]] = {
            "follow": self.follow,
            "unfollow": self.unfollow,
            "say": self.say,
            "speak": self.speak,
            "send-photo": self.send_photo,
            "send-place": self.send_place,
            "tap-menu": self.tap_menu,
            "scan": self.scan,
        }
        return [web.post(f"/_simulator/{name}", action) for name, action in actions.items()]

    async def follow(self, request: web.Request) -> web.Response:
        account, person = self._find(await read_model(request, User))
        return await self._follow(account, person, {"EventKey": ""})

    async def unfollow(self, request: web.Request) -> web.Response:
        """The chat and the consent to template messages go; the openid stays the same."""
        account, person = self._find(await read_model(request, User))
        person.followed_at, person.allowances = 0, []
        return await self._event(account, person, "unsubscribe", {"EventKey": ""})

    async def scan(self, request: web.Request) -> web.Response:
        """Who does not follow yet is asked to, and WeChat tells both in one event."""
        scan = await read_model(request, Scan)
        account, person = self._find(scan)
        scene = self._scenes.of(account, scan.ticket)
        if scene is None:
            raise web.HTTPNotFound(text="no such ticket, or it has expired")
        told = {"EventKey": scene, "Ticket": scan.ticket}
        if not person.follows:
            person.scene = scene
            return await self._follow(account, person, {**told, "EventKey": f"qrscene_{scene}"})
        chats.allow(person, "scan", self._clock.now())
        return await self._event(account, person, "SCAN", told)

    async def say(self, request: web.Request) -> web.Response:
        words = await read_model(request, Words)
        return await self._message(words, {"MsgType": "text", "Content": words.text})

    async def speak(self, request: web.Request) -> web.Response:
        voice = await read_model(request, Voice)
        media = {"MediaId": secrets.token_urlsafe(48), "Format": "amr"}
        content = {"MsgType": "voice", **media, "Recognition": voice.recognition}
        return await self._message(voice, content)

    async def send_photo(self, request: web.Request) -> web.Response:
        photo = await read_model(request, Photo)
        media = {"MediaId": secrets.token_urlsafe(48)}
        return await self._message(photo, {"MsgType": "image", "PicUrl": photo.url, **media})

    async def send_place(self, request: web.Request) -> web.Response:
        place = await read_model(request, Place)
        point = {"Location_X": place.latitude, "Location_Y": place.longitude, "Scale": 16}
        return await self._message(place, {"MsgType": "location", **point, "Label": place.label})

    async def tap_menu(self, request: web.Request) -> web.Response:
        """`opens` is what the phone opens by itself: a page, or one of a mini-program."""
        tap = await read_model(request, Tap)
        account, person = self._find(tap)
        button = button_named(self._state.menus.get(account.app_id, []), tap.path)
        if button is None:
            raise web.HTTPNotFound(text="no such button in the menu")
        kind = button["type"]
        if kind == "click":
            chats.allow(person, "menu", self._clock.now())
            return await self._event(account, person, "CLICK", {"EventKey": button["key"]})
        event, key = ("VIEW", "url") if kind == "view" else ("view_miniprogram", "pagepath")
        told = {"EventKey": button[key], "MenuId": 1}
        return await self._event(account, person, event, told, opens=button)

    async def _follow(
        self, account: OfficialAccount, person: Person, told: dict[str, Any]
    ) -> web.Response:
        person.followed_at = self._clock.now()
        chats.allow(person, "follow", self._clock.now())
        return await self._event(account, person, "subscribe", told)

    async def _message(self, asked: User, content: dict[str, Any]) -> web.Response:
        account, person = self._find(asked)
        if not person.follows:
            raise web.HTTPConflict(text="only a follower can write to the account")
        chats.allow(person, "message", self._clock.now())
        message = {**content, "MsgId": self._state.next_msgid()}
        return await self._told(account, person, message)

    async def _event(
        self,
        account: OfficialAccount,
        person: Person,
        name: str,
        told: dict[str, Any],
        opens: dict[str, Any] | None = None,
    ) -> web.Response:
        return await self._told(account, person, {"MsgType": "event", "Event": name, **told}, opens)

    async def _told(
        self,
        account: OfficialAccount,
        person: Person,
        message: dict[str, Any],
        opens: dict[str, Any] | None = None,
    ) -> web.Response:
        """The message, how its first delivery went, and the replies that stand in the chat now."""
        chats.add_said(person, message, self._clock.beijing().isoformat())
        said = len(person.chat)
        full = {"FromUserName": person.openid, **message}
        delivery = await self._callbacks.push(account, full, person)
        return web.json_response(
            {
                "delivery": delivery.describe() if delivery else None,
                "replies": [line.content for line in person.chat[said:] if line.kind == "reply"],
                "opens": opens,
            }
        )

    def _find(self, asked: User) -> tuple[OfficialAccount, Person]:
        known = self._config.official_accounts
        chosen = [one for one in known if asked.app_id in {"", one.app_id}]
        if not chosen or not asked.user:
            raise web.HTTPNotFound(text="no such official account, or no user named")
        return chosen[0], self._state.person(chosen[0].app_id, asked.user)
