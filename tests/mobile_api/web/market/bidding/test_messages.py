"""A message of the market leads to its page, for whomever it is, and names the enterprise."""

import json
from pathlib import Path
from uuid import UUID

from mobile_api.accounts.sessions.service import page_token_of
from tests.mobile_api.agency_supermarket.contracting import Deal
from tests.mobile_api.agency_supermarket.needing import Bidder
from tests.mobile_api.web.applying.browser import Browser
from tests.mobile_api.web.market.bidding.acting import acting_for
from tests.mobile_api.web.reading import Page
from tests.mobile_api.web.signing_in.test_sign_in_pages import COOKIE
from tests.stack import Stack

APP = json.loads(Path("wechat/miniprogram/app.json").read_text())
MINE = "甲评估事务所"


async def followed(agent: Browser, page: Page, door: str) -> Page:
    """The first unread message of the agency with that door is opened."""
    forms = [
        form
        for form in page.document.forms
        if door in form.text_content() and MINE in form.text_content()
    ]
    sent = await agent.client.post(forms[0].action, files={"a": (None, "")})
    return await agent.open(sent.headers["location"])


def act_for(agent: Browser, person_id: UUID, enterprise_id: str | None) -> None:
    """Instead of whatever was chosen before."""
    forget_choice(agent)
    acting_for(agent.client, person_id, enterprise_id)


def forget_choice(agent: Browser) -> None:
    jar = agent.client.cookies.jar
    for one in [one for one in jar if one.name.endswith("acting-for")]:
        jar.clear(one.domain, one.path, one.name)


async def switched(agent: Browser, page: Page) -> Page:
    forget_choice(agent)
    form = next(one for one in page.document.forms if one.action == "/me/acting")
    fields = {name: (None, value) for name, value in form.form_values()}
    sent = await agent.client.post("/me/acting", files=fields)
    return await agent.open(sent.headers["location"])


async def test_a_message_leads_to_its_page_whoever_is_acted_for(
    agent: Browser, bidder: Bidder, deal: Deal
) -> None:
    await deal.proposed(deal.owner, milestones=[])
    act_for(agent, bidder.person_id, None)
    page = await agent.open("/me/messages")
    assert page.says(f"“{MINE}”的“")
    for door, here in (("看这份合同", "contracts"), ("看我的报价", "needs")):
        page = await followed(agent, await agent.open("/me/messages"), door)
        assert agent.here.startswith(f"/me/agency/{here}/") and page.says(f"这是为“{MINE}”办的")
        page = await switched(agent, page)
        assert agent.here.startswith(f"/me/agency/{here}/") and not page.says("这是为")
        act_for(agent, bidder.person_id, None)
    page = await agent.open(f"/me/market/contracts/{deal.id}")
    assert page.says(f"这是为“{MINE}”办的")
    home = await agent.open("/me/market")
    assert home.says(MINE) and "/me/acting?return_to=%2Fme%2Fmarket" in home.links()


async def test_the_owner_who_acts_for_a_company_is_led_back(
    stack: Stack, agent: Browser, bidder: Bidder, deal: Deal
) -> None:
    """A person's own contract, opened while they act for an enterprise; a stranger finds none."""
    await Bidder.arrive(stack, agent.client, "乙评估事务所", person=bidder)
    here = f"/me/market/contracts/{deal.id}"
    owner = deal.owner
    agent.client.cookies.set(COOKIE, await page_token_of(owner.tokens["refresh_token"]))
    found = await agent.open("/me/messages")
    assert found.says("看这份合同") and found.says("您的“")
    company = await Bidder.arrive(stack, agent.client, "丙评估事务所", person=owner)
    act_for(agent, company.person_id, company.acting_for)
    page = await agent.open(here)
    assert page.says("这是为“本人”办的")
    page = await switched(agent, page)
    assert agent.here == here and not page.says("这是为")
    other = await Bidder.arrive(stack, agent.client, "丁评估事务所")
    agent.client.cookies.set(COOKIE, await page_token_of(other.tokens["refresh_token"]))
    act_for(agent, other.person_id, other.acting_for)
    for path in (here, f"/me/market/needs/{UUID(int=7)}"):
        assert (await agent.client.get(path)).status_code == 404


async def test_the_mini_program_has_the_page_of_each_message(deal: Deal) -> None:
    known = {*APP["pages"]}
    for one in APP["subPackages"]:
        known |= {f"{one['root'].strip('/')}/{page}" for page in one["pages"]}
    for who in (deal.agency, deal.owner):
        entries = (await who.ok("GET", "/api/v1/me/messages"))["entries"]
        assert entries and {one["page"].partition("?")[0] for one in entries} <= known
