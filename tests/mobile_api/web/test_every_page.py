"""What must be true of every page: usable without script, safe, light, readable by a machine."""

import itertools

import httpx
import pytest

from tests.mobile_api.web.reading import PATHS, Page, open_page

# A page with all that it loads, in bytes, not compressed; the interface document is for engineers.
LIGHT = 40_000


@pytest.fixture(params=PATHS)
async def page(request: pytest.FixtureRequest, client: httpx.AsyncClient) -> Page:
    return await open_page(client, request.param)


def test_page_is_chinese_and_structured(page: Page) -> None:
    assert page.status == 200
    assert page.all("/html/@lang") == ["zh-CN"]
    assert len(page.all("//h1")) == 1
    assert page.all("//title/text()")[0].strip(" -")
    assert page.all("//body/*[1][self::a]/@href") == ["#main"]
    assert page.all("//main[@id='main']")
    assert "width=device-width" in page.all("//meta[@name='viewport']/@content")[0]
    ids = page.all("//@id")
    assert len(ids) == len(set(ids))


def test_headings_do_not_skip_a_level(page: Page) -> None:
    levels = [int(one.tag[1]) for one in page.all("//h1|//h2|//h3|//h4")]
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))


def test_page_loads_nothing_from_elsewhere(page: Page) -> None:
    loaded = page.all("//link/@href|//script/@src|//img/@src|//form/@action|//source/@src")
    assert loaded
    assert [one for one in loaded if not one.startswith("/") or one.startswith("//")] == []
    assert page.all("//a[starts-with(@href, 'http')]") == []


def test_policy_allows_no_inline_code_and_there_is_none(page: Page) -> None:
    policy = page.response.headers["content-security-policy"]
    assert policy.startswith("default-src 'none';")
    assert "unsafe" not in policy and "http" not in policy
    assert "frame-ancestors 'none'" in policy
    assert page.all("//script[not(@src)]|//style|//@style") == []
    assert page.all("//@*[starts-with(name(), 'on')]") == []


def test_every_field_has_a_label_and_every_reference_a_target(page: Page) -> None:
    for field in page.all("//input[not(@type='hidden')]"):
        labelled = page.all(f"//label[@for='{field.get('id')}']") or field.xpath("ancestor::label")
        assert labelled, field.get("name")
    ids = set(page.all("//@id"))
    referred = page.all("//@aria-labelledby|//@aria-describedby|//label/@for")
    assert {one for text in referred for one in text.split()} <= ids
    assert {one[1:] for one in page.all("//a/@href") if one.startswith("#")} <= ids


async def test_page_and_what_it_loads_are_light(page: Page, client: httpx.AsyncClient) -> None:
    loaded = set(page.all("//link/@href|//script/@src|//img/@src"))
    sizes = [len((await client.get(path)).content) for path in loaded]
    limit = LIGHT * (2 if page.response.url.path.startswith("/docs") else 1)
    assert len(page.response.content) + sum(sizes) < limit


async def test_page_seen_before_costs_nothing(page: Page, client: httpx.AsyncClient) -> None:
    etag = page.response.headers["etag"]
    again = await client.get(str(page.response.url), headers={"if-none-match": etag})
    assert (again.status_code, again.content) == (304, b"")
    assert page.response.headers["cache-control"] == "private, no-cache"


def test_a_person_can_be_called_from_every_page(page: Page) -> None:
    assert page.all("//a[@href='tel:12345']")
