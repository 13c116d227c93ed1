"""China Post's platform for agreement customers (api.ems.com.cn), as four calls.

Interface specification 《中小电商企业接口规范 V2.7》: one address, `apiCode` names the call.
"""

import base64
import binascii
import json
import re
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

import aiohttp

from mobile_api.shared import clock, metrics
from mobile_api.shared.settings import Settings
from notifications.ems.account import EmsAccount, account_of
from notifications.ems.envelope import seal
from notifications.ems.errors import (
    EmsError,
    EmsMisconfigured,
    EmsRefused,
    EmsUnreachable,
    OperationUnreadable,
)
from notifications.ems.operations import Operation, read_operation

PATH = "/amp-prod-api/f/amp/api/open"
TIME_FORMAT = "%Y-%m-%d %H:%M:%S"
ORDER, CANCEL, LABEL, TRACK = "020003", "020006", "010004", "040001"
LABEL_SIZES = {"76x129": "129", "76x149": "149", "100x179": "179"}
_OK = "00000"
_TIMEOUT = aiohttp.ClientTimeout(total=10, connect=3)
_HEADERS = {"Content-Type": "application/x-www-form-urlencoded; charset=UTF-8"}
_WAYBILL = re.compile(r"[0-9A-Z]{8,30}")


@dataclass(frozen=True, slots=True)
class Label:
    """The label to print: the PDF itself, or the address at which EMS keeps it."""

    pdf: bytes | None = None
    url: str | None = None


class EmsClient:
    """Every call raises EmsUnreachable (try later) or EmsRefused (EMS said no)."""

    def __init__(self, url: str, account: EmsAccount, session: aiohttp.ClientSession) -> None:
        self._url = url.rstrip("/") + PATH
        self._account = account
        self._session = session

    @classmethod
    def open(cls, settings: Settings) -> Self:
        """A client with its own connections; call within the loop that uses it, then `close`.

        Raises EmsMisconfigured when the settings hold no account.
        """
        account = account_of(settings)
        if account is None:
            raise EmsMisconfigured("account_missing")
        return cls(settings.ems_api_url, account, aiohttp.ClientSession(timeout=_TIMEOUT))

    async def close(self) -> None:
        await self._session.close()

    async def order(self, order: Mapping[str, Any]) -> str:
        """020003: answers the waybill number; the same logisticsOrderNo earns the same one."""
        body = await self._call(ORDER, [order])
        first = body[0] if isinstance(body, list) and body else body
        numbers = str(first.get("waybillNo", "")) if isinstance(first, dict) else ""
        # Several numbers come for 一票多件 only, which we do not order.
        number = numbers.split(",")[0].strip()
        if not _WAYBILL.fullmatch(number):
            raise EmsUnreachable("answer_without_waybill")
        return number

    async def cancel(self, order_number: str, waybill_number: str, reason: str) -> None:
        """020006: refused once the parcel is collected. `reason` names no person."""
        await self._call(CANCEL, {"logisticsOrderNo": order_number, "waybillNo": waybill_number,
                                  "cancelReason": reason})  # fmt: skip

    async def label(
        self, waybill_number: str, size: str = "100x179", *, as_url: bool = False
    ) -> Label:
        """010004: `size` is a key of LABEL_SIZES, in millimetres."""
        wanted = {"waybillNo": waybill_number, "type": LABEL_SIZES[size], "isReturn": "0"}
        body = await self._call(LABEL, wanted | ({"getURL": "1"} if as_url else {}))
        if isinstance(body, str) and body.startswith(("https://", "http://")):
            return Label(url=body)
        try:
            pdf = base64.b64decode(body, validate=True)
        except (binascii.Error, TypeError, ValueError):
            raise EmsUnreachable("label_unreadable") from None
        if not pdf.startswith(b"%PDF"):
            raise EmsUnreachable("label_unreadable")
        return Label(pdf=pdf)

    async def track(self, waybill_number: str) -> list[Operation]:
        """040001: every event that EMS knows; none for a number it does not know yet."""
        body = await self._call(TRACK, {"waybillNo": waybill_number, "direction": "0"})
        items = body.get("responseItems") if isinstance(body, dict) else body
        found = []
        for item in items if isinstance(items, list) else []:
            try:
                found.append(read_operation(item))
            except OperationUnreadable:
                metrics.due_work_total.labels("parcel_event", "unreadable").inc()
        return found

    async def _call(self, api_code: str, body: Any) -> Any:
        started, outcome = time.perf_counter(), "ok"
        try:
            return _result(await self._post(api_code, body))
        except EmsError as error:
            outcome = type(error).__name__
            raise
        finally:
            metrics.provider_seconds.labels("ems", api_code, outcome).observe(
                time.perf_counter() - started
            )

    async def _post(self, api_code: str, body: Any) -> str:
        form = {
            "apiCode": api_code,
            "senderNo": self._account.sender_number,
            "authorization": self._account.authorization,
            "msgType": "0",
            "timeStamp": f"{clock.now().astimezone(clock.BEIJING):{TIME_FORMAT}}",
            "version": "V1.0.0",
            "logitcsInterface": seal(body, self._account.sign_key),
        }
        try:
            async with self._session.post(
                self._url, data=form, headers=_HEADERS, allow_redirects=False
            ) as response:
                text = await response.text(encoding="utf-8-sig", errors="replace")
        except (aiohttp.ClientError, TimeoutError, OSError) as fault:
            raise EmsUnreachable(type(fault).__name__) from None
        if response.status != 200:
            raise EmsUnreachable(f"http_{response.status}")
        return text


def _result(text: str) -> Any:
    """`retBody` of an answer: an object, a list, or plain text that is not JSON."""
    answer = _json(text)
    if not isinstance(answer, dict) or "retCode" not in answer:
        raise EmsUnreachable("answer_unreadable")
    code = re.sub(r"[^0-9A-Za-z]", "", str(answer["retCode"]))[:10]
    if code != _OK or answer.get("success") is False:
        # S codes are failures of the system, B codes of the business; nothing finer is published.
        if code.startswith("S"):
            raise EmsUnreachable(code)
        raise EmsRefused(code, str(answer.get("retMsg") or "")[:500])
    body = answer.get("retBody")
    if isinstance(body, str) and body.lstrip().startswith(("{", "[")):
        return _json(body)
    return body


def _json(text: str) -> Any:
    try:
        return json.loads(text, strict=False)
    except (ValueError, RecursionError):
        raise EmsUnreachable("answer_unreadable") from None
