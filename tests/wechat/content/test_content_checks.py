"""WeChat looks at texts: asked once, tried again, and nobody is held up by it."""

from datetime import timedelta
from uuid import UUID

import pytest

from mobile_api.shared import clock
from mobile_api.shared.database import fetch, in_transaction
from tests.wechat.at_wechat import Platform
from tests.wechat.fixtures import Bind
from wechat.content.checks import LinkOf, remarks_on, request_text_checks, work_off
from wechat.content.models import CheckState, ContentCheck
from wechat.models import WechatBinding
from wechat.platform.client import WechatClient

TEXT = "/wxa/msg_sec_check"


async def no_link(_file_id: UUID) -> str | None:
    return None


async def ask(binding: WechatBinding, **texts: str) -> None:
    async with in_transaction():
        await request_text_checks(binding, "case:1", texts)


async def states() -> dict[str, str]:
    rows = await ContentCheck.all().order_by("part")
    return {row.part: row.state.value for row in rows}


async def later(client: WechatClient, link_of: LinkOf, **wait: float) -> None:
    with clock.standing_at(clock.now() + timedelta(**wait)):
        await work_off(client, link_of)


async def test_texts_are_looked_at_and_forgotten(client: WechatClient, bind: Bind) -> None:
    await ask(await bind(), reason="证件丢失", note="代开发票", other="兼职刷单")
    assert await work_off(client, no_link) == 3
    assert await states() == {"note": "risky", "other": "review", "reason": "passed"}
    assert [remark.part for remark in await remarks_on("case:1")] == ["note", "other"]
    assert {row.label for row in await remarks_on("case:1")} == {20_006, 21_000}
    assert not await ContentCheck.filter(text__not_isnull=True).exists()
    assert not await ContentCheck.filter(openid__not_isnull=True).exists()
    assert await work_off(client, no_link) == 0


async def test_what_waits_is_kept_sealed(bind: Bind) -> None:
    binding = await bind()
    await ask(binding, note="父母未婚")
    (row,) = await fetch("SELECT content_check::text AS told FROM content_check")
    assert "父母未婚" not in row["told"] and binding.openid not in row["told"]
    assert "父母未婚".encode().hex() not in row["told"]


async def test_a_long_text_is_cut(platform: Platform, client: WechatClient, bind: Bind) -> None:
    await ask(await bind(), note="长" * 2_501)
    await work_off(client, no_link)
    assert await platform.count(TEXT) == 2
    assert await states() == {"note": "passed"}


async def test_who_left_long_ago_is_not_judged(
    platform: Platform, client: WechatClient, bind: Bind
) -> None:
    await ask(await bind(), note="证件丢失")
    platform.clock.advance(7_201)
    await work_off(client, no_link)
    (remark,) = await remarks_on("case:1")
    assert (remark.state, remark.reason) == (CheckState.unavailable, "person_not_seen_lately")


@pytest.mark.parametrize(("kind", "code"), [("error", -1), ("reset", 0), ("bad_gateway", 0)])
async def test_a_passing_fault_is_tried_again(
    platform: Platform, client: WechatClient, bind: Bind, kind: str, code: int
) -> None:
    await ask(await bind(), note="证件丢失")
    await platform.fail(TEXT, kind, code=code)
    await work_off(client, no_link)
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
