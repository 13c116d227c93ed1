"""Where EMS pushes the track of every waybill of our customer number (040002)."""

import json
import logging
import re
from typing import Any
from urllib.parse import parse_qsl

from sanic import Blueprint, Request

from mobile_api.shared.callers import Hook
from mobile_api.shared.database import in_transaction
from mobile_api.shared.http.bodies import MOST_OF_A_PUSH
from mobile_api.shared.http.endpoint import endpoint
from mobile_api.shared.http.schema import AnswerBody
from notifications.post.ems.account import EMS_ACCOUNT, EmsAccount
from notifications.post.ems.envelope import open_sealed
from notifications.post.ems.errors import EmsMisconfigured, EnvelopeBroken, OperationUnreadable
from notifications.post.ems.operations import read_operation
from notifications.post.parcels.tracking import record_push

log = logging.getLogger(__name__)
hooks = Blueprint("ems", url_prefix="/hooks")

TAKEN, FAILED = "00000", "S00001"
# One event with Chinese text is below 2 KiB; base64 and a form double it.
MOST_BYTES = 64 * 1024
_SERIAL = re.compile(r"[0-9A-Za-z-]{1,64}")


class PushReceipt(AnswerBody):
    """The answer that EMS waits for; any other code makes it push again."""

    serialNo: str
    code: str
    codeMessage: str
    senderNo: str


class PushRefused(Exception):
    """The push is not one of EMS for us; `args[0]` says why, without quoting it."""


@hooks.post("/ems")
@endpoint(
    "EMS 推送邮件轨迹",
    caller=Hook,
    most_bytes=MOST_OF_A_PUSH,
    answer=PushReceipt,
    transaction=False,
)
async def take_push(request: Request) -> PushReceipt:
    account = EMS_ACCOUNT.of(request)
    envelope: dict[str, Any] = {}
    try:
        envelope = _envelope(request.body)
        if account is None:
            raise PushRefused("no account configured")
        operation = read_operation(_opened(envelope, account))
    except (PushRefused, EnvelopeBroken, EmsMisconfigured, OperationUnreadable) as refusal:
        reason = refusal.args[0] if isinstance(refusal, PushRefused) else type(refusal).__name__
        log.warning("EMS push refused: %s", reason)
        return _receipt(envelope, account, FAILED, "报文无法识别")
    async with in_transaction():
        waybill_number, order_number = operation.waybill_number, operation.order_number
        is_ours = await record_push(waybill_number, order_number, [operation])
    if not is_ours:
        log.info("EMS push for a waybill that is not ours")
    return _receipt(envelope, account, TAKEN, "")


def _envelope(body: bytes) -> dict[str, Any]:
    """The outer fields, from JSON or from a form: both are seen in the field."""
    if len(body) > MOST_BYTES:
        raise PushRefused("body too large")
    try:
        if not body.lstrip().startswith(b"{"):
            return dict(parse_qsl(body.decode(), max_num_fields=20))
        fields: dict[str, Any] = json.loads(body, strict=False)
    except (ValueError, RecursionError):
        raise PushRefused("body unreadable") from None
    return fields


def _opened(envelope: dict[str, Any], account: EmsAccount) -> Any:
    if str(envelope.get("senderNo", "")) != account.sender_number:
        raise PushRefused("other customer number")
    return open_sealed(str(envelope.get("logitcsInterface", "")), account.sign_key)


def _receipt(
    envelope: dict[str, Any], account: EmsAccount | None, code: str, message: str
) -> PushReceipt:
    serial = str(envelope.get("serialNo", ""))
    return PushReceipt(
        # Echoed only in the form that EMS uses, so that nobody's text comes back from us.
        serialNo=serial if _SERIAL.fullmatch(serial) else "",
        code=code,
        codeMessage=message,
        senderNo=account.sender_number if account else "",
    )
