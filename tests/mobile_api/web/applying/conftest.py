"""A browser without script, signed in, and what it does on the pages of an application."""

from collections.abc import AsyncIterator

import httpx
import pytest
from playwright.async_api import Browser as Chromium

from mobile_api.accounts.sessions.service import page_token_of
from mobile_api.shared import clock
from tests.actors import Citizen
from tests.mobile_api.web.applying.browser import Browser, settling
from tests.mobile_api.web.applying.lines import Phone, signed_in
from tests.mobile_api.web.signing_in.test_sign_in_pages import COOKIE
from tests.stack import Stack
from uploads.stores.storage import STORE


@pytest.fixture
async def own(stack: Stack, client: httpx.AsyncClient, citizen: Citizen) -> Browser:
    """The browser of 张三丰, who has said who they are."""
    client.cookies.set(COOKIE, await page_token_of(citizen.tokens["refresh_token"]))
    return Browser(stack, client)


@pytest.fixture
async def own_phone(
    browser: Chromium | None, stack: Stack, citizen: Citizen
) -> AsyncIterator[Phone | None]:
    path = f"/me/cases/{(await citizen.passport_draft())['id']}/materials/old-passport"
    if browser is None:
        yield None  # the doors are asked beside this; without a browser nothing runs the script
        return
    context = await signed_in(browser, stack, citizen)
    ticket = STORE.of(stack.app).ticket("any", media_type="any", size=1, expires_at=clock.now())
    found = Phone(await context.new_page(), path, ticket.url)
    async with settling(stack):
        await found.open()
        yield found
    await context.close()
