"""The parts of pages side by side: for who makes pages, not for people."""

import httpx
import pytest
from playwright.async_api import Browser
from sanic import Sanic

from mobile_api.embedded.home import free_port
from mobile_api.guides.reading.published import CATALOGUE, PublishedCatalogue
from mobile_api.http_errors import setup_errors
from mobile_api.request import YiwangRequest
from mobile_api.shared.process.parts import Parts, hold
from mobile_api.web.styleguide_page import STYLEGUIDE, show_styleguide
from tests.mobile_api.web.reading import open_page
from tests.mobile_api.web.test_browser import MISFITS, keep, phone
from tests.settings import bare_settings
from tests.stack import Stack, served


async def test_ten_parts_stand_side_by_side(client: httpx.AsyncClient) -> None:
    page = await open_page(client, STYLEGUIDE)
    assert page.status == 200
    headings = [one.text_content() for one in page.all("//main//h2")]
    assert [one.split()[0] for one in headings] == [str(number) for number in range(1, 11)]
    assert page.all("//meta[@name='robots']/@content") == ["noindex"]
    ids = page.all("//@id")
    assert len(ids) == len(set(ids))


async def test_where_people_are_served_it_is_not_there() -> None:
    app, port = Sanic("city", request_class=YiwangRequest, configure_logging=False), free_port()
    parts = Parts(bare_settings().model_copy(update={"environment": "production"}))
    parts.give(CATALOGUE, PublishedCatalogue("postgres://nobody@127.0.0.1:1/none"))
    hold(app, parts)
    setup_errors(app)
    app.add_route(show_styleguide, STYLEGUIDE)
    async with served(app, port), httpx.AsyncClient(trust_env=False) as client:
        page = await open_page(client, f"http://127.0.0.1:{port}{STYLEGUIDE}")
    assert page.status == 404 and not page.says("按钮")


@pytest.mark.parametrize(("width", "type_size"), [(375, "normal"), (320, "large")])
async def test_parts_fit_on_a_phone(
    browser: Browser | None, stack: Stack, width: int, type_size: str
) -> None:
    if browser is None:
        return
    context = await phone(browser, stack, viewport={"width": width, "height": 640})
    await context.add_cookies([{"name": "type", "value": type_size, "url": stack.api}])
    tab = await context.new_page()
    await tab.goto(STYLEGUIDE)
    await keep(tab, f"styleguide-{type_size}")
    assert await tab.evaluate(MISFITS) == []
