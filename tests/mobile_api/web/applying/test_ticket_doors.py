"""What the script of a material's page asks: tickets and arrivals, for who is known by a cookie."""

import asyncio
from typing import Any

import httpx
import pytest

from mobile_api.accounts.sessions.service import page_token_of
from mobile_api.cases.models import Case, SubmittedMaterial
from mobile_api.shared import clock
from tests.actors import Citizen, photo
from tests.mobile_api.web.applying.browser import Browser, settling
from tests.mobile_api.web.signing_in.test_sign_in_pages import COOKIE
from tests.uploads.samples import sha256
from uploads import policy
from uploads.models import StoredFile

NOBODYS = "11111111-1111-1111-1111-111111111111"
PROBLEM = "application/problem+json"


class Script:
    """The script of one material's page, with the version that the page was made of."""

    def __init__(self, own: Browser, path: str) -> None:
        self.own, self.doors, self.version = own, f"{path}/tickets", ""

    async def post(self, path: str, body: object, **headers: str) -> httpx.Response:
        asked = {"accept": "application/json"} | headers
        return await self.own.client.post(path, json=body, headers=asked)

    async def begin(self, content: bytes, **more: Any) -> httpx.Response:
        body = {"name": "1.jpg", "media_type": "image/jpeg", "size": len(content)}
        return await self.post(self.doors, body | {"sha256": sha256(content)} | more)

    async def send(self, content: bytes, begun: dict[str, Any]) -> None:
        ticket = begun["ticket"]
        file = {"file": ("file", content, "image/jpeg")}
        sent = await self.own.client.post(ticket["url"], data=ticket["fields"], files=file)
        assert sent.status_code == 201

    async def end(self, file_id: str, **more: Any) -> httpx.Response:
        async with settling(self.own.stack):
            ended = await self.post(f"{self.doors}/{file_id}", {"version": self.version} | more)
        if ended.is_success:
            self.version = ended.json()["version"]
        return ended

    async def whole(self, content: bytes, **more: Any) -> dict[str, Any]:
        """Begun, sent and ended; the answer of the end."""
        begun = (await self.begin(content)).json()
        await self.send(content, begun)
        ended = await self.end(begun["file"]["id"], **more)
        assert ended.status_code == 200, ended.text
        return dict(ended.json())


@pytest.fixture
async def path(citizen: Citizen) -> str:
    return f"/me/cases/{(await citizen.passport_draft())['id']}/materials/old-passport"


@pytest.fixture
async def script(own: Browser, path: str) -> Script:
    made = Script(own, path)
    (made.version,) = (await own.open(path)).all("//form/@data-version")
    return made


async def pages() -> list[str]:
    given = SubmittedMaterial.filter(requirement_key="old-passport").order_by("page")
    return [str(one) for one in await given.values_list("file_id", flat=True)]


async def test_a_photo_by_ticket_is_a_page(own: Browser, path: str, script: Script) -> None:
    before = await pages()
    there = await script.whole(photo(40))
    assert there["file"]["state"] == "clean"
    assert await pages() == [*before, there["file"]["id"]]
    page = await own.open(path)
    assert page.all("//form/@data-version") == [there["version"]]
    second = await script.whole(photo(60))
    assert await pages() == [*before, there["file"]["id"], second["file"]["id"]]


async def test_what_is_there_is_not_sent_again(script: Script) -> None:
    """The same file chosen again after a reload, wherever the line was cut before."""
    begun = (await script.begin(photo(40))).json()
    again = (await script.begin(photo(40))).json()
    assert again["file"]["id"] == begun["file"]["id"] and again["ticket"]
    await script.send(photo(40), again)
    told = (await script.begin(photo(40))).json()
    assert (told["ticket"], told["file"]["state"]) == (None, "inspecting")
    assert (await script.end(begun["file"]["id"])).is_success
    there = await pages()
    told = (await script.begin(photo(40))).json()
    assert (told["ticket"], told["file"]["state"]) == (None, "clean")
    assert (await script.end(begun["file"]["id"])).is_success
    assert await pages() == there
    assert await StoredFile.filter(declared_sha256=sha256(photo(40))).count() == 1


async def test_a_page_taken_anew_comes_in_the_place_of_the_old(script: Script) -> None:
    for shade in (40, 60):
        await script.whole(photo(shade))
    first, second, third = await pages()
    new = await script.whole(photo(80), instead_of=second)
    assert await pages() == [first, new["file"]["id"], third]
    # The old one is gone by now: what comes instead of it is one more.
    other = await script.whole(photo(200), instead_of=second)
    assert (await pages())[-1] == other["file"]["id"]


async def test_another_tab_was_first_and_nothing_is_lost(
    own: Browser, path: str, script: Script
) -> None:
    other = Script(own, path)
    other.version = script.version
    theirs = await other.whole(photo(40))
    begun = (await script.begin(photo(60))).json()
    await script.send(photo(60), begun)
    refused = await script.end(begun["file"]["id"])
    assert (refused.status_code, refused.json()["code"]) == (412, "case_changed")
    assert (await pages())[-1] == theirs["file"]["id"]
    script.version = ""
    assert (await script.end(begun["file"]["id"])).is_success
    assert (await pages())[-2:] == [theirs["file"]["id"], begun["file"]["id"]]


async def test_five_tabs_at_once_lose_no_page(own: Browser, path: str, script: Script) -> None:
    begun = []
    for shade in range(160, 260, 20):
        begun.append((await script.begin(photo(shade))).json())
        await script.send(photo(shade), begun[-1])
    tabs = [Script(own, path) for _ in begun]
    ended = [tab.end(one["file"]["id"]) for tab, one in zip(tabs, begun, strict=True)]
    assert {one.status_code for one in await asyncio.gather(*ended)} == {200}
    assert set(await pages()) >= {one["file"]["id"] for one in begun}


@pytest.mark.parametrize(
    ("more", "code", "words"),
    [
        ({"size": 10 * policy.MEGABYTE + 1}, "file_too_large", "最多 10 MB"),
        ({"media_type": "image/gif"}, "type_not_supported", "JPG"),
        ({"size": 0}, "file_empty", "空的"),
    ],
)
async def test_what_cannot_be_sent_is_said_before_it_is(
    script: Script, more: dict[str, Any], code: str, words: str
) -> None:
    answer = await script.begin(photo(40), **more)
    assert answer.status_code == 422
    (fault,) = answer.json()["errors"]
    assert fault["code"] == code and words in fault["message"]
    assert await StoredFile.filter(declared_sha256=sha256(photo(40))).count() == 0


async def test_all_faults_at_once(script: Script) -> None:
    bad = await script.post(script.doors, {"name": "", "size": -1, "sha256": "x", "more": 1})
    assert bad.status_code == 422
    paths = {one["path"] for one in bad.json()["errors"]}
    assert paths == {"/name", "/size", "/sha256", "/more"}
    bad = await script.post(f"{script.doors}/{NOBODYS}", {"version": "x" * 65, "instead_of": 1})
    assert {one["path"] for one in bad.json()["errors"]} == {"/version", "/instead_of"}


async def test_a_page_that_never_arrived_and_one_that_nobody_sent(script: Script) -> None:
    begun = (await script.begin(photo(40))).json()
    before = await pages()
    answer = await script.end(begun["file"]["id"])
    assert (answer.status_code, answer.json()["code"]) == (409, "file_not_received")
    answer = await script.end(NOBODYS)
    assert (answer.status_code, answer.json()["code"]) == (404, "file_not_found")
    with clock.standing_at(clock.now() + policy.UNFINISHED_KEPT):
        await script.own.stack.settle()
    answer = await script.end(begun["file"]["id"])
    assert (answer.status_code, answer.json()["code"]) == (410, "file_expired")
    assert await pages() == before


async def test_what_is_no_photo_is_told_where_it_ends(script: Script) -> None:
    there = await script.whole(b"\xff\xd8" + bytes(400))
    assert there["file"]["state"] == "rejected"
    assert there["file"]["message"] == there["file"]["rejection"]["message"]


async def test_the_doors_are_for_whoever_fills_in(
    own: Browser, path: str, script: Script, citizen: Citizen
) -> None:
    begun = (await script.begin(photo(40))).json()
    await script.send(photo(40), begun)
    before = await Case.get()
    foreign = {"sec-fetch-site": "cross-site"}
    empty = {"version": ""}
    body = {"name": "1.jpg", "size": 9, "sha256": "0" * 64}
    ways = ((script.doors, body), (f"{script.doors}/{begun['file']['id']}", empty))
    for door, said in ways:
        answer = await script.post(door, said, **foreign)
        assert (answer.status_code, answer.json()["code"]) == (403, "not_allowed")
        answer = await own.client.post(door, data={"version": ""})
        assert answer.status_code == 415
    other = Citizen(own.stack, own.client, "li-si-of-the-doors")
    await other.sign_in()
    own.client.cookies.set(COOKIE, await page_token_of(other.tokens["refresh_token"]))
    for door, said in ways:
        answer = await script.post(door, said)
        assert (answer.status_code, answer.json()["code"]) == (404, "case_not_found")
    own.client.cookies.clear()
    for door, said in ways:
        answer = await script.post(door, said)
        assert (answer.status_code, answer.json()["code"]) == (401, "not_signed_in")
    assert (await Case.get()).touched_at == before.touched_at


async def test_no_door_where_the_guide_asks_nothing_and_none_after_it_was_sent(
    own: Browser, path: str, script: Script, citizen: Citizen
) -> None:
    elsewhere = Script(own, path.replace("old-passport", "moon"))
    answer = await elsewhere.begin(photo(40))
    assert answer.status_code == 404 and answer.headers["content-type"] == PROBLEM
    begun = (await script.begin(photo(40))).json()
    await script.send(photo(40), begun)
    case_id = path.split("/")[3]
    await citizen.ok("POST", f"/api/v1/cases/{case_id}/submit")
    for answer in (await script.begin(photo(60)), await script.end(begun["file"]["id"])):
        assert (answer.status_code, answer.json()["code"]) == (409, "move_not_allowed")
