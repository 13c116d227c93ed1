"""Pushes sealed by Tencent's own package for Node: made now where it is installed, else recorded.

`npm ci` in this folder installs it; `python -m tests.wechat.independent.record` records anew.
"""

import asyncio
import json
import shutil
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal, Self

import orjson

from tests.simulators import defaults

FOLDER = Path(__file__).parent
VECTORS = FOLDER / "vectors.json"
IS_INSTALLED = bool(shutil.which("node")) and (FOLDER / "node_modules/@wecom/crypto").is_dir()
SOURCES = ["recorded", "node"] if IS_INSTALLED else ["recorded"]

Form = Literal["json", "xml"]
Mode = Literal["plain", "compatible", "safe"]
KEYS = {
    "token": defaults.OFFICIAL_CALLBACK_TOKEN,
    "key": defaults.OFFICIAL_CALLBACK_AES_KEY,
    "app_id": defaults.OFFICIAL_ACCOUNT_APP_ID,
}
_TEXT = {"MsgType": "text"}
MESSAGES: Mapping[str, Mapping[str, Any]] = {
    "question": _TEXT | {"Content": "办护照要带什么"},
    "marks": _TEXT | {"Content": "]]> 😀 <a>&amp;\n护照"},
    "long": _TEXT | {"Content": "办护照要多少钱" * 80},
    "follow": {"MsgType": "event", "Event": "subscribe", "EventKey": ""},
}


@dataclass(frozen=True)
class SealedPush:
    """One push as WeChat sends it at `at` (Unix time); `message` is what it says."""

    name: str
    form: Form
    mode: Mode
    at: int
    message: dict[str, Any]
    query: dict[str, str]
    body: str


class Node:
    """The package in a process of its own."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process

    @classmethod
    async def start(cls) -> Self:
        return cls(
            await asyncio.create_subprocess_exec(
                "node",
                "encryptor.js",
                cwd=FOLDER,
                limit=2**20,
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
            )
        )

    async def stop(self) -> None:
        assert self._process.stdin
        self._process.stdin.close()
        await self._process.wait()

    async def ask(self, operation: str, **given: Any) -> dict[str, Any]:
        assert self._process.stdin and self._process.stdout
        self._process.stdin.write(orjson.dumps(KEYS | given | {"operation": operation}) + b"\n")
        answer: dict[str, Any] = json.loads(await self._process.stdout.readline())
        return answer

    async def pushes(self, at: int) -> list[SealedPush]:
        """Every message in every form and mode, each with an id of its own."""
        variants = [
            (name, form, mode)
            for name in MESSAGES
            for form in ("json", "xml")
            for mode in ("plain", "compatible", "safe")
        ]
        return [
            await self._push(name, form, mode, at, number)  # type: ignore[arg-type]
            for number, (name, form, mode) in enumerate(variants)
        ]

    async def _push(self, name: str, form: Form, mode: Mode, at: int, number: int) -> SealedPush:
        message = {
            "ToUserName": "gh_999900000002",
            "FromUserName": "oIndependent",
            "CreateTime": at - number,
            **MESSAGES[name],
        }
        if message["MsgType"] == "text":
            message["MsgId"] = 24_000_000_000_000_000 + number
        query = {"timestamp": str(at), "nonce": str(415_670_741 + number)}
        made = await self.ask("seal", message=written(message, form), **query)
        query |= {"signature": made["signature"], "openid": message["FromUserName"]}
        content = message
        if mode != "plain":
            query |= {"encrypt_type": "aes", "msg_signature": made["msg_signature"]}
            sealed = {"ToUserName": message["ToUserName"], "Encrypt": made["sealed"]}
            content = message | sealed if mode == "compatible" else sealed
        return SealedPush(name, form, mode, at, message, query, written(content, form))


def written(message: Mapping[str, Any], form: Form) -> str:
    """A message as WeChat writes it."""
    if form == "json":
        return json.dumps(message, ensure_ascii=False)
    return f"<xml>{''.join(_element(name, value) for name, value in message.items())}</xml>"


def _element(name: str, value: Any) -> str:
    if isinstance(value, int):
        return f"<{name}>{value}</{name}>"
    return f"<{name}><![CDATA[{str(value).replace(']]>', ']]]]><![CDATA[>')}]]></{name}>"


def recorded() -> list[SealedPush]:
    return [SealedPush(**one) for one in json.loads(VECTORS.read_text(encoding="utf-8"))]


def record(pushes: list[SealedPush]) -> None:
    text = json.dumps([asdict(one) for one in pushes], ensure_ascii=False, indent=1)
    VECTORS.write_text(text + "\n", encoding="utf-8")
