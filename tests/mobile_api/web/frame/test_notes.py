"""What a page remembers in a cookie is for the session and the choice that it was noted for."""

from uuid import uuid4

import httpx
import pytest

from mobile_api.accounts.sessions.service import page_token_of
from tests.actors import ID_NUMBER, Citizen
from tests.mobile_api.web.choosing import choose
from tests.mobile_api.web.reading import open_page
from tests.mobile_api.web.signing_in.test_sign_in_pages import COOKIE, send
from tests.stack import Stack

DETAILS, CASES_NOTE = "/me/data/details", "form-not-right"
WRONG = {"name": "张三", "id_number": ID_NUMBER[:-1] + "1", "phone": "13800138001"}


@pytest.fixture
async def own(client: httpx.AsyncClient, citizen: Citizen) -> httpx.AsyncClient:
    client.cookies.set(COOKIE, await page_token_of(citizen.tokens["refresh_token"]))
    return client


async def refused(own: httpx.AsyncClient) -> None:
    """A form with a wrong number, whose page has not been looked at yet."""
    sent = {name: (None, value) for name, value in WRONG.items()}
    answer = await own.post(DETAILS, files=sent, follow_redirects=False)
    assert answer.status_code == 303 and CASES_NOTE in own.cookies


async def test_whoever_signs_in_next_reads_nothing_of_a_refused_form(
    stack: Stack, own: httpx.AsyncClient
) -> None:
    await refused(own)
    other = Citizen(stack, own, "li-si")
    await other.sign_in()
    own.cookies.set(COOKIE, await page_token_of(other.tokens["refresh_token"]))
    page = await open_page(own, DETAILS)
    assert page.status == 200 and not page.says(WRONG["name"])
    assert "张三" not in page.text and WRONG["id_number"] not in page.text


async def test_nor_does_it_come_back_when_one_acts_for_another(
    own: httpx.AsyncClient, citizen: Citizen
) -> None:
    await refused(own)
    choose(own, uuid4(), uuid4(), "别的公司")
    assert (await open_page(own, DETAILS)).status == 200


async def test_it_comes_back_to_who_sent_it(own: httpx.AsyncClient) -> None:
    await refused(own)
    page = await open_page(own, DETAILS)
    assert page.status == 422 and page.all("//input[@name='name']/@value") == ["张三"]


async def test_a_choice_of_another_session_stands_in_no_header(own: httpx.AsyncClient) -> None:
    choose(own, uuid4(), uuid4(), "示范小吃")
    assert (await open_page(own, "/guides")).says("示范小吃")
    own.cookies.set(COOKIE, "another")
    assert not (await open_page(own, "/guides")).says("示范小吃")


async def test_cookies_leave_room_for_a_request(own: httpx.AsyncClient) -> None:
    long = "/me/" + "x" * 480
    for _ in range(12):
        await own.get("/me/identity/begin", params={"return_to": long}, follow_redirects=False)
    assert (await own.get("/me")).status_code == 200
    kept = sum(len(one.name) + len(one.value or "") for one in own.cookies.jar)
    assert kept < 7000
    assert COOKIE in own.cookies


async def test_a_nul_is_nothing_and_an_end_of_a_line_is_one_character(
    own: httpx.AsyncClient,
) -> None:
    page = await send(own, DETAILS, **(WRONG | {"name": "张\x00三"}))
    assert page.status_code == 422
    assert (await send(own, DETAILS, **(WRONG | {"phone": "1\x003"}))).status_code == 422
