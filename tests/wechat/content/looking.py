"""One step of a worker over the texts and pictures that WeChat is to look at."""

from functools import partial

from mobile_api.shared.due.working import work_off
from wechat.content.checks import CHECKS, PictureOf, look
from wechat.platform.client import WechatClient


async def look_at_all(client: WechatClient, picture_of: PictureOf) -> int:
    return await work_off(CHECKS, partial(look, client, picture_of))
