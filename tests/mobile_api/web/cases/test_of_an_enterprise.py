"""A company's case: for its representative and its clerk, and for nobody as a person."""

import httpx
import pytest

from mobile_api.cases.models import Case
from tests.mobile_api.accounts.identity.conftest import browser
from tests.mobile_api.enterprises.conftest import boss, clerk, office
from tests.mobile_api.enterprises.people import ITEM, Member, Office
from tests.mobile_api.web.applying.browser import Browser
from tests.mobile_api.web.cases.acting import choose, signed_in
from tests.stack import Stack

__all__ = ["boss", "browser", "clerk", "office"]
START = f"/guides/{ITEM}/apply"


@pytest.fixture
def own(stack: Stack, client: httpx.AsyncClient) -> Browser:
    return Browser(stack, client)


async def test_begun_for_the_company_and_seen_by_both_and_by_neither_alone(
    own: Browser, boss: Member, clerk: Member, office: Office
) -> None:
    await office.appoint(clerk, item_keys=[ITEM])
    await signed_in(own.client, clerk)
    choose(own.client, clerk, office)
    page = await own.open(START)
    assert page.says("这次申请是为示范物流有限公司办的")
    await own.send(page)
    case = await Case.get()
    assert str(case.enterprise_id) == office.id
    path = f"/me/cases/{case.id}"
    for member in (clerk, boss):
        await signed_in(own.client, member)
        choose(own.client, member, office)
        assert path in (await own.open("/me")).links()
        for name in ("", "/tasks", "/withdraw", "/handoff"):
            assert (await own.open(path + name)).status == 200, name
        choose(own.client, member, None)
        assert path not in (await own.open("/me")).links()
        for name in ("/withdraw", "/full-details", "/handoff", "/delivery/parcels"):
            assert (await own.open(path + name)).status == 404, name
        await _is_led_there(own, member, office, path)
    # Who filled it in sees it in full, a colleague does not.
    choose(own.client, boss, office)
    await own.open(f"{path}/full-details")
    assert own.here == path


async def _is_led_there(own: Browser, member: Member, office: Office, path: str) -> None:
    """Who opens it as themselves is offered the company, one tap away."""
    for name in ("", "/tasks"):
        offer = await own.open(path + name)
        assert offer.says("这是为“示范物流有限公司”办的") and not offer.says("草稿"), name
        page = await own.send(offer, number=-1)
        assert (own.here, page.status) == (path + name, 200)
        choose(own.client, member, None)


async def test_whom_it_is_for_is_asked_again_when_it_was_changed_in_another_tab(
    own: Browser, clerk: Member, office: Office
) -> None:
    await office.appoint(clerk)
    await signed_in(own.client, clerk)
    choose(own.client, clerk, None)
    old = await own.open(f"{START}?answer.seal-case=new")
    assert old.says("这次申请是为本人办的") and old.says("这个事项由企业等单位办理")
    choose(own.client, clerk, office)
    page = await own.send(old)
    assert page.status == 409 and page.says("“为谁办”刚刚换过")
    assert page.says("这次申请是为示范物流有限公司办的") and not await Case.exists()
    assert (await own.open(own.here)).status == 200
    await own.send(await own.open(own.here))
    assert str((await Case.get()).enterprise_id) == office.id


async def test_a_power_that_is_over_leads_to_another_choice(
    own: Browser, clerk: Member, office: Office
) -> None:
    appointment = await office.appoint(clerk)
    clerk.acting_for = office.id
    case = await clerk.begin_case()
    clerk.acting_for = ""
    await signed_in(own.client, clerk)
    choose(own.client, clerk, office)
    path = f"/me/cases/{case['id']}"
    asked = await own.open(f"{path}/withdraw")
    await office.revoke(appointment)
    for page in (await own.open(path), await own.open("/me"), await own.send(asked)):
        assert page.status == 403 and page.says("授权已到期、已撤销")
        assert "/me/acting" in page.links()
    assert (await Case.get()).status == "draft"


async def test_an_item_beyond_the_power_is_told_before_the_beginning(
    own: Browser, clerk: Member, office: Office
) -> None:
    await office.appoint(clerk, item_keys=["freight"])
    await signed_in(own.client, clerk)
    path = "/guides/seal/apply"
    before = (await own.open(path)).document.forms[-1]
    choose(own.client, clerk, office)
    page = await own.open(path)
    assert page.says("授权里没有“公章刻制备案”这一项") and not page.says("已到期、已撤销")
    assert "/me/acting?return_to=%2Fguides%2Fseal%2Fapply" in page.links()
    assert not page.all(f"//form[@action='{path}']")
    fields = {"for_whom": (None, office.id)}
    await own.client.post(before.action, files=fields)
    page = await own.open(path)
    assert page.status == 403 and page.says("授权里没有“公章刻制备案”这一项")
    assert not await Case.exists()
    assert (await own.open("/guides/passport/apply")).says("授权里没有")
