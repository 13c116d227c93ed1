"""Plain mode under attack: a signature that was read in a log must not serve for other words."""

import aiohttp
import pytest

from mobile_api.shared import clock
from tests.simulators.wechat.ground.crypto import sign
from tests.stack import Stack
from tests.wechat.official import ACCOUNT, TEXT, post, push, set_to
from wechat.models import InboundMessage
from wechat.official_account.answers import WechatReply


async def test_signature_is_used_up_however_its_parts_are_cut(
    stack: Stack, http: aiohttp.ClientSession
) -> None:
    """WeChat signs token, timestamp and nonce without anything between them."""
    timestamp = str(int(clock.now().timestamp()))
    signature = sign(ACCOUNT.callback_token, timestamp, "01230")
    seen = {"timestamp": timestamp, "nonce": "01230", "signature": signature}
    cut_elsewhere = {"timestamp": f"0{timestamp}", "nonce": "0123", "signature": signature}
    _, body = push(mode="plain")
    _, forged = push({**TEXT, "MsgId": 2, "Content": "查件"}, mode="plain")
    with set_to(stack, "plain"):
        assert (await post(http, stack, seen, body))[0] == 200
        assert (await post(http, stack, cut_elsewhere, forged))[0] == 403
    assert await InboundMessage.all().count() == 1


@pytest.mark.parametrize("change", [{"Content": "人工"}, {"MsgType": "voice"}])
async def test_same_number_does_not_carry_other_words(
    stack: Stack, http: aiohttp.ClientSession, change: dict[str, str]
) -> None:
    """While the first is still being computed, a repetition would be answered by its own words."""
    query, body = push(mode="plain")
    _, forged = push({**TEXT, **change}, mode="plain")
    with set_to(stack, "plain"):
        assert (await post(http, stack, query, body))[0] == 200
        assert (await post(http, stack, query, forged))[0] == 403
    assert await WechatReply.all().count() == 1
