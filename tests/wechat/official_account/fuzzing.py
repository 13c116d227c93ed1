"""Broken pushes by the thousand, from a seed: changed before and after they are signed."""

import asyncio
import json
from collections import Counter
from random import Random
from typing import Any

import aiohttp

from mobile_api.shared import clock
from tests.simulators.wechat.ground.config import Format, Mode
from tests.simulators.wechat.ground.crypto import encrypt, sign
from tests.stack import Stack
from tests.wechat.official import ACCOUNT, TEXT, post, push, set_to

_MODES: tuple[Mode, ...] = ("plain", "compatible", "safe")
_FORMS: tuple[Format, ...] = ("json", "xml")
_AT_ONCE = 16
_PIECES = [
    b"]]>",
    b"<![CDATA[",
    b"\x00",
    b"\xff",
    b"<xml>",
    b"</xml>",
    b"{",
    b"}",
    b"[[[[",
    b'"',
    b"&#0;",
    b"&lt;",
    b"\\u0000",
    b"\\ud800",
    b"<Encrypt>",
    b'"Encrypt":',
    b"=",
    b"A" * 200,
    "查件".encode(),
    "人工".encode(),
    b"-1",
    b"1e999",
    b"null",
]
_KINDS = ["text", "voice", "image", "location", "event", "link", "video", "", "unknown"]
_EVENTS = ["subscribe", "unsubscribe", "SCAN", "CLICK", "VIEW", "LOCATION", "x" * 80]


async def fuzz(stack: Stack, http: aiohttp.ClientSession, count: int, seed: int) -> Counter[int]:
    """Post `count` broken pushes in all modes; answers how often each status came."""
    random, found = Random(seed), Counter[int]()
    for mode in _MODES:
        with set_to(stack, mode):
            for _ in range(-(-count // (_AT_ONCE * len(_MODES)))):
                sent = [post(http, stack, *_broken(random, mode)) for _ in range(_AT_ONCE)]
                found.update([status for status, _ in await asyncio.gather(*sent)])
    return found


def _broken(random: Random, mode: Mode) -> tuple[dict[str, str], bytes]:
    form = random.choice(_FORMS)
    if random.random() < 0.4:
        return _sealed_anew(
            random, _mutated(random, push(_odd(random), mode="plain", form=form)[1])
        )
    query, body = push(_odd(random), mode=mode, form=form)
    if random.random() < 0.3:
        name = random.choice(list(query))
        query[name] = _mutated(random, query[name].encode()).decode("latin-1")
        return query, body
    return query, _mutated(random, body)


def _odd(random: Random) -> dict[str, Any]:
    """A message whose fields hold what nobody expects there."""
    odd: dict[str, Any] = {**TEXT, "MsgId": random.randrange(10**17), "Event": None}
    odd |= {"MsgType": random.choice(_KINDS), "Event": random.choice(_EVENTS)}
    for name in random.sample(
        [
            "Content",
            "Recognition",
            "EventKey",
            "Location_X",
            "Location_Y",
            "FromUserName",
            "CreateTime",
            "List",
        ],
        3,
    ):
        odd[name] = random.choice(
            [
                "",
                " ",
                "1",
                "1e400",
                "nan",
                "qrscene_g=passport",
                "g=",
                "查件" * 50,
                "0" * 30,
                "]]>" * 9,
                "\u202e",
                "😀" * 40,
                1,
                -1,
                {"a": "b"},
                ["x", "y"],
            ]
        )
    return odd | {"FromUserName": f"o{random.randrange(10**9)}"} if random.random() < 0.8 else odd


def _mutated(random: Random, body: bytes) -> bytes:
    changed = bytearray(body)
    for _ in range(random.randint(0, 4)):
        at = random.randrange(len(changed) + 1)
        match random.randrange(4):
            case 0:
                changed[at : at + 1] = random.randbytes(1)
            case 1:
                del changed[at : at + random.randrange(1, 40)]
            case 2:
                changed[at:at] = random.choice(_PIECES)
            case _:
                changed[at:at] = changed[: random.randrange(60)]
    return bytes(changed)


def _sealed_anew(random: Random, content: bytes) -> tuple[dict[str, str], bytes]:
    """Nonsense under a right seal, as if WeChat itself had sent it."""
    sealed = encrypt(
        content.decode("utf-8", "replace"), aes_key=ACCOUNT.callback_aes_key, app_id=ACCOUNT.app_id
    )
    timestamp, nonce = str(int(clock.now().timestamp())), str(random.randrange(10**10))
    query = {
        "timestamp": timestamp,
        "nonce": nonce,
        "encrypt_type": "aes",
        "signature": "",
        "msg_signature": sign(ACCOUNT.callback_token, timestamp, nonce, sealed),
    }
    return query, json.dumps({"Encrypt": sealed}).encode()
