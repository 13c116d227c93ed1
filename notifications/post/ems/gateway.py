"""The one address of China Post's platform: an account, a sealed body, and what came back of it.

Interface specification 《中小电商企业接口规范 V2.7》: `apiCode` names the call.
"""

import json
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, Self
from urllib.parse import urlsplit

import aiohttp

from mobile_api.shared import clock
from mobile_api.shared.provider_call import provider_call
from mobile_api.shared.settings.settings import Settings
from notifications.post.ems.account import EmsAccount, account_of
from notifications.post.ems.envelope import seal
from notifications.post.ems.errors import EmsRefused, EmsUnreachable

PATH = "/amp-prod-api/f/amp/api/open"
TIME_FORMAT = "%Y-%m-%d %H:%M:%S"
# A label of one page is some 30 KiB.
MOST_FILE_BYTES = 2 * 1024 * 1024
_OK = "00000"
_TIMEOUT = aiohttp.ClientTimeout(connect=3)
_HEADERS = {"Content-Type": "application/x-www-form-urlencoded; charset=UTF-8"}


class EmsGateway:
    """Every call raises EmsUnreachable (try later) or EmsRefused (EMS said no)."""

    def __init__(self, url: str, account: EmsAccount, session: aiohttp.ClientSession) -> None:
        self._origin = url.rstrip("/")
        self._account = account
        self._session = session

    @classmethod
    def open(cls, settings: Settings) -> Self | None:
        """A client with its own connections; call within the loop that uses it, then `close`.

        None when the settings hold no account.
        """
        account = account_of(settings)
        if account is None:
            return None
        return cls(settings.ems_api_url, account, aiohttp.ClientSession(timeout=_TIMEOUT))

    async def close(self) -> None:
        await self._session.close()

    async def call(self, api_code: str, body: Any) -> Any:
        """`retBody` of the answer: an object, a list, plain text, or None."""
        async with _asked(api_code):
            return await self._call(api_code, body)

    async def file(self, url: str) -> bytes:
        """A file that EMS keeps for us, from its own origin only: an answer never sends us
        elsewhere in the network. Raises EmsUnreachable."""
        if _origin_of(url) != _origin_of(self._origin):
            raise EmsUnreachable("file_of_another_host")
        async with _asked("file"):
            return await self._fetched(url)

    async def _call(self, api_code: str, body: Any) -> Any:
        form = {
            "apiCode": api_code,
            "senderNo": self._account.sender_number,
            "authorization": self._account.authorization,
            "msgType": "0",
            "timeStamp": f"{clock.now().astimezone(clock.BEIJING):{TIME_FORMAT}}",
            "version": "V1.0.0",
            "logitcsInterface": seal(body, self._account.sign_key),
        }
        async with self._session.post(
            self._origin + PATH, data=form, headers=_HEADERS, allow_redirects=False
        ) as response:
            text = await response.text(encoding="utf-8-sig", errors="replace")
            _check_status(response)
        return _result(text)

    async def _fetched(self, url: str) -> bytes:
        async with self._session.get(url, allow_redirects=False) as response:
            _check_status(response)
            content = await response.content.read(MOST_FILE_BYTES + 1)
            while len(content) <= MOST_FILE_BYTES and not response.content.at_eof():
                content += await response.content.read(MOST_FILE_BYTES + 1)
        if len(content) > MOST_FILE_BYTES:
            raise EmsUnreachable("file_too_large")
        return content


@asynccontextmanager
async def _asked(api_code: str) -> AsyncIterator[None]:
    try:
        async with provider_call("ems", api_code):
            yield
    except (aiohttp.ClientError, OSError) as fault:
        raise EmsUnreachable(type(fault).__name__) from None


def _check_status(response: aiohttp.ClientResponse) -> None:
    if response.status != 200:
        raise EmsUnreachable(f"http_{response.status}")


def _origin_of(url: str) -> tuple[str, str, int | None]:
    try:
        parts = urlsplit(url)
        return parts.scheme, parts.hostname or "", parts.port
    except ValueError:
        raise EmsUnreachable("file_of_another_host") from None


def _result(text: str) -> Any:
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
