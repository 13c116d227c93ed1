"""WeChat looks at texts: asked once, tried again, and nobody is held up by it."""

import asyncio
from datetime import timedelta
from uuid import UUID

import pytest

from mobile_api.shared import clock
from mobile_api.shared.database import fetch, in_transaction
from tests.wechat.at_wechat import Platform
from tests.wechat.content.looking import look_at_all
from tests.wechat.fixtures import Bind
from wechat.content.checks import CHECKS, CheckedPicture, PictureOf, remarks_on, request_text_checks
from wechat.content.models import CheckState, ContentCheck
from wechat.models import WechatBinding
from wechat.platform.client import WechatClient

TEXT = "/wxa/msg_sec_check"


async def no_link(_file_id: UUID) -> CheckedPicture | None:
    return None


async def ask(binding: WechatBinding, **texts: str) -> None:
    async with in_transaction():
        await request_text_checks(binding, "case:1", texts)


async def states() -> dict[str, str]:
    rows = await ContentCheck.all().order_by("part")
    return {row.part: row.state.value for row in rows}


async def later(client: WechatClient, picture_of: PictureOf, **wait: float) -> None:
    with clock.standing_at(clock.now() + timedelta(**wait)):
        await look_at_all(client, picture_of)


async def test_texts_are_looked_at_and_forgotten(client: WechatClient, bind: Bind) -> None:
    await ask(await bind(), reason="证件丢失", note="代开发票", other="兼职刷单")
    assert await look_at_all(client, no_link) == 3
    assert await states() == {"note": "risky", "other": "review", "reason": "passed"}
    assert [remark.part for remark in await remarks_on("case:1")] == ["note", "other"]
    assert {row.label for row in await remarks_on("case:1")} == {20_006, 21_000}
    assert not await ContentCheck.filter(text__not_isnull=True).exists()
    assert not await ContentCheck.filter(openid__not_isnull=True).exists()
    assert await look_at_all(client, no_link) == 0


async def test_what_waits_is_kept_sealed(bind: Bind) -> None:
    binding = await bind()
    await ask(binding, note="父母未婚")
    (row,) = await fetch("SELECT content_check::text AS told FROM content_check")
    assert "父母未婚" not in row["told"] and binding.openid not in row["told"]
    assert "父母未婚".encode().hex() not in row["told"]


async def test_a_long_text_is_cut(platform: Platform, client: WechatClient, bind: Bind) -> None:
    await ask(await bind(), note="长" * 2_501)
    await look_at_all(client, no_link)
    assert await platform.count(TEXT) == 2
    assert await states() == {"note": "passed"}


async def test_who_left_long_ago_is_not_judged(
    platform: Platform, client: WechatClient, bind: Bind
) -> None:
    await ask(await bind(), note="证件丢失")
    platform.clock.advance(7_201)
    await look_at_all(client, no_link)
    (remark,) = await remarks_on("case:1")
    assert (remark.state, remark.reason) == (CheckState.unavailable, "person_not_seen_lately")


@pytest.mark.parametrize(("kind", "code"), [("error", -1), ("reset", 0), ("bad_gateway", 0)])
async def test_a_passing_fault_is_tried_again(
    platform: Platform, client: WechatClient, bind: Bind, kind: str, code: int
) -> None:
    await ask(await bind(), note="证件丢失")
    await platform.fail(TEXT, kind, code=code)
    await look_at_all(client, no_link)
    assert await states() == {"note": "pending"}
    await later(client, no_link, minutes=1)
    assert await states() == {"note": "passed"}


async def test_a_lasting_fault_ends_the_tries(
    platform: Platform, client: WechatClient, bind: Bind
) -> None:
    await ask(await bind(), note="证件丢失")
    await platform.fail(TEXT, "error", code=-1, times=None)
    for number in range(12):
        await later(client, no_link, hours=number)
    assert await states() == {"note": "unavailable"}
    assert await platform.count(TEXT) == 8


async def test_no_check_is_claimed_that_would_wait_for_a_slow_wechat(
    platform: Platform, client: WechatClient, bind: Bind
) -> None:
    """Red before: fifty were claimed and asked one after the other, and their leases ran out."""
    await ask(await bind(), **{f"part{number}": "证件丢失" for number in range(CHECKS.at_once + 4)})
    await platform.fail(TEXT, "slow", seconds=0.5, times=None)
    looking = asyncio.create_task(look_at_all(client, no_link))
    await platform.until_asked(TEXT)
    assert await ContentCheck.filter(attempts=1).count() == CHECKS.at_once
    assert await looking == CHECKS.at_once
