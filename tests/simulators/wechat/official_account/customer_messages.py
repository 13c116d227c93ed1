"""Customer messages (客服消息) of an official account, and what it may ask about its followers.

https://developers.weixin.qq.com/doc/offiaccount/Message_Management/Service_Center_messages.html
"""

from collections.abc import Mapping, Sequence
from typing import Any

from aiohttp import web

from tests.simulators.clock import Clock
from tests.simulators.wechat.ground import chats
from tests.simulators.wechat.ground.config import WechatConfig
from tests.simulators.wechat.ground.errors import WechatError, ok, read_json, reply
from tests.simulators.wechat.ground.gate import Gate
from tests.simulators.wechat.ground.state import Person, WechatState, union_id
from tests.simulators.wechat.official_account.opening import opened_by

LONGEST_TEXT_BYTES = 2_048
# The field that the part of each type must have.
TYPES = {
    "text": "content",
    "image": "media_id",
    "news": "articles",
    "msgmenu": "list",
    "miniprogrampage": "pagepath",
}


class CustomerMessages:
    def __init__(self, config: WechatConfig, clock: Clock, state: WechatState, gate: Gate) -> None:
        self._config = config
        self._clock = clock
        self._state = state
        self._gate = gate

    def routes(self) -> Sequence[web.RouteDef]:
        return [
            web.post("/cgi-bin/message/custom/send", self.send),
            web.get("/cgi-bin/user/info", self.user),
        ]

    async def send(self, request: web.Request) -> web.Response:
        """A person's act opens a few messages for a while; afterwards 45047 or 45015."""
        account = self._gate.admit_official(request)
        body = await read_json(request)
        person = self._state.by_openid(account.app_id, body.get("touser"))
        if person is None:
            raise WechatError(40003)
        kind = str(body.get("msgtype"))
        part = _part(kind, body)
        if kind == "miniprogrampage":
            opened_by(self._config, account, {"miniprogram": part})
        self._spend(person)
        content = {"MsgType": kind, kind: dict(part)}
        chats.add_customer_message(person, content, self._clock.beijing().isoformat())
        return ok(request)

    async def user(self, request: web.Request) -> web.Response:
        """Of a person who does not follow, WeChat tells no more than that."""
        account = self._gate.admit_official(request)
        person = self._state.by_openid(account.app_id, request.query.get("openid"))
        if person is None:
            raise WechatError(40003)
        told: dict[str, Any] = {"subscribe": int(person.follows), "openid": person.openid}
        if person.follows:
            told |= {
                "language": "zh_CN",
                "subscribe_time": int(person.followed_at),
                "remark": "",
                "groupid": 0,
                "tagid_list": [],
                "subscribe_scene": "ADD_SCENE_QR_CODE" if person.scene else "ADD_SCENE_SEARCH",
                "qr_scene": 0,
                "qr_scene_str": person.scene,
            }
        if account.bound_to_open_platform:
            told["unionid"] = union_id(person.user)
        return reply(request, told)

    def _spend(self, person: Person) -> None:
        now = self._clock.now()
        alive = [one for one in person.allowances if one.until > now]
        if not person.follows or not alive:
            raise WechatError(45015)
        usable = next((one for one in alive if one.left > 0), None)
        if usable is None:
            raise WechatError(45047)
        usable.left -= 1


def _part(kind: str, body: Mapping[str, Any]) -> Mapping[str, Any]:
    part = body.get(kind)
    if kind not in TYPES:
        raise WechatError(40008)
    if not isinstance(part, Mapping) or not part.get(TYPES[kind]):
        raise WechatError(44002)
    if len(str(part.get("content", "")).encode()) > LONGEST_TEXT_BYTES:
        raise WechatError(45002)
    return part
