"""What is signed and encrypted with the session key of a signed-in person.

https://developers.weixin.qq.com/miniprogram/dev/framework/open-ability/signature.html
https://developers.weixin.qq.com/miniprogram/dev/OpenApiDoc/user-login/checkSessionKey.html
"""

import base64
import hashlib
import hmac
import json
import secrets
from collections.abc import Sequence
from typing import Any

from aiohttp import web
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.padding import PKCS7

from tests.simulators.admin import read_model
from tests.simulators.clock import Clock
from tests.simulators.wechat.ground.config import WechatConfig
from tests.simulators.wechat.ground.errors import WechatError, ok
from tests.simulators.wechat.ground.gate import Gate
from tests.simulators.wechat.ground.phone import User
from tests.simulators.wechat.ground.state import Person, WechatState


class SessionKeys:
    def __init__(self, config: WechatConfig, clock: Clock, state: WechatState, gate: Gate) -> None:
        self._config = config
        self._clock = clock
        self._state = state
        self._gate = gate

    def routes(self) -> Sequence[web.RouteDef]:
        return [
            web.get("/wxa/checksession", self.check),
            web.post("/_simulator/user-profile", self.profile),
        ]

    async def check(self, request: web.Request) -> web.Response:
        """Whether the server's session key is the present one: HMAC of an empty text."""
        program, query = self._gate.admit(request), request.query
        person = self._state.by_openid(program.app_id, query.get("openid"))
        if person is None:
            raise WechatError(40003)
        expected = hmac.new(person.session_key.encode(), b"", hashlib.sha256).hexdigest()
        is_known = person.session_key and query.get("sig_method") == "hmac_sha256"
        if not is_known or query.get("signature") != expected:
            raise WechatError(87009)
        return ok(request)

    async def profile(self, request: web.Request) -> web.Response:
        """wx.getUserProfile: the raw data with its signature, and the same encrypted."""
        asked = await read_model(request, User)
        app_id = asked.app_id or self._config.programs[0].app_id
        person = self._state.person(app_id, asked.user)
        if not person.session_key:
            raise web.HTTPConflict(text="nobody has traded a login code of this person yet")
        public = {"nickName": "微信用户", "gender": 0, "language": "zh_CN", "avatarUrl": ""}
        raw = json.dumps(public, ensure_ascii=False)
        private = {**public, "openId": person.openid, **self._watermark(app_id)}
        sealed, vector = _sealed(person, private)
        return web.json_response(
            {
                "rawData": raw,
                "signature": hashlib.sha1((raw + person.session_key).encode()).hexdigest(),
                "encryptedData": sealed,
                "iv": vector,
            }
        )

    def _watermark(self, app_id: str) -> dict[str, Any]:
        return {"watermark": {"timestamp": int(self._clock.now()), "appid": app_id}}


def _sealed(person: Person, content: dict[str, Any]) -> tuple[str, str]:
    """AES-128-CBC under the session key; content and initial vector in base64."""
    vector = secrets.token_bytes(16)
    padder = PKCS7(128).padder()
    padded = padder.update(json.dumps(content).encode()) + padder.finalize()
    key = base64.b64decode(person.session_key)
    encryptor = Cipher(algorithms.AES(key), modes.CBC(vector)).encryptor()
    sealed = encryptor.update(padded) + encryptor.finalize()
    return base64.b64encode(sealed).decode(), base64.b64encode(vector).decode()
