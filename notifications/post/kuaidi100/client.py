"""Kuaidi100's three calls: query a number, subscribe to it, find out whose it is.

Query and subscription: poll.kuaidi100.com; automatic recognition: www.kuaidi100.com/autonumber.
"""

import json
import re
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any, Self

import aiohttp

from mobile_api.shared.process.parts import SETTINGS, Part, closing
from mobile_api.shared.provider_call import provider_call
from mobile_api.shared.settings.settings import Settings
from notifications.post.kuaidi100.account import Kuaidi100Account, account_of
from notifications.post.kuaidi100.errors import (
    CarrierNotRecognised,
    Kuaidi100Misconfigured,
    Kuaidi100Refused,
    Kuaidi100Unreachable,
)
from notifications.post.kuaidi100.tracks import Track, read_track

QUERY, SUBSCRIBE, RECOGNISE = "/poll/query.do", "/poll", "/autonumber/auto"
_OK, _NO_RESULT, _ALREADY_POLLING = "200", "500", "501"
_FINER_STATES = "4"
# Of a query 501 and 502 are faults inside Kuaidi100; of a subscription 500 is, and 501 is success.
_MISCONFIGURED, _REFUSED = {"503", "600", "601"}, {"400", "700", "701"}
_NOT_RECOGNISED = "702"
_TIMEOUT = aiohttp.ClientTimeout(connect=3)


class Kuaidi100Client:
    """Every call raises Kuaidi100Unreachable (later), Kuaidi100Refused (this number will not do)
    or Kuaidi100Misconfigured (our account will not do)."""

    def __init__(
        self,
        url: str,
        account: Kuaidi100Account,
        session: aiohttp.ClientSession,
        recognise_url: str = "",
    ) -> None:
        self._url = url.rstrip("/")
        self._recognise_url = (recognise_url or url).rstrip("/")
        self._account = account
        self._session = session

    @classmethod
    def open(cls, settings: Settings) -> Self | None:
        """A client with its own connections, None without an account; then `close` it."""
        account = account_of(settings)
        if account is None:
            return None
        session = aiohttp.ClientSession(timeout=_TIMEOUT)
        return cls(settings.kuaidi100_url, account, session, _recognising(settings.kuaidi100_url))

    async def close(self) -> None:
        await self._session.close()

    async def query(self, carrier_code: str, number: str, phone: str = "") -> Track:
        """The whole track as it is known now; without any event for an unknown number.

        The same number at most once in 30 minutes, else it is locked. `phone`: the last four
        digits of the sender's or the receiver's, which SF and ZTO ask for.
        """
        question = {
            "com": carrier_code,
            "num": number,
            "resultv2": _FINER_STATES,
            "show": "0",
            "order": "desc",
            **({"phone": phone} if phone else {}),
        }
        param = _json_text(question)
        form = {
            "customer": self._account.customer,
            "param": param,
            "sign": self._account.sign_question(param),
        }
        answer = await self._post("query", QUERY, form)
        code = _code_of(answer)
        if code == _NO_RESULT:
            return Track(number, carrier_code, [])
        _check(code)
        return read_track(answer)

    async def subscribe(self, carrier_code: str, number: str, phone: str = "") -> None:
        """Ask for pushes; a number that is being watched already is no fault (501)."""
        parameters = {
            "callbackurl": self._account.callback_url,
            "salt": self._account.salt,
            "resultv2": _FINER_STATES,
            "autoCom": "1",
            **({"phone": phone} if phone else {}),
        }
        param = _json_text(
            {
                "company": carrier_code,
                "number": number,
                "key": self._account.key,
                "parameters": parameters,
            }
        )
        form = {"schema": "json", "param": param}
        code = _code_of(await self._post("subscribe", SUBSCRIBE, form))
        if code not in (_OK, _ALREADY_POLLING):
            _check(code)

    async def recognise(self, number: str) -> str:
        """The code of the likeliest carrier. Raises CarrierNotRecognised when there is none."""
        question = {"num": number, "key": self._account.key}
        found = await self._get("recognise", RECOGNISE, question)
        first = found[0] if isinstance(found, list) and found else found
        code = first.get("comCode") if isinstance(first, Mapping) else None
        if isinstance(code, str) and re.fullmatch(r"[a-z0-9]{1,30}", code):
            return code
        if isinstance(found, Mapping) and "returnCode" in found:
            _check(_code_of(found))
        raise CarrierNotRecognised(_NOT_RECOGNISED)

    async def _post(self, call: str, path: str, form: Mapping[str, str]) -> Any:
        url = self._url + path
        async with (
            _asked(call),
            self._session.post(url, data=form, allow_redirects=False) as response,
        ):
            return await _json_of(response)

    async def _get(self, call: str, path: str, query: Mapping[str, str]) -> Any:
        url = self._recognise_url + path
        async with (
            _asked(call),
            self._session.get(url, params=query, allow_redirects=False) as response,
        ):
            return await _json_of(response)


@asynccontextmanager
async def _asked(call: str) -> AsyncIterator[None]:
    try:
        async with provider_call("kuaidi100", call):
            yield
    except (aiohttp.ClientError, OSError) as fault:
        raise Kuaidi100Unreachable(type(fault).__name__) from None


def _recognising(url: str) -> str:
    """Recognition lives on another host than the rest; a host of one's own has both."""
    return url.replace("https://poll.kuaidi100.com", "https://www.kuaidi100.com")


def _json_text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


KUAIDI100 = Part("Kuaidi100", lambda parts: closing(Kuaidi100Client.open(SETTINGS.of(parts))))


async def _json_of(response: aiohttp.ClientResponse) -> Any:
    if response.status != 200:
        raise Kuaidi100Unreachable(f"http_{response.status}")
    body = await response.read()
    try:
        return json.loads(body.decode("utf-8-sig", errors="replace"), strict=False)
    except (ValueError, RecursionError):
        raise Kuaidi100Unreachable("answer_unreadable") from None


def _code_of(answer: Any) -> str:
    """`returnCode` of a refusal or a subscription, `status` of a query that found something."""
    if not isinstance(answer, Mapping):
        raise Kuaidi100Unreachable("answer_unreadable")
    code = str(answer.get("returnCode") or answer.get("status") or "")
    return code if re.fullmatch(r"[0-9]{3}", code) else "unknown"


def _check(code: str) -> None:
    if code == _OK:
        return
    if code in _MISCONFIGURED:
        raise Kuaidi100Misconfigured(code)
    if code == _NOT_RECOGNISED:
        raise CarrierNotRecognised(code)
    if code in _REFUSED:
        raise Kuaidi100Refused(code)
    raise Kuaidi100Unreachable(code)
