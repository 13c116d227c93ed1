"""Who may open and send what: not signed in, another person, another site, another tab."""

import asyncio
from collections.abc import AsyncIterator, Iterator

import httpx
import pytest

from mobile_api.accounts.sessions.service import page_token_of
from mobile_api.cases.models import Case, SubmittedMaterial
from tests.actors import Citizen, photo
from tests.mobile_api.web.applying.browser import FORMS, Browser, settling
from tests.mobile_api.web.signing_in.test_sign_in_pages import COOKIE
from tests.waiting import until
from uploads import taking_in

ID = "11111111-1111-1111-1111-111111111111"
READ = (
    "tasks",
    "questions/situation",
    "form",
    "materials/old-passport",
    "materials/old-passport/open/1",
    "delivery",
    "check",
)
WRITTEN = (
    "questions/situation",
    "form",
    "materials/old-passport",
    "materials/old-passport/pages",
    f"materials/old-passport/pages/{ID}",
    "delivery",
    "submit",
)
FILE = {"file": ("x.jpg", b"\xff\xd8", "image/jpeg")}


def test_no_form_is_left_out() -> None:
    keys = {"situation": "{key}", "old-passport": "{key}", ID: "{file_id}"}
    names = {"/".join(keys.get(one, one) for one in name.split("/")) for name in WRITTEN}
    assert {f"/me/cases/{{case_id}}/{name}" for name in names} | {"/guides/{key}/apply"} == FORMS


def sendings(path: str) -> Iterator[str]:
    yield from (f"{path}/{name}" for name in WRITTEN)
    yield "/guides/passport/apply"


@pytest.fixture
async def path(citizen: Citizen) -> str:
    return f"/me/cases/{(await citizen.passport_draft())['id']}"


async def test_signing_in_comes_first_and_leads_back(client: httpx.AsyncClient, path: str) -> None:
    for name in READ:
        answer = await client.get(f"{path}/{name}")
        assert answer.status_code == 303
        assert answer.headers["location"].startswith("/sign-in?return_to=%2Fme%2Fcases%2F")
    for address in sendings(path):
        answer = await client.post(address, files=FILE)
        assert answer.status_code == 303, address
        assert answer.headers["location"].startswith("/sign-in?return_to="), address


async def test_the_answers_given_on_the_guide_are_not_asked_again(own: Browser) -> None:
    page = await own.open("/guides/passport?answer.situation=renewal&answer.holder-age=adult")
    (begin,) = [one for one in page.links() if one.startswith("/guides/passport/apply")]
    await own.send(await own.open(begin))
    assert own.here.endswith("/questions/state-worker")
    assert dict((await Case.get()).situation) == {"situation": "renewal", "holder-age": "adult"}


async def test_another_person_finds_nothing(own: Browser, path: str) -> None:
    other = Citizen(own.stack, own.client, "li-si-of-the-forms")
    await other.sign_in()
    own.client.cookies.set(COOKIE, await page_token_of(other.tokens["refresh_token"]))
    before = await Case.get()
    for name in (*READ, "receipt"):
        assert (await own.client.get(f"{path}/{name}")).status_code == 404, name
    for name in WRITTEN:
        answer = await own.client.post(f"{path}/{name}", files=FILE)
        assert answer.status_code == 404, name
    assert (await Case.get()).touched_at == before.touched_at


async def test_no_other_site_sends_a_form(own: Browser, path: str) -> None:
    for address in sendings(path):
        headers = {"sec-fetch-site": "cross-site"}
        answer = await own.client.post(address, files=FILE, headers=headers)
        assert answer.status_code == 403, address
    assert (await Case.get()).status == "draft"


async def test_every_address_of_a_form_can_be_opened(own: Browser, path: str) -> None:
    """A phone that comes back to a tab asks for it anew, by GET."""
    for address in sendings(path):
        page = await own.open(address)
        assert page.status == 200, address


async def test_a_page_that_is_older_than_the_case_says_so(own: Browser, path: str) -> None:
    old = await own.open(f"{path}/form")
    await own.send(await own.open(f"{path}/form"), {"field.name-in-pinyin": "ZHANG SAN FENG"})
    page = await own.send(old, {"field.name-in-pinyin": "OLD"})
    assert own.here == f"{path}/form" and page.says("刚在别的手机、电脑上")
    assert page.all("//input[@id='field.name-in-pinyin']/@value") == ["ZHANG SAN FENG"]


async def test_two_photos_at_once_are_two_pages(own: Browser, path: str) -> None:
    here = f"{path}/materials/old-passport"
    await asyncio.gather(own.upload(here, photo(61)), own.upload(here, photo(62)))
    given = SubmittedMaterial.filter(requirement_key="old-passport").order_by("page")
    assert [one.page for one in await given] == [1, 2, 3]
    await own.upload(here, photo(61))
    assert await given.count() == 3


async def test_sent_twice_at_once_is_one_case(own: Browser, path: str) -> None:
    page = await own.open(f"{path}/check")
    form = page.document.forms[0]
    fields = {name: (None, value) for name, value in form.form_values()}
    sent = [own.client.post(form.action, files=fields) for _ in range(4)]
    answers = await asyncio.gather(*sent)
    assert {one.headers["location"] for one in answers} == {f"{path}/receipt"}
    case = await Case.get()
    assert case.status == "submitted"
    # Whoever comes back to a page of the draft is led to the case.
    for name in READ:
        if "/open/" not in name:  # which is looked at as long as the case is there
            await own.open(f"{path}/{name}")
            assert own.here == path, name
    refused = await own.client.post(f"{path}/form", files={"version": (None, "")})
    assert refused.status_code == 409


async def test_one_person_does_not_fill_the_room_of_all(own: Browser, path: str) -> None:
    """Forms that are sent slowly: the third of one person at once is asked to wait."""
    here = f"{path}/materials/old-passport/pages"
    go_on = asyncio.Event()

    async def slow_photo() -> AsyncIterator[bytes]:
        yield b'--x\r\ncontent-disposition: form-data; name="file"; filename="1.jpg"\r\n\r\n'
        await go_on.wait()
        yield photo(71) + b"\r\n--x--\r\n"

    headers = {"content-type": "multipart/form-data; boundary=x"}
    slow = [
        asyncio.create_task(own.client.post(here, content=slow_photo(), headers=headers))
        for _ in range(2)
    ]
    await until(lambda: len(taking_in._reading) == 2)
    page = await own.upload(here.removesuffix("/pages"), photo(72))
    assert page.status == 429 and page.response.headers["retry-after"] == "10"
    go_on.set()
    async with settling(own.stack):
        assert {one.status_code for one in await asyncio.gather(*slow)} == {303}
    assert taking_in._reading == []


async def test_an_impatient_tap_begins_one_draft(own: Browser) -> None:
    fields = {"answer.situation": (None, "renewal")}
    sent = [own.client.post("/guides/passport/apply", files=fields) for _ in range(4)]
    answers = await asyncio.gather(*sent)
    assert len({one.headers["location"] for one in answers}) == 1
    case = await Case.get()
    await own.send(await own.open(f"/me/cases/{case.id}/questions/holder-age"), {"answer": "adult"})
    # What is filled in is somebody's work: another one is begun beside it.
    await own.client.post("/guides/passport/apply", files=fields)
    assert await Case.all().count() == 2
