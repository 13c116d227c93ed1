"""Who may open and send what: not signed in, another person, another site, reload and Back."""

import secrets
from collections.abc import Iterator
from uuid import UUID

import httpx

from mobile_api.accounts.sessions.service import page_token_of
from mobile_api.agency_supermarket.needs.models import Need
from mobile_api.enterprises.models import Enterprise
from tests.actors import Citizen
from tests.mobile_api.agency_supermarket.contracting import Deal
from tests.mobile_api.agency_supermarket.needing import Bidder, Buyer
from tests.mobile_api.web.market.owning.forms import OWNING_FORMS
from tests.mobile_api.web.market.owning.owner import HOME, Owner
from tests.mobile_api.web.signing_in.test_sign_in_pages import COOKIE
from tests.stack import Stack

SOME = UUID(int=7)
PAGES = ("description", "method", "price", "times", "files", "avoided", "relatives", "preview")
FIELD = {"file": ("x.jpg", b"\xff\xd8", "image/jpeg")}


def sendings(need: object = SOME, contract: object = SOME) -> Iterator[str]:
    for form in sorted(OWNING_FORMS):
        ids = {"need_id": need, "contract_id": contract, "place": 0}
        yield form.format(file_id=SOME, question_id=SOME, dispute_id=SOME, **ids)


async def test_signing_in_comes_first_and_leads_back(client: httpx.AsyncClient) -> None:
    reads = [HOME, f"{HOME}/new", f"{HOME}/needs/{SOME}", f"{HOME}/contracts/{SOME}"]
    for path in (*reads, *(f"{HOME}/needs/{SOME}/{name}" for name in PAGES)):
        answer = await client.get(path)
        assert (path, answer.status_code) == (path, 303)
        assert answer.headers["location"].startswith("/sign-in?return_to=%2Fme%2Fmarket"), path
    for path in sendings():
        answer = await client.post(path, files=FIELD)
        assert (path, answer.status_code) == (path, 303)
        assert answer.headers["location"].startswith("/sign-in?return_to=%2Fme%2Fmarket"), path


async def test_no_form_of_another_site_is_taken(owner: Owner) -> None:
    page = await owner.begin()
    assert page.status == 200
    for path in sendings(owner.need_id):
        answer = await owner.client.post(path, files=FIELD, headers={"origin": "https://e.example"})
        assert (path, answer.status_code) == (path, 403)
    assert (await Need.get()).status == "draft"


async def test_what_belongs_to_another_is_not_there(
    stack: Stack, owner: Owner, bidders: list[Bidder]
) -> None:
    buyer = Buyer(Citizen(stack, owner.client, f"else-{secrets.token_hex(4)}"))
    await buyer.person.sign_in()
    deal = await Deal.strike(stack, buyer, bidders[0])
    need_id = (await deal.row()).need_id
    draft = await buyer.draft()
    before = await Need.all().order_by("id").values()
    for path in (
        f"{HOME}/needs/{draft}",
        f"{HOME}/contracts/{deal.id}",
        f"{HOME}/contracts/{deal.id}/propose",
        *(f"{HOME}/needs/{draft}/{name}" for name in PAGES),
    ):
        assert (path, (await owner.open(path)).status) == (path, 404)
    for need in (draft, need_id):
        for path in sendings(need, deal.id):
            answer = await owner.client.post(path, files=FIELD, follow_redirects=True)
            wanted = 422 if path.endswith(("/new", "/publish")) else 404
            assert (path, answer.status_code) in ((path, wanted), (path, 404)), path
    assert await Need.all().order_by("id").values() == before
    assert (await deal.see(deal.owner))["status"] == "awaited"


async def test_an_agency_does_not_stand_on_the_owners_side(
    stack: Stack, citizen: Citizen, owner: Owner, bidders: list[Bidder]
) -> None:
    deal = await Deal.strike(stack, Buyer(citizen), bidders[0])
    path = f"{HOME}/contracts/{deal.id}"
    assert (await owner.open(path)).status == 200
    token = await page_token_of(bidders[0].tokens["refresh_token"])
    owner.client.cookies.set(COOKIE, token)
    enterprise = await Enterprise.get(id=bidders[0].acting_for)
    owner.act_for(bidders[0].person_id, enterprise)
    assert (await owner.open(path)).status == 404
    assert (await owner.open(HOME)).says(enterprise.name)


async def test_every_address_of_a_form_can_be_opened(
    stack: Stack, citizen: Citizen, owner: Owner, bidders: list[Bidder]
) -> None:
    """After a form a phone that throws its tabs away asks for it by GET."""
    deal = await Deal.strike(stack, Buyer(citizen), bidders[0])
    await owner.begin()
    not_there = ("/questions/", "/disputes/")
    for path in sendings(owner.need_id, deal.id):
        page = await owner.open(path)
        wanted = 404 if any(one in path for one in not_there) else 200
        assert (path, page.status) == (path, wanted)
        assert page.all("//h1"), path
        for form in page.all(f"//main//form[starts-with(@action, '{HOME}/')][@method='post']"):
            is_said = form.xpath(".//input[@name='acting'][@value='self']")
            assert is_said or form.get("action").endswith("/files"), form.get("action")


async def test_a_form_that_was_opened_for_another_begins_nothing(owner: Owner) -> None:
    """Whoever changed 为谁办 in another tab is told, before anything is done for the wrong one."""
    await owner.begin()
    before = await Need.all().values()
    for path in sendings(owner.need_id):
        if path.endswith("/files"):
            continue
        answer = await owner.client.post(path, files={"acting": (None, str(SOME))})
        assert (path, answer.status_code) == (path, 409)
        assert "这一步没有办" in answer.text
    assert await Need.all().values() == before
