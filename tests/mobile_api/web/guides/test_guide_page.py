"""A guide answers the person's own situation without script, and keeps its old versions."""

import copy
from typing import Any

import httpx

from mobile_api.guides.publishing.loading import DEMO_CITY, read_catalogue
from mobile_api.guides.publishing.service import load_catalogue
from mobile_api.guides.reading.published import CATALOGUE
from tests.mobile_api.web.reading import open_page
from tests.stack import Stack

RENEWAL = "answer.situation=renewal&answer.holder-age=adult&answer.state-worker=no"


async def test_guide_shows_every_element(client: httpx.AsyncClient) -> None:
    page = await open_page(client, "/guides/passport")
    for words in (
        "普通护照签发",
        "7个工作日",
        "法定15日",
        "最多跑1次",
        "谁可以办",
        "办理流程",
        "120元/本",
        "到哪里办",
        "周六、周日",
        "常见问题",
        "行政复议",
        "目录第",
    ):
        assert page.says(words), words
    assert page.all("//a[starts-with(@href, 'tel:0999')]")


async def test_answers_lead_to_a_personal_list(client: httpx.AsyncClient) -> None:
    before = await open_page(client, "/guides/passport")
    assert before.says("看情况可能还需要")
    after = await open_page(client, f"/guides/passport?{RENEWAL}")
    assert after.says("您的材料清单") and not after.says("看情况可能还需要")
    named = [one.text for one in after.all("//ul[contains(@class, 'materials')]//h4")]
    assert "原普通护照" in named and "遗失情况说明" not in named
    chosen = after.all("//input[@checked]/@value")
    assert chosen == ["renewal", "adult", "no"]


async def test_form_goes_back_to_the_guide_by_get(client: httpx.AsyncClient) -> None:
    page = await open_page(client, "/guides/passport")
    form = page.all("//form[.//input[@type='radio']]")[0]
    assert (form.get("method"), form.get("action")) == ("get", "/guides/passport#materials")
    assert {one.get("name") for one in form.xpath(".//input")} >= {"answer.situation"}


async def test_impossible_way_is_said_plainly(client: httpx.AsyncClient) -> None:
    page = await open_page(client, "/guides/tobacco?answer.near-school=near")
    assert page.says("不得设置烟草制品零售点")
    assert page.all("//ul[contains(@class, 'materials')]") == []


async def test_answers_of_an_older_link_are_ignored(client: httpx.AsyncClient) -> None:
    theme = await open_page(client, "/themes/restaurant")
    name = theme.all("//form//input[@type='radio']/@name")[0]
    for path in (f"/themes/restaurant?{name}=gone", "/guides/passport?answer.situation=gone"):
        page = await open_page(client, f"{path}&answer.zzz=1&answer.zzz.zzz=1")
        assert page.status == 200
        assert page.all("//input[@checked]") == []


async def publish(stack: Stack, catalogue: Any) -> int:
    done = await load_catalogue(catalogue)
    await CATALOGUE.of(stack.app).refresh()
    return done.number


async def test_old_version_stays_readable_and_says_so(
    stack: Stack, client: httpx.AsyncClient
) -> None:
    original = read_catalogue(DEMO_CITY)
    changed = copy.deepcopy(original)
    passport = next(one for one in changed["service_items"] if one["key"] == "passport")
    passport["name"] = "普通护照办理"
    before = await publish(stack, original)
    try:
        after = await publish(stack, changed)
        assert (await open_page(client, "/guides/passport")).says("普通护照办理")
        old = await open_page(client, f"/guides/passport?version={before}")
        assert old.says("普通护照签发") and old.says("这是旧版指南")
        assert not (await open_page(client, f"/guides/passport?version={after}")).says("旧版")
    finally:
        await publish(stack, original)


async def test_version_that_never_was_is_a_friendly_404(client: httpx.AsyncClient) -> None:
    missing = await open_page(client, "/guides/passport?version=99999")
    assert missing.status == 404 and missing.says("没有找到这个事项")


async def test_list_narrows_and_pages(client: httpx.AsyncClient) -> None:
    first = await open_page(client, "/guides")
    second = await open_page(client, first.all("//a[@rel='next']/@href")[0])
    guides = [one for page in (first, second) for one in page.all("//main//li/a/@href")]
    assert len(guides) == len(set(guides)) > 20
    births = await open_page(client, "/guides?life_event=birth")
    assert births.says("我要生孩子") and births.all("//a[starts-with(@href, '/themes/')]")


async def test_guide_says_how_to_begin_and_sends_nobody_to_what_is_not_there(
    client: httpx.AsyncClient,
) -> None:
    page = await open_page(client, "/guides/passport")
    assert page.all("//section[@aria-labelledby='begin']//a[@href='#counters']")
    (begin,) = page.all("//section[@aria-labelledby='begin']//a[text()='现在就办']/@href")
    assert begin == "/guides/passport/apply" and not page.says("小程序")


async def test_answered_questions_are_folded_above_the_list(client: httpx.AsyncClient) -> None:
    answers = "answer.situation=renewal&answer.holder-age=adult&answer.state-worker=no"
    page = await open_page(client, f"/guides/passport?{answers}")
    (folded,) = page.all("//section[@aria-labelledby='situation']/details")
    assert "修改" in folded.xpath("summary")[0].text_content() and folded.get("open") is None
    assert not (await open_page(client, "/guides/passport")).all(
        "//section[@aria-labelledby='situation']/details"
    )


async def test_only_what_is_to_be_brought_can_be_ticked_off(client: httpx.AsyncClient) -> None:
    page = await open_page(client, "/guides/passport?answer.situation=renewal")
    for section in page.all("//section[ul[contains(@class, 'materials')]]"):
        heading = section.xpath("h3")[0].text_content()
        is_ticked = "tickable" in section.xpath("ul/@class")[0]
        assert is_ticked is not heading.startswith(("不用您提供", "由其他机构"))
