"""Calls to the simulated SMS service, signed by hand."""

import hashlib
import hmac
import secrets
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote

import aiohttp
from yarl import URL

from mobile_api.shared import clock
from tests.simulators.clock import Clock
from tests.simulators.sms import defaults
from tests.simulators.sms.config import SmsConfig

PHONE = "13800138000"
WORDS = '{"item_name":"护照","case_number":"1"}'
_DATE = "%Y-%m-%dT%H:%M:%SZ"
_EMPTY = hashlib.sha256(b"").hexdigest()


def signed(config: SmsConfig, url: URL, *, date: str = "") -> dict[str, str]:
    """Headers of a POST of nothing to `url`; `date` is now unless given."""
    headers = {
        "host": url.authority,
        "x-acs-action": "SendSms",
        "x-acs-content-sha256": _EMPTY,
        "x-acs-date": date or f"{clock.now():{_DATE}}",
        "x-acs-signature-nonce": secrets.token_hex(8),
        "x-acs-version": "2017-05-25",
    }
    names = ";".join(headers)
    lines = [f"{name}:{value}" for name, value in headers.items()]
    request = "\n".join(["POST", "/", url.raw_query_string, *lines, "", names, _EMPTY])
    text = "ACS3-HMAC-SHA256\n" + hashlib.sha256(request.encode()).hexdigest()
    signature = hmac.digest(config.access_key_secret.encode(), text.encode(), "sha256").hex()
    told = f"Credential={config.access_key_id},SignedHeaders={names},Signature={signature}"
    return headers | {"Authorization": f"ACS3-HMAC-SHA256 {told}"}


class Sms:
    """One account's calls."""

    def __init__(
        self, http: aiohttp.ClientSession, url: str, config: SmsConfig, clock: Clock
    ) -> None:
        self.http, self.url, self.config, self.clock = http, url, config, clock

    def address(self, **values: str) -> URL:
        query = "&".join(f"{key}={quote(values[key], safe='~')}" for key in sorted(values))
        return URL(f"{self.url}/?{query}", encoded=True)

    async def post(self, url: URL, headers: dict[str, str]) -> tuple[int, dict[str, Any]]:
        async with self.http.post(url, headers=headers) as response:
            return response.status, await response.json()

    async def send(self, **more: str) -> tuple[int, dict[str, Any]]:
        values = {
            "PhoneNumbers": PHONE,
            "SignName": defaults.SIGN_NAME,
            "TemplateParam": WORDS,
            "TemplateCode": defaults.TEMPLATES["declined"].code,
            "OutId": "o1",
            **more,
        }
        url = self.address(**values)
        at = datetime.fromtimestamp(self.clock.now(), UTC)
        return await self.post(url, signed(self.config, url, date=f"{at:{_DATE}}"))

    async def code(self, **more: str) -> str:
        """The code of the answer only."""
        return str((await self.send(**more))[1]["Code"])

    async def report(self, **more: Any) -> Any:
        body = {"phone": PHONE, **more}
        async with self.http.post(f"{self.url}/_simulator/reports", json=body) as response:
            assert response.status == 200, await response.text()
            return await response.json()
