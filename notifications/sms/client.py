"""Sending one short message; Alibaba Cloud's SendSms (2017-05-25) is the provider built in.

https://help.aliyun.com/zh/sms/developer-reference/api-dysmsapi-2017-05-25-sendsms
A city with another provider (a CMPP gateway, say) writes one class with `send` and `close`.
"""

import json
import logging
import re
import secrets
from collections.abc import Mapping
from typing import Any, Protocol, Self
from urllib.parse import urlsplit

import aiohttp
from redis.asyncio import Redis
from yarl import URL

from mobile_api.shared import clock
from mobile_api.shared.process.cache import REDIS
from mobile_api.shared.process.parts import SETTINGS, Part, closing
from mobile_api.shared.provider_call import provider_call
from mobile_api.shared.settings.settings import Settings
from notifications.sms.errors import (
    SmsMisconfigured,
    SmsOutcomeUnknown,
    SmsUnreachable,
    error_of,
)
from notifications.sms.limits import SmsLimits
from notifications.sms.signing import AccessKey, authorization, body_digest, encoded_query

log = logging.getLogger(__name__)

# What deliveries are written down as sent by, and their reports are found by.
ACCOUNT = "sms"
ACTION, VERSION = "SendSms", "2017-05-25"
_TIMEOUT = aiohttp.ClientTimeout(sock_connect=3)
# A gateway that timed out may have passed the call on; its other answers mean that it could not.
_GATEWAY_TIMEOUT = 504
_CODE = re.compile(r"[0-9A-Za-z_.]{1,60}")
MESSAGE_ID = re.compile(r"[0-9A-Za-z^_-]{1,64}")


class SmsProvider(Protocol):
    """Whoever carries short messages."""

    async def send(
        self, phone: str, template_code: str, params: Mapping[str, str], *, out_id: str
    ) -> str:
        """Send the approved template with its variables; answers the provider's message id.

        `out_id` (64 characters at most) comes back in the delivery report. Raises SmsRefused,
        SmsLimited, SmsUnreachable, or SmsOutcomeUnknown when it may have been sent.
        """
        ...

    async def close(self) -> None:
        """Let go of the connections."""
        ...


class SmsClient:
    """The account of the settings. There is no id by which the provider drops a repetition."""

    def __init__(
        self,
        http: aiohttp.ClientSession,
        url: str,
        key: AccessKey,
        sign_name: str,
        limits: SmsLimits,
    ) -> None:
        self._http, self._url, self._key = http, url.rstrip("/"), key
        self._sign_name, self._limits = sign_name, limits

    @classmethod
    def open(cls, settings: Settings, redis: Redis) -> Self | None:
        """A client with its own connections; call within the loop that uses it, then `close`.

        None when the settings name no account. `redis` counts what was sent.
        """
        if not settings.sms_access_key_id:
            return None
        key = AccessKey(settings.sms_access_key_id, settings.sms_access_key_secret)
        limits = SmsLimits(redis, settings.sms_day_budget)
        # Proxies of the environment are not for a call that carries people's numbers.
        http = aiohttp.ClientSession(timeout=_TIMEOUT, trust_env=False)
        return cls(http, settings.sms_url, key, settings.sms_sign_name, limits)

    async def close(self) -> None:
        await self._http.close()

    async def send(
        self, phone: str, template_code: str, params: Mapping[str, str], *, out_id: str
    ) -> str:
        """See SmsProvider."""
        await self._limits.spend(phone)
        values = {
            "PhoneNumbers": phone,
            "SignName": self._sign_name,
            "TemplateCode": template_code,
            "TemplateParam": json.dumps(dict(params), ensure_ascii=False),
            "OutId": out_id,
        }
        # Faults are raised `from None`: aiohttp's texts hold the address, and with it the number.
        try:
            async with provider_call("sms", ACTION):
                return _message_id(*await self._exchange(encoded_query(values)))
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError):
            raise SmsUnreachable("no_connection") from None
        except (aiohttp.ClientError, OSError):
            raise SmsOutcomeUnknown("no_answer") from None

    def _headers(self, query: str) -> dict[str, str]:
        headers = {
            "host": urlsplit(self._url).netloc,
            "x-acs-action": ACTION,
            "x-acs-version": VERSION,
            "x-acs-date": f"{clock.now():%Y-%m-%dT%H:%M:%SZ}",
            "x-acs-signature-nonce": secrets.token_hex(16),
            "x-acs-content-sha256": body_digest(b""),
        }
        return headers | {"authorization": authorization(self._key, "POST", query, headers)}

    async def _exchange(self, query: str) -> tuple[int, bytes]:
        # The interface takes its parameters in the query only.
        url = URL(f"{self._url}/?{query}", encoded=True)
        async with self._http.post(
            url, headers=self._headers(query), allow_redirects=False
        ) as response:
            return response.status, await response.read()


SMS = Part(
    "SMS provider",
    lambda parts: closing(SmsClient.open(SETTINGS.of(parts), REDIS.of(parts))),
    needs=[REDIS],
)


def _message_id(status: int, content: bytes) -> str:
    """BizId of a message that was taken. Raises SmsError for every other answer."""
    answer = _json_object(content)
    code = answer.get("Code")
    if isinstance(code, str) and code != "OK":
        known = code if _CODE.fullmatch(code) else "code_unreadable"
        raise error_of(known, str(answer.get("Message", "")))
    if status == 200 and code == "OK":
        message_id = str(answer.get("BizId") or "")
        return message_id if MESSAGE_ID.fullmatch(message_id) else ""
    if status in (200, _GATEWAY_TIMEOUT):
        raise SmsOutcomeUnknown(f"answer_unreadable_{status}")
    raise (SmsUnreachable if status >= 500 else SmsMisconfigured)(f"http_{status}")


def _json_object(content: bytes) -> dict[str, Any]:
    try:
        answer = json.loads(content, strict=False)
    except (ValueError, RecursionError):
        return {}
    return answer if isinstance(answer, dict) else {}
