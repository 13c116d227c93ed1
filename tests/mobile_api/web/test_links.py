"""Every link of every page leads somewhere."""

import httpx

from tests.mobile_api.web.reading import PATHS, read


async def test_all_links_resolve(client: httpx.AsyncClient) -> None:
    waiting, seen, broken = set(PATHS), set[str](), []
    while waiting:
        path = waiting.pop()
        seen.add(path)
        response = await client.get(path, follow_redirects=True)
        if response.status_code != 200:
            broken.append((path, response.status_code))
        is_page = response.headers["content-type"].startswith("text/html")
        if is_page and not path.startswith("/display"):
            waiting |= read(response).links() - seen
    assert broken == []
    assert len(seen) > 150


async def test_blank_form_opens_through_a_short_lived_link(client: httpx.AsyncClient) -> None:
    page = read(await client.get("/guides/passport"))
    link = page.all("//a[text()='空白表格']/@href")[0]
    opened = await client.get(link)
    assert opened.status_code == 302
    assert opened.headers["cache-control"] == "no-store"
    form = await client.get(opened.headers["location"])
    assert "申请人签名" in form.text


async def test_qr_code_of_a_guide_is_a_picture(client: httpx.AsyncClient) -> None:
    page = read(await client.get("/guides/passport"))
    picture = await client.get(page.all("//img[@class='qr']/@src")[0])
    assert picture.headers["content-type"] == "image/svg+xml"


async def test_links_that_wechat_lengthened_still_open(client: httpx.AsyncClient) -> None:
    more = "from=timeline&isappinstalled=0"
    for path in ("/?", "/guides?", "/guides/passport?channel=qr&", "/themes?", "/search?q=护照&"):
        assert (await client.get(path + more)).status_code == 200
