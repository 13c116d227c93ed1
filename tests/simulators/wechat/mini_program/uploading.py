"""wx.uploadFile as the phone does it: one multipart POST, the form fields first, the file last.

https://developers.weixin.qq.com/miniprogram/dev/api/network/upload/wx.uploadFile.html
"""

import asyncio
import base64
from collections.abc import Sequence
from urllib.parse import urlsplit

import aiohttp
from aiohttp import web
from pydantic import Field

from tests.simulators.admin import read_model
from tests.simulators.wechat.ground.config import WechatConfig
from tests.simulators.wechat.ground.phone import User

AT_ONCE = 10
TIMEOUT_SECONDS = 60


class Upload(User):
    """`content` in base64; `form` are the text fields; `name` is the field of the file."""

    url: str
    name: str
    filename: str
    content: str
    content_type: str = "application/octet-stream"
    form: dict[str, str] = Field(default_factory=dict)


class Uploading:
    """Ten uploads run at once, further ones wait."""

    def __init__(self, config: WechatConfig) -> None:
        self._config = config
        self._places = asyncio.Semaphore(AT_ONCE)

    def routes(self) -> Sequence[web.RouteDef]:
        return [web.post("/_simulator/upload-file", self.upload)]

    async def upload(self, request: web.Request) -> web.Response:
        """`success` comes with every HTTP status; `fail` only when there was no answer at all."""
        wanted = await read_model(request, Upload)
        if not self._is_allowed(wanted):
            return _failed("url not in domain list")
        async with self._places:
            try:
                return await _sent(wanted)
            except (aiohttp.ClientError, TimeoutError):
                return _failed("network error")

    def _is_allowed(self, wanted: Upload) -> bool:
        """Scheme, host and port as they stand in the console; 443 must not be written there."""
        program = self._config.program(wanted.app_id or self._config.programs[0].app_id)
        address = urlsplit(wanted.url)
        domains = program.upload_domains if program else ()
        # Without a list this is the developer tool with its check of domains switched off.
        return not domains or f"{address.scheme}://{address.netloc}" in domains


async def _sent(wanted: Upload) -> web.Response:
    body = aiohttp.FormData()
    for name, value in wanted.form.items():
        body.add_field(name, value)
    body.add_field(
        wanted.name,
        base64.b64decode(wanted.content),
        filename=wanted.filename,
        content_type=wanted.content_type,
    )
    limit = aiohttp.ClientTimeout(total=TIMEOUT_SECONDS)
    async with (
        aiohttp.ClientSession(timeout=limit) as http,
        http.post(wanted.url, data=body) as response,
    ):
        told = {"statusCode": response.status, "data": await response.text()}
    return web.json_response({"errMsg": "uploadFile:ok", **told})


def _failed(reason: str) -> web.Response:
    return web.json_response({"errMsg": f"uploadFile:fail {reason}"})
