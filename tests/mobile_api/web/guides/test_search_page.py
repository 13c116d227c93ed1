"""Searching without script: results, danger, nothing found, short answers, hostile words."""

from urllib.parse import urlencode

import httpx
import pytest

from mobile_api.guides.publishing.models import UnansweredChoice
from mobile_api.guides.publishing.queries import unanswered
from mobile_api.shared.serial_numbers import check_character
from tests.mobile_api.web.reading import Page, open_page

ATTACKS = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    "护照<svg/onload=alert(1)>",
    "</title><script>alert(1)</script>",
    "{{7*7}}${7*7}<%=7*7%>",
    "javascript:alert(1)",
    "护照\u202e\u0000<svg>",
]


@pytest.mark.parametrize("attack", ATTACKS)
async def test_what_was_typed_stays_text(client: httpx.AsyncClient, attack: str) -> None:
    response = await client.get("/search", params={"q": attack})
    document = (await open_page(client, str(response.url))).document
    assert document.xpath("//script[not(@src)]|//svg|//img[@src='x']") == []
    assert document.xpath("//@*[starts-with(name(), 'on')]") == []
    assert [link for link in document.xpath("//a/@href") if link.startswith("javascript")] == []
    if response.status_code == 200:
        assert document.xpath("//input[@name='q']/@value") == [attack]


async def test_results_show_guides_and_themes_with_the_words_marked(
    client: httpx.AsyncClient,
) -> None:
    page = await open_page(client, "/search?q=护照")
    assert page.all("//main//li/a/@href")[0] == "/guides/passport"
    assert "护照" in page.all("//main//li//mark/text()")
    themes = await open_page(client, "/search?q=我要开饭店")
    assert "/themes/restaurant" in themes.links()


async def test_danger_shows_the_numbers_first_and_a_way_back(client: httpx.AsyncClient) -> None:
    page = await open_page(client, "/search?q=着火了")
    assert page.all("//main//a/@href")[:2] == ["tel:119", "#ordinary"]
    assert page.says("火警和救援") and page.says("先这样做") and page.says("湿毛巾")
    assert page.all("//*[@id='ordinary']//input[@name='q']/@value") == ["着火了"]
    assert len(page.all("//h1")) == 1


async def test_below_the_numbers_stand_the_results(client: httpx.AsyncClient) -> None:
    page = await open_page(client, "/search?q=老公打我,离开家要办护照")
    assert page.all("//main//a[@class='call']/@href")[0] == "tel:110"
    assert "/guides/passport" in page.all("//*[@id='ordinary']//a/@href")


async def test_what_is_not_known_keeps_the_phone_of_the_window(client: httpx.AsyncClient) -> None:
    page = await open_page(client, "/search?q=护照照片能戴眼镜吗")
    assert [one for one in page.all("//main//a/@href") if one.startswith("tel:0999")]


async def test_another_city_is_said_with_its_hotline(client: httpx.AsyncClient) -> None:
    page = await open_page(client, "/search?q=上海办护照电话多少")
    assert page.says("021-12345")
    assert [one for one in page.all("//main//a/@href") if one.startswith("tel:0999")] == []


async def test_nothing_found_offers_a_person_and_no_random_item(
    client: httpx.AsyncClient,
) -> None:
    page = await open_page(client, "/search?q=qwzzxvk")
    assert page.says("没有找到") and page.says("换个说法")
    assert page.all("//main//a[@href='tel:12345']")
    assert [link for link in page.links() if link.startswith(("/guides/", "/themes/"))] == []
    assert [one.text for one in await unanswered()] == ["qwzzxvk"]


async def test_question_is_answered_above_the_results(client: httpx.AsyncClient) -> None:
    page = await open_page(client, "/search?q=办护照要带什么")
    card = page.all("//main//section")[0]
    assert "出入境证件照片" in card.text_content()
    assert card.xpath(".//a/@href") == ["/guides/passport"]


async def test_plain_name_gets_no_answer_box(client: httpx.AsyncClient) -> None:
    page = await open_page(client, "/search?q=护照")
    assert page.all("//section[contains(@class, 'answer')]") == []


async def test_case_number_is_led_to_the_status_form(client: httpx.AsyncClient) -> None:
    body = "99990020261121000001"
    page = await open_page(client, f"/search?q={body}{check_character(body)}")
    assert page.says("办件编号")
    assert page.all("//main//a[@class='button wide']/@href") == ["/status"]


async def test_endless_words_are_cut_and_not_refused(client: httpx.AsyncClient) -> None:
    page = await open_page(client, "/search?q=" + "护照" * 300)
    assert page.status == 200


async def test_title_bears_the_words(client: httpx.AsyncClient) -> None:
    page = await open_page(client, "/search?q=护照")
    assert page.all("//title/text()")[0].startswith("护照 - 搜索")


async def test_a_hit_that_stands_alone_shows_its_neighbours(client: httpx.AsyncClient) -> None:
    page = await open_page(client, "/search?q=烟草")
    assert page.says("找到1项")
    links = page.all("//section[@aria-labelledby='near']//li/a/@href")
    assert 1 <= len(links) <= 3 and "/guides/tobacco" not in links
    many = await open_page(client, "/search?q=道路货运")
    assert not many.all("//section[@aria-labelledby='near']")


async def test_what_little_speaks_for_is_offered_as_a_question(client: httpx.AsyncClient) -> None:
    asked = await open_page(client, "/search?q=公积金贷款")
    assert asked.all("//h1/text()") == ["也许您要找的是"]
    assert "/guides/hf-withdraw" in asked.links()
    sure = await open_page(client, "/search?q=护照")
    assert "也许" not in "".join(sure.all("//h1/text()"))


async def told_by_the_browser(client: httpx.AsyncClient, page: Page) -> list[tuple[str, str, int]]:
    """Follow the first result as a browser does that sends pings; what is counted by then."""
    for ping in page.all("//main//li/a/@ping")[:1]:
        sent = await client.post(ping, content="PING", headers={"content-type": "text/ping"})
        assert sent.status_code == 204
    return [(one.text, one.item_key, one.times) for one in await UnansweredChoice.all()]


async def test_what_is_opened_of_an_unsure_answer_is_counted(client: httpx.AsyncClient) -> None:
    page = await open_page(client, "/search?q=公积金贷款")
    first = page.all("//main//li/a/@href")[0].removeprefix("/guides/")
    assert await told_by_the_browser(client, page) == [("公积金贷款", first, 1)]


async def test_what_is_opened_after_another_search_is_counted_for_the_first(
    client: httpx.AsyncClient,
) -> None:
    page = await open_page(client, "/search?q=qwzzxvk")
    (token,) = page.all("//form[@role='search']//input[@name='after']/@value")
    query = urlencode({"q": "护照丢了", "after": token})
    found = await open_page(client, f"/search?{query}")
    assert found.all("//input[@name='after']") == []
    assert await told_by_the_browser(client, found) == [("qwzzxvk", "passport", 1)]


async def test_a_sure_answer_and_a_made_up_token_are_not_counted(client: httpx.AsyncClient) -> None:
    assert await told_by_the_browser(client, await open_page(client, "/search?q=护照丢了")) == []
    made_up = await open_page(client, "/search?q=护照丢了&after=%22%3E%3Cb%3E")
    assert await told_by_the_browser(client, made_up) == []


async def test_what_fits_alike_is_asked_back_and_the_chosen_one_answers(
    client: httpx.AsyncClient,
) -> None:
    asked = await open_page(client, "/search?q=营业执照多少钱")
    links = asked.all("//section[contains(@class, 'answer')]//li/a/@href")
    assert 2 <= len(links) <= 3
    chosen = await open_page(client, links[1])
    (card,) = chosen.all("//section[contains(@class, 'answer')]")
    key = links[1].split("item=")[1]
    assert "收费" in card.text_content()
    assert card.xpath(".//a/@href") == [f"/guides/{key}"]
    assert (await open_page(client, "/search?q=营业执照多少钱&item=no-such")).status == 200


async def test_what_was_chosen_is_no_question_any_more(client: httpx.AsyncClient) -> None:
    asked = await open_page(client, "/search?q=公积金贷款多少钱")
    assert asked.all("//h1/text()") == ["也许您要找的是"]
    link = asked.all("//section[contains(@class, 'answer')]//li/a/@href")[0]
    chosen = await open_page(client, link)
    (card,) = chosen.all("//section[contains(@class, 'answer')]")
    assert chosen.all("//h1/text()") == card.xpath(".//p/a[@class='alone']/text()")
    assert "也许" not in chosen.document.text_content()
    key = link.split("item=")[1]
    assert f"/guides/{key}" not in chosen.all("//section[@aria-label='搜索结果']//a/@href")


async def test_a_death_is_met_with_a_word_and_a_theme_is_linked(client: httpx.AsyncClient) -> None:
    page = await open_page(client, "/search?q=我老公死了")
    (card,) = page.all("//section[contains(@class, 'answer')]")
    assert card.text_content().count("请节哀。") == 1
    theme = await open_page(client, "/search?q=注销公司要几天")
    assert "/themes/company-exit" in theme.all("//section[contains(@class, 'answer')]//a/@href")


async def test_several_topics_stand_one_below_the_other(client: httpx.AsyncClient) -> None:
    page = await open_page(client, "/search?q=护照多少钱,几天能拿到,要带什么")
    (card,) = page.all("//section[contains(@class, 'answer')]")
    titles = [one.text_content() for one in card.xpath(".//h2")]
    assert len(titles) == 3
    assert "收费标准" in titles[0] and "7个工作日" in titles[1] and "材料" in titles[2]


async def test_a_question_that_is_not_understood_gets_the_guide_at_a_glance(
    client: httpx.AsyncClient,
) -> None:
    page = await open_page(client, "/search?q=护照照片能戴眼镜吗")
    (card,) = page.all("//section[contains(@class, 'answer')]")
    told = card.text_content()
    assert all(part in told for part in ("不知道", "120元/本", "办理地点", "7个工作日"))
    assert "/guides/passport" in card.xpath(".//a/@href")
