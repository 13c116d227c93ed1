"""A theme asks part by part, keeps what was said, and makes one promise."""

import httpx

from tests.mobile_api.web.reading import Page, open_page

THEME = "/themes/restaurant"
OWN = ("entity", "public-gathering", "sign", "drain", "tobacco")


def asked(page: Page) -> list[str]:
    """Names of the questions that stand open, each once."""
    names = page.all("//section[@aria-labelledby='situation']//input[@type='radio']/@name")
    return list(dict.fromkeys(names))


async def answered(client: httpx.AsyncClient, page: Page, option: int = 0) -> Page:
    """Choose the first (or another) option of every open question and send the form."""
    (form,) = page.all("//section[@aria-labelledby='situation']//form")
    given = {one.get("name"): one.get("value") for one in form.xpath(".//input[@type='hidden']")}
    for name in asked(page):
        given[name] = form.xpath(f".//input[@name='{name}']/@value")[option]
    return await open_page(client, str(httpx.URL(THEME, params=given)))


async def test_questions_come_part_by_part_and_nothing_is_asked_twice(
    client: httpx.AsyncClient,
) -> None:
    page = await open_page(client, THEME)
    assert page.says("先说说您的情况") and page.says("回答下面的问题就知道")
    assert asked(page) == [f"answer.{name}" for name in OWN], "those of the items come later"
    seen = set(asked(page))
    page = await answered(client, page)
    assert page.says("第2部分,共") and page.says("您打算用哪种主体?个体工商户")
    for _ in range(30):
        if not asked(page):
            break
        assert len({name.split(".")[1] for name in asked(page)}) == 1, "one item at a time"
        assert not {
            name
            for name in asked(page)
            if name in seen and not page.all(f"//input[@name='{name}'][@checked]")
        }
        seen |= set(asked(page))
        page = await answered(client, page)
    assert asked(page) == [] and not page.says("还没有回答")
    assert page.all("//ul[contains(@class, 'materials')]//h4")


async def test_an_answered_part_can_be_changed_and_the_others_stay(
    client: httpx.AsyncClient,
) -> None:
    page = await answered(client, await answered(client, await open_page(client, THEME)))
    (change,) = page.all("//dt[text()='基本情况']/following-sibling::dd//a/@href")
    page = await open_page(client, change)
    assert asked(page) == [f"answer.{name}" for name in OWN]
    assert len(page.all("//form//input[@checked]")) == len(OWN)
    kept = page.all("//form//input[@type='hidden']/@name")
    assert kept and all(name.count(".") == 2 for name in kept)
    page = await answered(client, page, option=1)
    assert page.says("您打算用哪种主体?公司") and page.says("公司设立登记")


async def test_one_promise_stands_over_the_steps_and_says_what_each_is(
    client: httpx.AsyncClient,
) -> None:
    page = await answered(client, await open_page(client, THEME))
    assert page.says("一起申请的,市市场监督管理局牵头,承诺5个工作日内全部办好")
    steps = [one.text_content() for one in page.all("//ol[@class='steps']/li")]
    assert len(steps) == 6 and all("单独办承诺" in step for step in steps if "工作日" in step)
    assert page.says("等“个体工商户设立登记”办好后开始")


async def test_a_part_that_is_not_there_asks_the_first_open_one(client: httpx.AsyncClient) -> None:
    page = await open_page(client, f"{THEME}?part=passport")
    assert asked(page) == [f"answer.{name}" for name in OWN]
