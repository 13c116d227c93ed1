"""The server of an official account, as another hand would write it: it opens pushes and answers.

Only what WeChat documents of its callbacks is used here; the account's texts are the test's.
"""

import json
import xml.etree.ElementTree as ET
from typing import Any

from mobile_api.shared import clock
from tests.simulators import defaults
from tests.simulators.wechat.ground.config import OfficialAccount
from tests.simulators.wechat.ground.crypto import decrypt, encrypt, sign
from tests.simulators_tests.receiver import Call

APP_ID = defaults.OFFICIAL_ACCOUNT_APP_ID


def opened(call: Call, account: OfficialAccount = defaults.OFFICIAL_ACCOUNT) -> dict[str, Any]:
    """What a push says; its seal is checked when it has one."""
    outer = _parsed(call.body)
    if "Encrypt" not in outer:
        return outer
    told = call.query
    signed = (account.callback_token, told["timestamp"], told["nonce"], outer["Encrypt"])
    assert told["msg_signature"] == sign(*signed)
    text = decrypt(outer["Encrypt"], aes_key=account.callback_aes_key, app_id=account.app_id)
    return _parsed(text)


def text_reply(openid: str, content: str, **changes: str) -> dict[str, str]:
    return {
        "ToUserName": openid,
        "FromUserName": defaults.OFFICIAL_ACCOUNT.original_id,
        "CreateTime": str(int(clock.now().timestamp())),
        "MsgType": "text",
        "Content": content,
        **changes,
    }


def sealed(
    reply: dict[str, str], account: OfficialAccount = defaults.OFFICIAL_ACCOUNT, **changes: str
) -> str:
    """A reply as safe mode wants it, in the account's format."""
    return seal(plain(reply, account), account, **changes)


def seal(content: str, account: OfficialAccount = defaults.OFFICIAL_ACCOUNT, **changes: str) -> str:
    inner = encrypt(content, aes_key=account.callback_aes_key, app_id=account.app_id)
    parts = {
        "Encrypt": inner,
        "MsgSignature": sign(account.callback_token, "1", "2", inner),
        "TimeStamp": "1",
        "Nonce": "2",
    }
    return plain({**parts, **changes}, account)


def plain(fields: dict[str, str], account: OfficialAccount = defaults.OFFICIAL_ACCOUNT) -> str:
    if account.format == "json":
        return json.dumps(fields, ensure_ascii=False)
    inner = "".join(f"<{key}><![CDATA[{value}]]></{key}>" for key, value in fields.items())
    return f"<xml>{inner}</xml>"


def _parsed(text: str) -> dict[str, Any]:
    if text.startswith("{"):
        found = json.loads(text)
        assert isinstance(found, dict)
        return found
    return {child.tag: child.text or "" for child in ET.fromstring(text)}
