"""One step of a worker over the texts and pictures that WeChat is to look at."""

from functools import partial

from mobile_api.shared.due.working import work_off
from wechat.content.checks import CHECKS, LinkOf, look
from wechat.platform.client import WechatClient


async def look_at_all(client: WechatClient, link_of: LinkOf) -> int:
    return await work_off(CHECKS, partial(look, client, link_of))
