"""Ways to sign in and devices on the pages: seen, taken away with proof, never another's."""

import asyncio

import httpx
import pytest

from mobile_api.accounts.phones.models import PhoneBinding
from mobile_api.accounts.sessions.models import Session
from mobile_api.accounts.sessions.service import page_token_of
from tests.actors import Citizen
from tests.mobile_api.accounts.bindings.test_bindings import bind_phone, kinds
from tests.mobile_api.accounts.later import later
from tests.mobile_api.accounts.phones.phone import PhoneUser
from tests.mobile_api.web.reading import open_page, read
from tests.mobile_api.web.signing_in.test_sign_in_pages import COOKIE, send
from tests.stack import Stack

WAYS = "/me/sign-in-ways"
OTHERS = f"{WAYS}/devices/end-others"


@pytest.fixture
async def card(stack: Stack, client: httpx.AsyncClient, citizen: Citizen) -> PhoneUser:
    """A number that 张三丰 has bound beside WeChat."""
    found = PhoneUser(stack, client)
    assert (await bind_phone(citizen, found)).status_code == 204
    return found


async def unbind_links(own: httpx.AsyncClient) -> list[str]:
    return [link for link in (await open_page(own, WAYS)).links() if link.endswith("/unbind")]


async def test_ways_and_devices_are_shown_masked(own: httpx.AsyncClient, card: PhoneUser) -> None:
    assert WAYS in (await open_page(own, "/me")).links()
    page = await open_page(own, WAYS)
    assert page.says("微信小程序") and page.says("这台设备")
    assert page.says(f"{card.number[:3]}****{card.number[-4:]}") and not page.says(card.number)
    assert len(await unbind_links(own)) == 2


async def test_unbinding_is_asked_once_more_and_told(
    own: httpx.AsyncClient, citizen: Citizen, card: PhoneUser
) -> None:
    binding = await PhoneBinding.get()
    path = f"{WAYS}/{binding.id}/unbind"
    page = await open_page(own, path)
    assert page.says("真的要解除吗") and WAYS in page.links() and not page.says(card.number)
    assert await kinds(citizen) == ["mini_program", "phone"], "to look is not to unbind"
    answer = await send(own, path)
    assert (answer.status_code, answer.headers["location"]) == (303, WAYS)
    assert (await open_page(own, WAYS)).says("已经解除")
    assert not (await open_page(own, WAYS)).says("已经解除"), "told once"
    assert await kinds(citizen) == ["mini_program"]
    again = read(await send(own, path))
    assert again.status == 404 and again.says("没有找到这项绑定")
    assert (await open_page(own, path)).status == 404


async def test_the_last_way_in_stays(own: httpx.AsyncClient, citizen: Citizen) -> None:
    assert await unbind_links(own) == []
    assert (await open_page(own, WAYS)).says("唯一的登录方式")
    shown = (await citizen.ok("GET", "/api/v1/me/bindings"))["bindings"]
    path = f"{WAYS}/{shown[0]['id']}/unbind"
    for answer in (await send(own, path), await own.get(path, follow_redirects=True)):
        page = read(answer)
        assert page.status == 409 and page.says("唯一方式")
    assert await kinds(citizen) == ["mini_program"]


async def test_of_two_unbindings_at_once_one_way_stays(
    own: httpx.AsyncClient, citizen: Citizen, card: PhoneUser
) -> None:
    links = await unbind_links(own)
    answers = await asyncio.gather(*(own.post(link) for link in links))
    assert {answer.status_code for answer in answers} == {303}
    assert len(await kinds(citizen)) == 1


async def test_unbinding_asks_for_a_recent_sign_in(
    stack: Stack, own: httpx.AsyncClient, citizen: Citizen, card: PhoneUser
) -> None:
    (first, *_) = await unbind_links(own)
    with later(stack, minutes=11):
        page = await open_page(own, first)
        assert f"/sign-in?return_to={first}" in page.links() and not page.all("//main//form")
        answer = await send(own, first)
        assert (answer.status_code, answer.headers["location"]) == (303, first)
    assert len(await kinds(citizen)) == 2


async def test_nobody_unbinds_for_another_or_from_elsewhere(
    own: httpx.AsyncClient, others: httpx.AsyncClient, citizen: Citizen, card: PhoneUser
) -> None:
    for link in await unbind_links(own):
        assert (await others.get(link)).status_code == 404
        assert read(await send(others, link)).status == 404
        evil = await own.post(link, headers={"origin": "https://evil.example"})
        assert evil.status_code == 403
    own.cookies.delete(COOKIE)
    for answer in (await own.get(link), await own.post(link), await own.get(WAYS)):
        assert answer.headers["location"].startswith("/sign-in?return_to=%2Fme%2Fsign-in-ways")
    assert len(await kinds(citizen)) == 2


async def test_a_device_is_signed_out_by_its_owner_alone(
    own: httpx.AsyncClient, others: httpx.AsyncClient, citizen: Citizen
) -> None:
    device = await Session.all().order_by("opened_at").first()
    assert device is not None
    await citizen.sign_in()
    own.cookies.set(COOKIE, await page_token_of(citizen.tokens["refresh_token"]))
    page = await open_page(own, WAYS)
    (path,) = page.all("//form[contains(@action, '/devices/')]/@action")
    assert path == f"{WAYS}/devices/{device.id}/end"
    assert read(await send(others, path)).status == 404
    assert (await own.get(path)).headers["location"] == WAYS, "an address signs nobody out"
    assert await Session.filter(id=device.id, ended_at=None).exists()
    assert (await send(own, path)).headers["location"] == WAYS
    assert (await open_page(own, WAYS)).says("已经退出登录")
    again = read(await send(own, path))
    assert again.status == 404 and again.says("没有找到这台登录设备")


async def test_all_other_devices_are_signed_out_at_once(
    own: httpx.AsyncClient, others: httpx.AsyncClient, citizen: Citizen
) -> None:
    for _ in range(2):
        await citizen.sign_in()
    page = await open_page(own, WAYS)
    assert page.all(f"//form[@action='{OTHERS}']")
    for _ in range(2):
        assert (await send(own, OTHERS)).headers["location"] == WAYS
    assert (await open_page(own, WAYS)).all("//form[contains(@action, '/devices/')]") == []
    assert (await others.get(WAYS)).status_code == 200
    own.cookies.delete(COOKIE)
    assert (await own.post(OTHERS)).headers["location"].startswith("/sign-in")
