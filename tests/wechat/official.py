"""The hook of the official account as a test drives it: modes, and requests signed by hand."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import aiohttp

from mobile_api.shared import clock
from mobile_api.shared.process.parts import SETTINGS
from tests.simulators import defaults
from tests.simulators.wechat.ground.config import Format, Mode, OfficialAccount
from tests.simulators.wechat.ground.crypto import decrypt, sign
from tests.simulators.wechat.ground.envelopes import wrap
from tests.stack import Stack

HOOK = "/hooks/wechat/official-account"
ACCOUNT = defaults.OFFICIAL_ACCOUNT
TEXT = {
    "ToUserName": ACCOUNT.original_id,
    "FromUserName": "oSomebody",
    "CreateTime": 1795300000,
    "MsgType": "text",
    "Content": "你好",
    "MsgId": 24_000_000_000_000_001,
}


@contextmanager
def set_to(stack: Stack, mode: Mode) -> Iterator[None]:
    """The message mode that the owner has set in the console, and here."""
    changed = stack.settings.model_copy(update={"wechat_official_account_mode": mode})
    with stack.having(SETTINGS, changed):
        yield


def push(
    message: dict[str, Any] | None = None,
    *,
    mode: Mode = "safe",
    form: Format = "xml",
    seconds: float = 0,
    account: OfficialAccount = ACCOUNT,
) -> tuple[dict[str, str], bytes]:
    """Query and body of a genuine push; `seconds` shifts its timestamp."""
    sender = replace(account, mode=mode, format=form)
    query, body, _ = wrap(sender, message or TEXT, clock.now().timestamp() + seconds)
    return query, body


async def post(
    http: aiohttp.ClientSession, stack: Stack, query: dict[str, str], body: bytes
) -> tuple[int, str]:
    async with http.post(stack.api + HOOK, params=query, data=body) as response:
        return response.status, await response.text()


def opened(answer: str) -> str:
    """The content of a sealed answer, whose signature must be right."""
    if answer.startswith("{"):
        parts = {name: str(value) for name, value in json.loads(answer).items()}
    else:
        parts = {
            name: _between(answer, name)
            for name in ("Encrypt", "MsgSignature", "TimeStamp", "Nonce")
        }
    signature = sign(ACCOUNT.callback_token, parts["TimeStamp"], parts["Nonce"], parts["Encrypt"])
    assert signature == parts["MsgSignature"]
    return decrypt(parts["Encrypt"], aes_key=ACCOUNT.callback_aes_key, app_id=ACCOUNT.app_id)


def _between(xml: str, name: str) -> str:
    inside = xml.split(f"<{name}>")[1].split(f"</{name}>")[0]
    return inside.removeprefix("<![CDATA[").removesuffix("]]>")
