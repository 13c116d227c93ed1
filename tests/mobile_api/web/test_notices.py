"""The notices say what the program does, and stand where people decide."""

from datetime import timedelta
from urllib.parse import urlsplit

import httpx

from mobile_api.accounts.identity.service import COUNTER_CODE_LIFETIME, FLOW_KEPT
from mobile_api.accounts.phones.codes import KEPT, LIFETIME
from mobile_api.accounts.sessions.models import AccountKind
from mobile_api.accounts.sessions.service import KEPT as SESSIONS
from mobile_api.personal_data.deleting import COOLING_OFF
from mobile_api.personal_data.exporting import KEPT as COPY_KEPT
from mobile_api.personal_data.exporting import LINK_LIFETIME
from mobile_api.web.citizen.account.address_reading import READ_KEPT
from mobile_api.web.citizen.sign_in_pages import NOTED_FOR
from mobile_api.web.citizen.status_pages import _SHOWN_FOR
from mobile_api.web.frame.failures import _NOTED_FOR as FAULTS_NOTED_FOR
from tests.mobile_api.web.reading import PATHS, open_page
from tests.mobile_api.web.signing_in.test_sign_in_pages import new_number, sign_in
from tests.stack import Stack
from uploads.policy import UNFINISHED_KEPT, UNUSED_KEPT

NOTICES = ("/notices/privacy", "/notices/terms", "/notices/accessibility")


async def test_how_long_is_kept_what_is_said_to_be(client: httpx.AsyncClient) -> None:
    page = await open_page(client, "/notices/privacy")
    said = {
        "短信验证码五分钟内有效": LIFETIME.total_seconds() == 5 * 60,
        "发送记录一天后删除": KEPT.days == 1,
        "登录状态:三十天": SESSIONS[AccountKind.citizen].days == 30,
        "七天后自动删除;没有传完的一天后删除": (UNUSED_KEPT.days, UNFINISHED_KEPT.days) == (7, 1),
        "做好后保留七天": COPY_KEPT.days == 7,
        "申请注销后有七天可以反悔": COOLING_OFF.days == 7,
        "加密,十五分钟": NOTED_FOR.total_seconds() == 15 * 60,
        "加密,三十分钟": _SHOWN_FOR.total_seconds() == 30 * 60,
        "加密,两分钟": FAULTS_NOTED_FOR.total_seconds() == 2 * 60,
        "去哪里做身份认证:加密,十分钟": {LINK_LIFETIME, FLOW_KEPT} == {timedelta(minutes=10)},
        "还没有保存的地址:加密,十分钟": READ_KEPT.total_seconds() == 10 * 60,
        "窗口核验码:加密,五分钟": COUNTER_CODE_LIFETIME.total_seconds() == 5 * 60,
    }
    assert [words for words, holds in said.items() if not (page.says(words) and holds)] == []


async def test_every_page_leads_to_the_notices_and_to_ones_own(
    stack: Stack, client: httpx.AsyncClient
) -> None:
    for path in PATHS:
        page = await open_page(client, path)
        assert page.all("//header//a[@href='/me']/text()") == ["登录"]
        assert set(NOTICES) <= page.links()
        assert "/docs" not in {urlsplit(link).path for link in page.all("//footer//a/@href")}
    await sign_in(stack, client, new_number())
    assert (await open_page(client, "/")).all("//header//a[@href='/me']/text()") == ["我的办事"]


async def test_sign_in_tells_what_the_number_is_for_and_ticks_nothing(
    client: httpx.AsyncClient,
) -> None:
    page = await open_page(client, "/sign-in")
    assert set(NOTICES[:2]) <= {urlsplit(link).path for link in page.all("//main//a/@href")}
    assert page.says("手机号只用来确认是您本人")
    assert page.all("//input[@type='checkbox']") == []


async def test_unknown_notice_is_not_found(client: httpx.AsyncClient) -> None:
    assert (await open_page(client, "/notices/x")).status == 404
