"""Pictures are downloaded and judged later; links into the mini-program; what phones upload."""

import base64
import json
from dataclasses import replace
from typing import Any

import pytest
from aiohttp import web

from tests.simulators import defaults
from tests.simulators.clock import Clock
from tests.simulators.running import running
from tests.simulators.wechat.ground.config import WechatConfig
from tests.simulators.wechat.ground.crypto import decrypt
from tests.simulators_tests.receiver import Receiver, eventually
from tests.simulators_tests.wechat.calls import Wechat

CHECK = "/wxa/media_check_async"


def pictures(content: bytes) -> web.Application:
    async def serve(_request: web.Request) -> web.Response:
        return web.Response(body=content, content_type="image/jpeg")

    app = web.Application()
    app.router.add_get("/picture", serve)
    return app


async def ask(wx: Wechat, link: str, **changes: object) -> dict[str, Any]:
    body = {
        "media_url": link,
        "media_type": 2,
        "version": 2,
        "scene": 1,
        "openid": await wx.openid(),
    }
    return await wx.post(CHECK, {**body, **changes}, await wx.token())


async def verdict(receiver: Receiver) -> dict[str, Any]:
    async def told() -> bool:
        return bool(receiver.calls)

    assert await eventually(told)
    sealed = json.loads(receiver.calls[-1].body)["Encrypt"]
    keys = {"aes_key": defaults.CALLBACK_AES_KEY, "app_id": defaults.MINI_PROGRAM_APP_ID}
    found = json.loads(decrypt(sealed, **keys))
    assert isinstance(found, dict)
    return found


@pytest.mark.parametrize(
    ("content", "suggest", "label"),
    [(b"fine", "pass", "100"), (b"a RISKY one", "risky", "20006"), (b"REVIEW", "review", "21000")],
)
async def test_a_picture_is_judged_by_its_content(
    wx: Wechat, receiver: Receiver, content: bytes, suggest: str, label: str
) -> None:
    async with running(pictures(content)) as store:
        answer = await ask(wx, f"{store}/picture")
        event = await verdict(receiver)
    assert (event["Event"], event["trace_id"]) == ("wxa_media_check", answer["trace_id"])
    assert event["result"] == {"suggest": suggest, "label": label}
    assert event["FromUserName"] != await wx.openid()


async def test_what_cannot_be_downloaded_is_told_so(wx: Wechat, receiver: Receiver) -> None:
    async with running(pictures(b"x")) as store:
        await ask(wx, f"{store}/gone")
        event = await verdict(receiver)
    assert event["errcode"] == -1008
    assert "result" not in event


async def test_the_old_shape(wx: Wechat, receiver: Receiver, wechat_config: WechatConfig) -> None:
    wechat_config.media_check_version = 1
    await ask(wx, "http://127.0.0.1:1/gone")
    event = await verdict(receiver)
    assert (event["status_code"], event["isrisky"]) == (4_294_966_288, 0)


async def test_the_verdict_may_take_half_an_hour(
    wx: Wechat, receiver: Receiver, wechat_config: WechatConfig, clock: Clock
) -> None:
    wechat_config.media_check_seconds = 1_800
    async with running(pictures(b"x")) as store:
        await ask(wx, f"{store}/picture")
        assert receiver.calls == []
        # The download itself takes no time of the clock.
        clock.set_scale(100_000)
        await verdict(receiver)


async def test_checks_that_wechat_refuses(wx: Wechat, clock: Clock) -> None:
    link = "https://example.cn/picture"
    for changes, code in (
        ({"version": 1}, 47001),
        ({"media_type": 3}, 47001),
        ({"media_url": "ftp://a"}, 47001),
        ({"scene": 9}, 40129),
        ({"openid": "o-nobody"}, 40003),
    ):
        assert (await ask(wx, link, **changes))["errcode"] == code
    body = {"media_url": link, "media_type": 2, "version": 2, "scene": 1}
    openid = await wx.openid()
    clock.advance(7_201)
    late = await wx.post(CHECK, {**body, "openid": openid}, await wx.token())
    assert late["errcode"] == 61010


async def test_a_link_serves_the_first_person_for_its_days(wx: Wechat, clock: Clock) -> None:
    body = {"path": "pages/case/detail", "query": "id=1", "expire_type": 1, "expire_interval": 3}
    link = (await wx.post("/wxa/generate_urllink", body, await wx.token()))["url_link"]
    opened = [(await wx.phone("open-link", user, link=link))["page"] for user in ("a", "b", "a")]
    assert opened == ["pages/case/detail?id=1", None, "pages/case/detail?id=1"]
    clock.advance(3 * 86_400)
    assert (await wx.phone("open-link", "a", link=link))["page"] is None


async def test_schemes_and_faults_of_links(wx: Wechat) -> None:
    token, target = await wx.token(), {"path": "pages/case/detail"}
    path, url = "/wxa/generatescheme", "/wxa/generate_urllink"
    made = await wx.post(path, {"jump_wxa": target}, token)
    assert made["openlink"].startswith("weixin://")
    assert (await wx.post(path, {}, token))["errcode"] == 47001
    assert (await wx.post(url, {"path": "pages/unknown"}, token))["errcode"] == 40165
    late = {**target, "expire_type": 1, "expire_interval": 31}
    assert (await wx.post(url, late, token))["errcode"] == 40227


async def test_the_risk_of_a_person(wx: Wechat) -> None:
    body = {"appid": defaults.MINI_PROGRAM_APP_ID, "openid": await wx.openid(), "scene": 0}
    path, token = "/wxa/getuserriskrank", await wx.token()
    assert (await wx.post(path, body, token))["risk_rank"] == 0
    await wx.phone("person", blocked=True)
    assert (await wx.post(path, body, token))["risk_rank"] == 4
    assert (await wx.post(path, {**body, "scene": 7}, token))["errcode"] == 40129


async def test_an_upload_sends_its_file_last(wx: Wechat, receiver: Receiver) -> None:
    async with running(receiver.app) as store:
        told = await wx.phone(
            "upload-file",
            url=f"{store}/bucket",
            name="file",
            filename="a.jpg",
            content=base64.b64encode(b"picture").decode(),
            form={"key": "k", "policy": "p"},
        )
    assert told == {"errMsg": "uploadFile:ok", "statusCode": 200, "data": "success"}
    (call,) = receiver.calls
    order = [call.body.index(f'name="{name}"') for name in ("key", "policy", "file")]
    assert (call.content_type, order) == ("multipart/form-data", sorted(order))


async def test_uploads_go_to_listed_domains_only(wx: Wechat, wechat_config: WechatConfig) -> None:
    listed = ("https://files.example.cn",)
    wechat_config.programs = (replace(defaults.MINI_PROGRAM, upload_domains=listed),)
    for url in ("http://files.example.cn/a", "https://files.example.cn:443/a", "https://b.cn/a"):
        told = await wx.phone("upload-file", url=url, name="file", filename="a", content="")
        assert told == {"errMsg": "uploadFile:fail url not in domain list"}
