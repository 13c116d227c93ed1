"""WeChat looks at pictures: it downloads them itself and tells its opinion later."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Any
from uuid import UUID

import pytest
from aiohttp import web

from mobile_api.shared import clock
from mobile_api.shared.database import in_transaction
from mobile_api.shared.due.working import work_off
from mobile_api.shared.ids import new_id
from tests.simulators import defaults
from tests.simulators.running import running
from tests.wechat.at_wechat import Platform
from tests.wechat.content.looking import look_at_all
from tests.wechat.fixtures import Bind
from wechat import inbound
from wechat.content.checks import CheckedPicture, request_image_checks
from wechat.content.models import ContentCheck, PictureVerdict
from wechat.content.picture_verdicts import HANDLERS, forget_old_verdicts, read
from wechat.content.safety import LARGEST_IMAGE
from wechat.platform.client import WechatClient

IMAGE = "/wxa/media_check_async"


class Shop:
    """Serves one picture to WeChat, and keeps what WeChat pushes as our own address does."""

    def __init__(self) -> None:
        self.picture, self.size = b"fine", 4
        self.heard = 0
        self._heard = asyncio.Condition()
        self.url = ""

    async def picture_of(self, _file_id: UUID) -> CheckedPicture | None:
        return CheckedPicture(f"{self.url}/picture", self.size) if self.url else None

    async def show(self, _request: web.Request) -> web.Response:
        return web.Response(body=self.picture, status=200 if self.picture else 404)

    async def hear(self, request: web.Request) -> web.Response:
        await inbound.receive(defaults.MINI_PROGRAM_APP_ID, await request.json())
        async with self._heard:
            self.heard += 1
            self._heard.notify_all()
        return web.Response(text="success")

    async def has_heard(self, times: int) -> None:
        async with asyncio.timeout(10), self._heard:
            await self._heard.wait_for(lambda: self.heard >= times)
        await work_off(inbound.PUSHES, partial(inbound.handle, HANDLERS))


@pytest.fixture
async def shop(platform: Platform, database: None) -> AsyncIterator[Shop]:
    shop, app = Shop(), web.Application()
    app.add_routes([web.get("/picture", shop.show), web.post("/{path:.*}", shop.hear)])
    async with running(app) as shop.url:
        platform.config.programs = (replace(defaults.MINI_PROGRAM, mode="plain"),)
        platform.config.callback_url = shop.url
        yield shop


async def ask(bind: Bind) -> None:
    binding = await bind()
    async with in_transaction():
        await request_image_checks(binding, "case:1", [("photo", new_id())])


async def state() -> str:
    return (await ContentCheck.get()).state.value


async def test_a_verdict_comes_later(
    platform: Platform, client: WechatClient, bind: Bind, shop: Shop
) -> None:
    shop.picture = b"a RISKY one"
    await ask(bind)
    await look_at_all(client, shop.picture_of)
    assert await state() == "waiting"
    await shop.has_heard(1)
    await look_at_all(client, shop.picture_of)
    check = await ContentCheck.get()
    assert (check.state, check.label, check.openid) == ("risky", 20_006, None)
    assert not await PictureVerdict.exists()
    assert await platform.count(IMAGE) == 1


@pytest.mark.parametrize("version", [1, 2])
async def test_a_picture_that_wechat_could_not_get_is_asked_about_again(
    platform: Platform, client: WechatClient, bind: Bind, shop: Shop, version: Any
) -> None:
    platform.config.media_check_version = version
    shop.picture = b""
    await ask(bind)
    await look_at_all(client, shop.picture_of)
    await shop.has_heard(1)
    await look_at_all(client, shop.picture_of)
    assert await state() == "pending"
    shop.picture = b"fine"
    with clock.standing_at(clock.now() + timedelta(minutes=5)):
        await look_at_all(client, shop.picture_of)
        await shop.has_heard(2)
        await look_at_all(client, shop.picture_of)
    assert await state() == "passed"


async def test_a_verdict_may_come_before_the_answer_that_names_it(
    platform: Platform, client: WechatClient, bind: Bind, shop: Shop
) -> None:
    await platform.fail(IMAGE, "slow", seconds=0.5)
    await ask(bind)
    looking = asyncio.create_task(look_at_all(client, shop.picture_of))
    await shop.has_heard(1)
    assert await state() == "pending"
    await looking
    await look_at_all(client, shop.picture_of)
    assert await state() == "passed"


async def test_silence_is_asked_about_again(
    platform: Platform, client: WechatClient, bind: Bind, shop: Shop
) -> None:
    platform.config.callback_url = ""
    await ask(bind)
    await look_at_all(client, shop.picture_of)
    assert await look_at_all(client, shop.picture_of) == 0
    for minutes in (36, 40):
        with clock.standing_at(clock.now() + timedelta(minutes=minutes)):
            await look_at_all(client, shop.picture_of)
    assert await platform.count(IMAGE) == 2


async def test_a_file_that_is_gone(client: WechatClient, bind: Bind, shop: Shop) -> None:
    shop.url = ""
    await ask(bind)
    await look_at_all(client, shop.picture_of)
    check = await ContentCheck.get()
    assert (check.state, check.reason) == ("unavailable", "file_gone")


@pytest.mark.parametrize(("more", "asked"), [(0, 1), (1, 0)])
async def test_a_picture_that_wechat_will_not_download_is_not_asked_about(
    platform: Platform, client: WechatClient, bind: Bind, shop: Shop, more: int, asked: int
) -> None:
    """A city may allow twice as much; asking would only cost eight tries of half an hour."""
    shop.size = LARGEST_IMAGE + more
    await ask(bind)
    await look_at_all(client, shop.picture_of)
    check = await ContentCheck.get()
    told = ("waiting", "") if asked else ("unavailable", "file_too_large")
    assert (check.state, check.reason, await platform.count(IMAGE)) == (*told, asked)


async def test_a_verdict_that_nobody_asked_for_is_dropped_in_time(database: None) -> None:
    body = {"Event": "wxa_media_check", "trace_id": "t", "result": {"suggest": "pass"}}
    await inbound.receive("wx1", body)
    await inbound.receive("wx1", {**body, "CreateTime": 1})
    await inbound.receive("wx1", {**body, "trace_id": ""})
    await work_off(inbound.PUSHES, partial(inbound.handle, HANDLERS))
    assert await PictureVerdict.all().count() == 1
    assert await forget_old_verdicts() == 0
    with clock.standing_at(clock.now() + timedelta(days=2)):
        assert await forget_old_verdicts() == 1


@pytest.mark.parametrize(
    ("told", "read_as"),
    [
        ({"errcode": 0, "result": {"suggest": "risky", "label": "20006"}}, ("risky", 20_006)),
        ({"result": {"suggest": "review", "label": 21_000}}, ("review", 21_000)),
        ({"errcode": "0", "result": {"suggest": "pass", "label": "100"}}, ("pass", 100)),
        ({"errcode": -1008}, ("not_downloaded", None)),
        ({"errcode": "-1008", "result": None}, ("not_downloaded", None)),
        ({"errcode": -1, "result": {"suggest": "pass", "label": "100"}}, ("failed", None)),
        ({"isrisky": 1, "status_code": 0}, ("risky", None)),
        ({"isrisky": "0", "status_code": "0"}, ("pass", None)),
        ({"isrisky": 0, "status_code": 4_294_966_288}, ("not_downloaded", None)),
        ({"result": {"suggest": "new word"}}, ("failed", None)),
        ({}, ("failed", None)),
    ],
)
def test_both_shapes_of_the_push_are_read(
    told: dict[str, Any], read_as: tuple[str, int | None]
) -> None:
    assert read(told) == read_as
