"""What a message of an official account opens when it is tapped: a mini-program, else a page."""

from collections.abc import Mapping
from typing import Any

from tests.simulators.wechat.ground.config import OfficialAccount, WechatConfig
from tests.simulators.wechat.ground.errors import WechatError
from tests.simulators.wechat.ground.pages import is_released


def opened_by(
    config: WechatConfig, account: OfficialAccount, body: Mapping[str, Any], link: str = "url"
) -> dict[str, str]:
    """`link` is the field of the page; a mini-program wins over it.

    Raises 40013 for one that is not bound to the account, 40165 for a page that is not released.
    """
    url = str(body.get(link) or "")
    wanted = body.get("miniprogram")
    if not wanted:
        return {"url": url} if url else {}
    app_id = str(wanted.get("appid", "")) if isinstance(wanted, Mapping) else ""
    program = config.program(app_id)
    if program is None or app_id not in account.mini_programs:
        raise WechatError(40013)
    page = str(wanted.get("pagepath") or "")
    if page and not is_released(program, page):
        raise WechatError(40165)
    return {"appid": app_id, "pagepath": page, "url": url}
