"""The code for the counter: made by a button, shown for as long as it is good, to its owner."""

import re

import httpx

from tests.actors import Colleague
from tests.mobile_api.accounts.later import later
from tests.mobile_api.web.reading import open_page, read
from tests.mobile_api.web.signing_in.test_sign_in_pages import COOKIE, send
from tests.stack import Stack

CODE = "/me/counter-code"


async def shown_code(own: httpx.AsyncClient) -> str:
    page = await open_page(own, CODE)
    (digits,) = page.all("//p[contains(@class, 'shown-code')]/text()")
    return re.sub(r"\D", "", digits)


async def test_code_is_shown_as_digits_and_picture_and_works_at_the_counter(
    own: httpx.AsyncClient, colleague: Colleague
) -> None:
    assert not (await open_page(own, CODE)).all("//*[local-name()='svg']")
    made = await send(own, CODE)
    assert (made.status_code, made.headers["location"]) == (303, CODE)
    code = await shown_code(own)
    assert len(code) == 8 and code == await shown_code(own), "a reload shows the same"
    assert code not in str(made.headers)
    page = await open_page(own, CODE)
    assert page.says("以前有效") and page.all("//*[local-name()='svg'][@viewbox or @viewBox]")
    assert page.all("//@style") == []
    body = {"code": code, "name": "张三丰", "id_number": "370000199003070018", "reason": "核验"}
    answer = await colleague.call("POST", "/staff/v1/people/counter-verification", body)
    assert answer.status_code == 200, answer.text
    assert (await open_page(own, "/me/identity")).says("您现在到了第4级")


async def test_a_new_one_takes_the_place_of_the_last(own: httpx.AsyncClient) -> None:
    await send(own, CODE)
    first = await shown_code(own)
    await send(own, CODE)
    assert await shown_code(own) != first


async def test_code_is_no_longer_shown_when_it_is_over_or_to_another(
    stack: Stack, own: httpx.AsyncClient, others: httpx.AsyncClient
) -> None:
    await send(own, CODE)
    kept, own.cookies[COOKIE] = own.cookies[COOKIE], others.cookies[COOKIE]
    assert not (await open_page(own, CODE)).all("//*[local-name()='svg']")
    own.cookies[COOKIE] = kept
    assert await shown_code(own)
    with later(stack, minutes=6):
        assert not (await open_page(own, CODE)).all("//*[local-name()='svg']")


async def test_too_many_codes_are_told_with_the_time_to_wait(own: httpx.AsyncClient) -> None:
    for _ in range(20):
        assert (await send(own, CODE)).status_code == 303
    page = read(await send(own, CODE))
    assert page.status == 429 and page.says("分钟后再试")
    assert page.all("//*[local-name()='svg']"), "the last one is still good"
    assert (await open_page(own, CODE)).status == 200


async def test_forms_of_others_and_strangers_get_none(own: httpx.AsyncClient) -> None:
    evil = await own.post(CODE, headers={"origin": "https://evil.example"})
    assert evil.status_code == 403 and "counter-code" not in evil.headers.get("set-cookie", "")
    own.cookies.delete(COOKIE)
    for answer in (await own.post(CODE), await own.get(CODE)):
        assert answer.headers["location"] == "/sign-in?return_to=%2Fme%2Fcounter-code"
