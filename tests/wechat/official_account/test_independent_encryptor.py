"""Tencent's own package for Node seals what we open, and opens what we seal."""

import xml.etree.ElementTree as ET
from collections.abc import AsyncIterator
from datetime import UTC, datetime

import aiohttp
import orjson
import pytest

from mobile_api.shared import clock
from tests.simulators.wechat.ground import crypto
from tests.stack import Stack
from tests.wechat.independent.pushes import (
    IS_INSTALLED,
    KEYS,
    SOURCES,
    Node,
    SealedPush,
    recorded,
    written,
)
from tests.wechat.official import opened, post, set_to
from wechat.platform.callbacks import CallbackKeys, CallbackQuery

OURS = CallbackKeys(token=KEYS["token"], aes_key=KEYS["key"], app_id=KEYS["app_id"])


@pytest.fixture
async def node() -> AsyncIterator[Node | None]:
    process = await Node.start() if IS_INSTALLED else None
    yield process
    if process:
        await process.stop()


@pytest.fixture(params=SOURCES)
async def pushes(request: pytest.FixtureRequest, node: Node | None) -> list[SealedPush]:
    """Sealed just now where the package is installed, and as it once sealed them everywhere."""
    if request.param == "recorded" or node is None:
        return recorded()
    return await node.pushes(int(clock.now().timestamp()))


async def test_all_modes_and_forms_are_answered(
    stack: Stack, http: aiohttp.ClientSession, pushes: list[SealedPush], node: Node | None
) -> None:
    assert len(pushes) == 24
    for one in pushes:
        with set_to(stack, one.mode), clock.standing_at(datetime.fromtimestamp(one.at, UTC)):
            status, answer = await post(http, stack, one.query, one.body.encode())
        assert status == 200, one.name
        content = answer if one.mode == "plain" else await unsealed(answer, node)
        reply = parsed(content)
        assert (reply["MsgType"], reply["ToUserName"]) == ("text", "oIndependent")
        assert content.startswith("{" if one.form == "json" else "<xml>")
        wanted = {"question": "普通护照", "long": "120元", "follow": "欢迎关注", "marks": ""}
        assert wanted[one.name] in reply["Content"]


async def unsealed(answer: str, node: Node | None) -> str:
    """Opened by the simulator, and by the package too where it is installed."""
    content = opened(answer)
    if node:
        outer = parsed(answer)
        found = await node.ask(
            "open",
            sealed=outer["Encrypt"],
            timestamp=str(outer["TimeStamp"]),
            nonce=outer["Nonce"],
            msg_signature=outer["MsgSignature"],
        )
        assert found == {"message": content, "app_id": KEYS["app_id"], "is_signed": True}
    return content


def parsed(text: str) -> dict[str, str]:
    if text.startswith("{"):
        found: dict[str, str] = orjson.loads(text)
        return found
    return {child.tag: child.text or "" for child in ET.fromstring(text)}


@pytest.mark.parametrize("one", recorded(), ids=lambda one: f"{one.name}-{one.form}-{one.mode}")
def test_what_the_package_sealed_is_read_to_the_letter(one: SealedPush) -> None:
    with clock.standing_at(datetime.fromtimestamp(one.at, UTC)):
        found = OURS.open_in_mode(
            CallbackQuery(**one.query), one.body.encode(), takes_plain=one.mode == "plain"
        )
    assert {name: str(value or "") for name, value in found.message.items()} == {
        name: str(value) for name, value in one.message.items()
    }
    assert (found.form, found.is_sealed) == (one.form, one.mode != "plain")


def test_the_simulator_seals_and_opens_as_the_package_does() -> None:
    """So its opening of our answers counts where the package is not installed."""
    for one in recorded():
        if one.mode == "safe":
            sealed = parsed(one.body)["Encrypt"]
            secret = {"aes_key": KEYS["key"], "app_id": KEYS["app_id"]}
            assert crypto.decrypt(sealed, **secret) == written(one.message, one.form)
            signed = (KEYS["token"], one.query["timestamp"], one.query["nonce"], sealed)
            assert crypto.sign(*signed) == one.query["msg_signature"]


async def test_the_vector_of_the_documentation(node: Node | None) -> None:
    content, random = '{"demo_resp":"good luck"}', b"707722b803182950"
    app_id, key = "wxba5fad812f8e6fb9", "A" * 43
    expected = (
        "ELGduP2YcVatjqIS+eZbp80MNLoAUWvzzyJxgGzxZO/5sAvd070Bs6qrLARC9nVHm48Y4hyRbtzve1L32tmxSQ=="
    )
    assert crypto.encrypt(content, aes_key=key, app_id=app_id, random=random) == expected
    if node:
        made = await node.ask(
            "seal",
            key=key,
            app_id=app_id,
            message=content,
            timestamp="1",
            nonce="1",
            random=random.hex(),
        )
        assert made["sealed"] == expected
