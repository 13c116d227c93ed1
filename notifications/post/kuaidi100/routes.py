"""Where Kuaidi100 pushes the tracks of the numbers that it watches for us."""

import json
import logging
from typing import Any
from urllib.parse import parse_qsl

from sanic import Blueprint, Request

from mobile_api.shared.callers import Hook
from mobile_api.shared.database import in_transaction
from mobile_api.shared.http.bodies import MOST_OF_A_PUSH
from mobile_api.shared.http.endpoint import endpoint
from mobile_api.shared.http.schema import AnswerBody
from notifications.post.kuaidi100.account import KUAIDI100_ACCOUNT, Kuaidi100Account
from notifications.post.kuaidi100.errors import PushNotGenuine
from notifications.post.kuaidi100.pushes import take

log = logging.getLogger(__name__)
hooks = Blueprint("kuaidi100", url_prefix="/hooks")

TAKEN, FAILED = "200", "500"


class TrackReceipt(AnswerBody):
    """The answer that Kuaidi100 waits for; any other makes it push again, three times at most."""

    result: bool
    returnCode: str
    message: str


@hooks.post("/kuaidi100")
@endpoint(
    "快递100推送邮件轨迹",
    caller=Hook,
    most_bytes=MOST_OF_A_PUSH,
    answer=TrackReceipt,
    transaction=False,
)
async def take_push(request: Request) -> TrackReceipt:
    try:
        param = _opened(request.body, KUAIDI100_ACCOUNT.of(request))
        async with in_transaction():
            is_ours = await take(param)
    except PushNotGenuine as refusal:
        log.warning("Kuaidi100 push refused: %s", refusal.args[0])
        return TrackReceipt(result=False, returnCode=FAILED, message="报文无法识别")
    if not is_ours:
        log.info("Kuaidi100 push for a number that is not watched")
    return TrackReceipt(result=True, returnCode=TAKEN, message="成功")


def _opened(body: bytes, account: Kuaidi100Account | None) -> dict[str, Any]:
    """`param`, once its exact text is found to be signed with our salt."""
    if account is None:
        raise PushNotGenuine("no account configured")
    try:
        form = dict(parse_qsl(body.decode(), keep_blank_values=True, max_num_fields=20))
    except ValueError:
        raise PushNotGenuine("body unreadable") from None
    if not account.is_genuine(form.get("param", ""), form.get("sign", "")):
        raise PushNotGenuine("wrong sign")
    try:
        param = json.loads(form["param"], strict=False)
    except (ValueError, RecursionError, KeyError):
        raise PushNotGenuine("param unreadable") from None
    if not isinstance(param, dict):
        raise PushNotGenuine("param unreadable")
    return param
