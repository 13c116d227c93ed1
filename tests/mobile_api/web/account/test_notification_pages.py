"""How one is told, on the pages: as a whole, for one kind of message, and when not at all."""

import asyncio
import contextvars
from typing import Any

import httpx
import pytest

from mobile_api.shared.database import fetch, in_transaction
from notifications.models import ChannelName, NotificationPreference
from notifications.policy import CHANNEL_POLICY, ChannelPolicy
from tests.actors import Citizen
from tests.mobile_api.web.reading import open_page, read
from tests.mobile_api.web.signing_in.test_sign_in_pages import COOKIE, send
from tests.stack import Stack
from tests.waiting import until

PAGE = "/me/notifications"
OF_DECLINED = f"{PAGE}/declined"
OTHER = "correction_requested"
WAYS = ("mini_program", "official_subscription", "official_template", "sms")
ALL_ON = dict.fromkeys(WAYS, "true") | {"quiet": "city"}


async def view(citizen: Citizen) -> dict[str, Any]:
    return dict(await citizen.ok("GET", "/api/v1/me/notification-preferences"))


async def on(citizen: Citizen, event: str = "") -> set[str]:
    """The ways that are on, of one event or as a whole."""
    found = await view(citizen)
    named = {one["event"]: one["channels"] for one in found["events"]}
    return {
        one["channel"] for one in (named[event] if event else found["channels"]) if one["is_on"]
    }


async def test_a_way_is_turned_off_for_everything(own: httpx.AsyncClient, citizen: Citizen) -> None:
    assert PAGE in (await open_page(own, "/me")).links()
    page = await open_page(own, PAGE)
    ticked = page.all("//input[@type='checkbox'][@checked]/@name")
    assert set(ticked) == set(WAYS) and page.says("站内消息是依法告知的凭据,不能关闭")
    done = await send(own, PAGE, **(ALL_ON | {"sms": ""}))
    assert (done.status_code, done.headers["location"]) == (303, PAGE)
    page = await open_page(own, PAGE)
    assert page.says("已经保存") and not (await open_page(own, PAGE)).says("已经保存")
    assert page.all("//input[@name='sms'][@checked]") == []
    assert "sms" not in await on(citizen) | await on(citizen, "declined")


async def test_one_kind_of_message_is_told_its_own_way(
    own: httpx.AsyncClient, citizen: Citizen
) -> None:
    assert OF_DECLINED in (await open_page(own, PAGE)).links()
    page = await open_page(own, OF_DECLINED)
    offered = page.all("//input[@type='checkbox']/@name")
    fields = dict.fromkeys(offered, "true") | {"sms": ""}
    for _ in range(2):
        done = await send(own, OF_DECLINED, **fields)
        assert (done.status_code, done.headers["location"]) == (303, PAGE)
    assert await on(citizen, "declined") == {"in_app", *offered} - {"sms"}
    assert "sms" in await on(citizen) and "sms" in await on(citizen, OTHER)
    # Back as it was is no choice at all; turned off as a whole, nothing goes on by itself.
    await send(own, OF_DECLINED, **dict.fromkeys(offered, "true"))
    assert (await NotificationPreference.get()).choices == {}
    await send(own, PAGE, **(ALL_ON | {"sms": ""}))
    await send(own, OF_DECLINED, **dict.fromkeys(offered, "true"))
    assert "sms" in await on(citizen, "declined") and "sms" not in await on(citizen, OTHER)
    await send(own, PAGE, **ALL_ON)
    await send(own, PAGE, **(ALL_ON | {"sms": ""}))
    assert "sms" not in await on(citizen, "declined")


async def test_hours_without_disturbance_are_the_citys_none_or_own(
    stack: Stack, own: httpx.AsyncClient, citizen: Citizen
) -> None:
    with stack.having(CHANNEL_POLICY, ChannelPolicy({}, "21:30-07:30")):
        assert (await open_page(own, PAGE)).says("按本市的安排(21:30-07:30)")
    mine = {"quiet": "own", "quiet_from": "23\uff1a00", "quiet_until": "06:30"}
    assert (await send(own, PAGE, **(ALL_ON | mine))).headers["location"] == PAGE
    assert (await view(citizen))["quiet_hours"] == "23:00-06:30"
    page = await open_page(own, PAGE)
    assert page.all("//input[@name='quiet'][@checked]/@value") == ["own"]
    assert page.all("//input[@type='time']/@value") == ["23:00", "06:30"]
    await send(own, PAGE, **(ALL_ON | {"quiet": "none"}))
    assert (await view(citizen))["quiet_hours"] == ""
    await send(own, PAGE, **ALL_ON)
    assert not (await view(citizen))["has_own_quiet_hours"]


async def test_wrong_hours_are_told_at_once_and_nothing_is_saved(
    own: httpx.AsyncClient,
) -> None:
    wrong = {"quiet": "own", "quiet_from": "25:00", "quiet_until": ""}
    page = read(await send(own, PAGE, **(ALL_ON | wrong)))
    assert page.status == 422 and page.says("有2处需要改一下")
    assert page.all("//ul[@class='summary']//a/@href") == ["#quiet_from", "#quiet_until"]
    assert page.all("//input[@name='quiet'][@checked]/@value") == ["own"]
    assert not (await open_page(own, PAGE)).all("//*[@role='alert']")
    same = wrong | {"quiet_from": "22:00", "quiet_until": "22:00"}
    assert read(await send(own, PAGE, **(ALL_ON | same))).says("不一样")
    assert not await NotificationPreference.exists()


async def test_a_way_that_the_city_has_not_is_said_and_stays_as_it_was(
    stack: Stack, own: httpx.AsyncClient, citizen: Citizen
) -> None:
    await send(own, PAGE, **(ALL_ON | {"sms": ""}))
    events = {ChannelName.mini_program: frozenset({"accepted"})}
    with stack.having(CHANNEL_POLICY, ChannelPolicy(events)):
        page = await open_page(own, PAGE)
        assert page.all("//input[@type='checkbox']/@name") == ["mini_program"]
        assert page.says("本地没有开通这种通知方式")
        await send(own, PAGE, mini_program="true", sms="true", quiet="city")
    assert "sms" not in await on(citizen)


async def _both_wait() -> bool:
    waiting = "SELECT count(DISTINCT pid) AS n FROM pg_locks WHERE NOT granted"
    return bool((await fetch(waiting))[0]["n"] == 2)


async def test_two_forms_at_once_lose_nothing(own: httpx.AsyncClient, citizen: Citizen) -> None:
    offered = (await open_page(own, OF_DECLINED)).all("//input[@type='checkbox']/@name")
    await send(own, PAGE, **ALL_ON)
    without = dict.fromkeys(offered, "true") | {"mini_program": ""}
    async with asyncio.TaskGroup() as sending, in_transaction():
        # Whoever read before they wait for this would write over what the other one wrote.
        await NotificationPreference.all().select_for_update()
        for form in (OF_DECLINED, f"{PAGE}/{OTHER}"):
            sending.create_task(own.post(form, data=without), context=contextvars.Context())
        await until(_both_wait)
    assert "mini_program" not in await on(citizen, "declined") | await on(citizen, OTHER)


@pytest.mark.parametrize("event", ["no-such", "submitted", "..%2Fme"])
async def test_odd_kinds_of_message_are_not_found(own: httpx.AsyncClient, event: str) -> None:
    assert (await own.get(f"{PAGE}/{event}")).status_code == 404
    assert (await own.post(f"{PAGE}/{event}")).status_code == 404


@pytest.mark.parametrize("form", [PAGE, OF_DECLINED])
async def test_neither_form_is_for_others_or_strangers(own: httpx.AsyncClient, form: str) -> None:
    evil = await own.post(form, data=ALL_ON, headers={"origin": "https://evil.example"})
    assert evil.status_code == 403
    own.cookies.delete(COOKIE)
    for answer in (await own.get(form), await own.post(form, data=ALL_ON)):
        assert answer.headers["location"] == "/sign-in?return_to=%2Fme%2Fnotifications"
    assert not await NotificationPreference.exists()
