"""Who may send the forms of an agency: whoever acts for it now, from our own pages."""

from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID

import httpx

from mobile_api.accounts.sessions.service import page_token_of
from mobile_api.agency_supermarket.bids.models import Bid
from mobile_api.agency_supermarket.contracts.models import Contract
from mobile_api.enterprises.models import Enterprise
from mobile_api.shared import clock
from mobile_api.web.citizen.market.bidding.routes import ACTS
from tests.mobile_api.agency_supermarket.contracting import Deal
from tests.mobile_api.agency_supermarket.market import Desk
from tests.mobile_api.agency_supermarket.needing import Bidder, Buyer
from tests.mobile_api.web.applying.browser import Browser
from tests.mobile_api.web.market.bidding.acting import acting_for
from tests.mobile_api.web.market.bidding.sending import FORMS, PLAIN, WITH_FILES, send
from tests.mobile_api.web.signing_in.test_sign_in_pages import COOKIE
from tests.stack import Stack

SOME = str(UUID(int=7))
FILE = {"file": ("x.jpg", b"\xff\xd8", "image/jpeg")}
IDS = {"key": "asset-appraisal", "kind": "asset-appraisal", "place": "1", "number": "D1"}
READ = ("", "/services", "/practitioners", "/contracts", "/disputes", "/credit")


def path_of(form: str, **ids: str) -> str:
    """The address of a form, about something that is not there unless it is named."""
    for part in form.split("/"):
        if part.startswith("{"):
            name = part.strip("{}")
            form = form.replace(part, (IDS | ids).get(name, SOME))
    return form


def paths(**ids: str) -> Iterator[str]:
    yield from (path_of(form, **ids) for form in sorted(FORMS))


def test_no_act_is_left_out() -> None:
    plain = {act.path.replace("<", "{").replace(">", "}") for act in ACTS}
    names = {one.replace(":uuid", "").replace(":int", "") for one in plain}
    assert names == PLAIN | WITH_FILES


async def test_signing_in_comes_first_and_leads_back(client: httpx.AsyncClient) -> None:
    for path in [*(f"/me/agency{one}" for one in READ), *paths()]:
        shown = await client.get(path)
        page = path.partition("/files")[0]
        assert (path, shown.status_code) == (path, 303)
        assert shown.headers["location"].startswith(("/sign-in?return_to=%2F", page)), path
    for path in paths():
        sent = await client.post(path, files=FILE)
        assert (path, sent.status_code) == (path, 303)
        assert sent.headers["location"].startswith("/sign-in?return_to=%2F"), path


async def test_no_other_site_sends_a_form(agent: Browser) -> None:
    for path in paths():
        sent = await agent.client.post(path, files=FILE, headers={"sec-fetch-site": "cross-site"})
        assert (path, sent.status_code) == (path, 403)


async def test_who_acts_for_nobody_is_led_to_choose(agent: Browser, bidder: Bidder) -> None:
    acting_for(agent.client, bidder.person_id, None)
    page = await agent.open("/me/agency")
    assert page.says("请先选为哪家企业办")
    assert "/me/acting?return_to=%2Fme%2Fagency" in page.links()
    for path in (one for one in paths() if one.startswith("/me/agency") and "/files/" not in one):
        for answer in (await agent.client.get(path), await agent.client.post(path, files=FILE)):
            assert (path, answer.status_code) == (path, 303)
            assert answer.headers["location"] in ("/me/agency", path.removesuffix("/files")), path


async def test_another_agency_finds_nothing(
    stack: Stack, agent: Browser, bidder: Bidder, buyer: Buyer, deal: Deal
) -> None:
    """The owner's side of a contract is not here either."""
    await deal.proposed(deal.owner, milestones=[])
    other = await Bidder.arrive(stack, agent.client, "乙评估事务所")
    agent.client.cookies.set(COOKIE, await page_token_of(other.tokens["refresh_token"]))
    acting_for(agent.client, other.person_id, other.acting_for)
    here = f"/me/agency/contracts/{deal.id}"
    before = await Contract.get(id=deal.id)
    assert (await agent.client.get(here)).status_code == 404
    for path in (one for one in paths(contract_id=deal.id) if one.startswith(here)):
        if "/files/" not in path:
            sent = await agent.client.post(path, files=FILE)
            assert (path, sent.status_code) == (path, 404)
    assert (await Contract.get(id=deal.id)).status is before.status


async def test_a_power_that_is_over_is_over_at_once(
    stack: Stack, agent: Browser, bidder: Bidder, buyer: Buyer
) -> None:
    need_id = await buyer.publish(fund_source="social")
    form = await agent.open(f"/me/agency/needs/{need_id}/bid")
    other = await Bidder.arrive(stack, agent.client, "乙评估事务所")
    await Enterprise.filter(id=bidder.acting_for).update(representative_id=other.person_id)
    page = await send(agent, form, {"price": "100", "days": "3"})
    assert page.status == 403 and page.says("授权")
    assert not await Bid.exists()


async def test_a_form_that_was_opened_for_another_enterprise_does_nothing(
    agent: Browser, bidder: Bidder, buyer: Buyer
) -> None:
    """In another tab somebody has changed for whom they act."""
    need_id = await buyer.publish(fund_source="social")
    form = await agent.open(f"/me/agency/needs/{need_id}/bid")
    second = await Bidder.arrive(agent.stack, agent.client, "丙评估事务所", person=bidder)
    acting_for(agent.client, bidder.person_id, second.acting_for)
    page = await send(agent, form, {"price": "100", "days": "3"})
    assert page.status == 409 and page.says("您刚刚在别处换了“为谁办”")
    assert not await Bid.exists()


async def test_every_address_of_a_form_can_be_opened(
    agent: Browser, deal: Deal, desk: Desk
) -> None:
    """A phone that comes back to a tab asks for it anew, by GET."""
    await desk.order(str(deal.agency.agency_id), "warning", clock.today() + timedelta(days=9))
    known = {"contract_id": deal.id, "need_id": str((await deal.row()).need_id)}
    for path in (one for one in paths(**known) if not one.startswith("/draws")):
        page = await agent.open(path)
        assert (path, page.status) == (path, 200)
