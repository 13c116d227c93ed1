"""What stands around the pages: 大字, files for ever, error pages, robots."""

import httpx
import pytest
from sanic import Request, Sanic

from mobile_api.embedded.home import free_port
from mobile_api.guides.reading.published import CATALOGUE, PublishedCatalogue
from mobile_api.http_errors import setup_errors
from mobile_api.request import YiwangRequest
from mobile_api.shared.process.parts import Parts, hold
from mobile_api.web.frame.assets import MATERIAL_SCRIPT, SCRIPT, STYLE
from tests.mobile_api.web.reading import open_page, read
from tests.settings import bare_settings
from tests.stack import served


async def test_large_type_is_switched_by_a_link(client: httpx.AsyncClient) -> None:
    page = await open_page(client, "/guides/passport?channel=qr")
    assert page.all("/html/@class") == []
    switched = await client.get(page.all("//a[text()='大字']/@href")[0])
    assert (switched.status_code, switched.headers["location"]) == (303, "/guides/passport")
    large = await open_page(client, "/guides/passport")
    assert large.all("/html/@class") == ["large"]
    assert large.response.headers["etag"] != page.response.headers["etag"]
    assert large.response.headers["vary"] == "Cookie"
    await client.get(large.all("//a[text()='标准字']/@href")[0])
    assert (await open_page(client, "/")).all("/html/@class") == []


async def test_search_survives_the_switch(client: httpx.AsyncClient) -> None:
    page = await open_page(client, "/search?q=护照 换发")
    switched = await client.get(page.all("//a[text()='大字']/@href")[0], follow_redirects=True)
    assert read(switched).all("//input[@name='q']/@value") == ["护照 换发"]


@pytest.mark.parametrize(
    "back", ["//evil.example", "/\\evil.example", "https://evil.example", "evil", ""]
)
async def test_switch_never_leads_elsewhere(client: httpx.AsyncClient, back: str) -> None:
    response = await client.get("/display", params={"type": "large", "back": back})
    assert response.headers["location"] == "/"
    assert response.headers["set-cookie"].count("\n") == 0


async def test_files_are_kept_for_ever_under_a_name_of_their_own(
    client: httpx.AsyncClient,
) -> None:
    page = await open_page(client, "/")
    assert page.all("//link[@rel='stylesheet']/@href") == [STYLE.path]
    for asset in (STYLE, SCRIPT, MATERIAL_SCRIPT):
        kept = await client.get(asset.path)
        assert kept.content == asset.body
        assert kept.headers["cache-control"] == "public, max-age=31536000, immutable"
        other = await client.get(asset.path.replace(".", ".0", 1))
        assert (other.content, other.headers["cache-control"]) == (kept.content, "no-store")


async def test_missing_page_is_friendly_and_missing_route_is_a_problem(
    client: httpx.AsyncClient,
) -> None:
    for path in ("/nothing-here", "/guides/nothing-here", "/themes/x", "/centre/articles/x"):
        page = await open_page(client, path)
        assert page.status == 404
        assert page.all("//form[@role='search']") and page.all("//a[@href='tel:12345']")
    for path in ("/api/v1/nothing", "/api/v1/guides/nothing", "/staff/v1/x", "/hooks/x"):
        answer = await client.get(path)
        assert answer.headers["content-type"] == "application/problem+json"


async def test_wrong_address_says_so_and_echoes_nothing(client: httpx.AsyncClient) -> None:
    page = await open_page(client, "/guides?life_event=zqzq")
    assert page.status == 422
    assert page.says("地址不完整或有错")
    assert "zqzq" not in page.response.text


async def test_crash_and_missing_catalogue_are_pages_too() -> None:
    app, port = Sanic("broken", request_class=YiwangRequest, configure_logging=False), free_port()
    parts = Parts(bare_settings())
    parts.give(CATALOGUE, PublishedCatalogue("postgres://nobody@127.0.0.1:1/none"))
    hold(app, parts)
    setup_errors(app)

    @app.get("/guides")
    async def crash(request: Request) -> None:
        raise ZeroDivisionError("secret cause")

    async with served(app, port), httpx.AsyncClient(trust_env=False) as client:
        page = await open_page(client, f"http://127.0.0.1:{port}/guides")
    assert page.status == 500
    assert page.says("系统出了点问题") and "secret" not in page.response.text


async def test_robots_and_icon(client: httpx.AsyncClient) -> None:
    robots = (await client.get("/robots.txt")).text
    assert "Disallow: /status\n" in robots and "Disallow: /guides" not in robots
    icon = await client.get("/favicon.svg")
    assert icon.headers["content-type"] == "image/svg+xml"
