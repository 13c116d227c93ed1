"""Mini-program codes as pictures.

https://developers.weixin.qq.com/miniprogram/dev/OpenApiDoc/qrcode-link/qr-code/getUnlimitedQRCode.html
"""

import io
import re
from collections.abc import Sequence
from typing import Any

import segno
from aiohttp import web
from PIL import Image

from tests.simulators.wechat.ground.config import MiniProgram
from tests.simulators.wechat.ground.errors import WechatError, read_json
from tests.simulators.wechat.ground.gate import Gate
from tests.simulators.wechat.ground.pages import is_released

SCENE_CHARACTERS = re.compile(r"[0-9A-Za-z!#$&'()*+,/:;=?@\-._~]+")
SCENE_LENGTH = 32
WIDTH, NARROWEST, WIDEST = 430, 280, 1_280


class QrCodes:
    def __init__(self, gate: Gate) -> None:
        self._gate = gate

    def routes(self) -> Sequence[web.RouteDef]:
        return [web.post("/wxa/getwxacodeunlimit", self.create)]

    async def create(self, request: web.Request) -> web.Response:
        """The picture itself; JSON only when something is wrong."""
        program = self._gate.admit(request)
        body = await read_json(request)
        scene = _scene(body)
        page = _page(program, body)
        width = body.get("width", WIDTH)
        if not isinstance(width, int):
            raise WechatError(47001)
        is_png = body.get("is_hyaline") is True
        picture = draw(
            f"https://mp.weixin.qq.com/a/~{program.app_id}/{page}?scene={scene}",
            min(max(width, NARROWEST), WIDEST),
            "PNG" if is_png else "JPEG",
        )
        return web.Response(body=picture, content_type="image/png" if is_png else "image/jpeg")


def draw(text: str, width: int, kind: str) -> bytes:
    """A square QR code of `width` pixels."""
    drawn = io.BytesIO()
    segno.make(text, error="m", micro=False).save(drawn, kind="png", scale=8)
    drawn.seek(0)
    scaled = Image.open(drawn).convert("RGB").resize((width, width), Image.Resampling.NEAREST)
    result = io.BytesIO()
    scaled.save(result, kind)
    return result.getvalue()


def _scene(body: dict[str, Any]) -> str:
    scene = body.get("scene")
    if not isinstance(scene, str) or not 1 <= len(scene) <= SCENE_LENGTH:
        raise WechatError(40169)
    if not SCENE_CHARACTERS.fullmatch(scene):
        raise WechatError(40129)
    return scene


def _page(program: MiniProgram, body: dict[str, Any]) -> str:
    page = body.get("page", program.released_pages[0])
    if not isinstance(page, str) or page.startswith("/") or "?" in page:
        raise WechatError(41030)
    if body.get("check_path", True) and not is_released(program, page):
        raise WechatError(41030)
    return page
