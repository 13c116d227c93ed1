"""Where the SMS provider pushes its delivery reports (SmsReport).

https://help.aliyun.com/zh/sms/developer-reference/smsreport-2
The provider signs nothing, so the last part of the address is a secret, and a report counts only
for a message of which it knows both our id and the provider's.
"""

import json
import logging
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sanic import Blueprint, Request

from mobile_api.shared.callers import Hook
from mobile_api.shared.crypto import same
from mobile_api.shared.database import in_transaction
from mobile_api.shared.errors import MalformedBody, NotFound
from mobile_api.shared.http.bodies import MOST_OF_A_PUSH
from mobile_api.shared.http.endpoint import endpoint
from mobile_api.shared.http.schema import AnswerBody
from mobile_api.shared.process.parts import SETTINGS
from notifications.models import ChannelName, Delivery
from notifications.sending.receipts import Receipt, note
from notifications.sms.client import ACCOUNT, MESSAGE_ID
from notifications.words import reasons

log = logging.getLogger(__name__)
hooks = Blueprint("sms", url_prefix="/hooks")


class ReportsTaken(AnswerBody):
    """The answer that the provider waits for; with any other code it pushes again."""

    code: int
    msg: str


@hooks.post("/sms/reports/<secret:str>")
@endpoint(
    "短信服务商推送发送回执",
    caller=Hook,
    most_bytes=MOST_OF_A_PUSH,
    answer=ReportsTaken,
    errors=(NotFound, MalformedBody),
    transaction=False,
)
async def take_reports(request: Request, secret: str) -> ReportsTaken:
    expected = SETTINGS.of(request).sms_report_secret
    if not expected or not same(secret, expected):
        raise NotFound()
    for report in _reports(request.body):
        receipt = await _receipt(report)
        if receipt is not None:
            # Each for itself: a push holds hundreds, in an order that is not ours to lock rows in.
            async with in_transaction():
                await note(receipt)
    return ReportsTaken(code=0, msg="接收成功")


def _reports(body: bytes) -> list[Any]:
    try:
        reports = json.loads(body, strict=False)
    except (ValueError, RecursionError):
        raise MalformedBody() from None
    if not isinstance(reports, list):
        raise MalformedBody()
    return reports


async def _receipt(report: Any) -> Receipt | None:
    """None for what is not about a delivery of ours, such as a sign-in code."""
    if not isinstance(report, Mapping):
        return None
    try:
        delivery_id = UUID(hex=str(report.get("out_id", "")))
    except ValueError:
        return None
    told = await Delivery.get_or_none(id=delivery_id, channel=ChannelName.sms).values(
        "provider_message_id"
    )
    message_id = str(report.get("biz_id") or "")
    if told is None or not MESSAGE_ID.fullmatch(message_id):
        return None
    if told["provider_message_id"] not in (None, message_id):
        return None
    is_delivered = report.get("success") in (True, "true")
    if not is_delivered:
        log.info("a short message was not received: %s", _code(report))
    reason = "" if is_delivered else reasons.SMS_NOT_RECEIVED
    return Receipt(
        ACCOUNT, ChannelName.sms, message_id, is_delivered, reason, delivery_id=delivery_id
    )


def _code(report: Mapping[str, Any]) -> str:
    code = str(report.get("err_code", ""))
    return code[:60] if code.replace("_", "").isalnum() and not code.isdigit() else "unreadable"
