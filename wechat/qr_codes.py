"""Mini-program codes (小程序码) that open a page with a scene.

https://developers.weixin.qq.com/miniprogram/dev/OpenApiDoc/qrcode-link/qr-code/getUnlimitedQRCode.html
"""

from typing import Literal

from wechat.platform.client import WechatClient
from wechat.platform.errors import OutcomeUnknown, TransientFault


async def mini_program_code(
    client: WechatClient,
    *,
    scene: str,
    page: str,
    width: int = 430,
    env_version: Literal["release", "trial", "develop"] = "release",
) -> bytes:
    """The picture (JPEG). `scene`: at most 32 characters; `page` without leading slash or query.

    Raises WechatFault: ArgumentRefused for a bad scene, TemplateUnusable for an unreleased page.
    """
    body = {
        "scene": scene,
        "page": page,
        "width": width,
        "env_version": env_version,
        "check_path": env_version == "release",
    }
    try:
        picture = await client.post("https://api.weixin.qq.com/wxa/getwxacodeunlimit", data=body)
    except OutcomeUnknown:
        raise TransientFault() from None
    if not isinstance(picture, bytes):
        raise TransientFault()
    return picture
