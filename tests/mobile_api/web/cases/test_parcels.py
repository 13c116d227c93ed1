"""The post of a case on the pages: the result goes elsewhere, originals come to the hall."""

import asyncio

import pytest

from mobile_api.cases.models import Case
from mobile_api.cases.post.choice import POSTAL_TERMS, PostalTerms
from mobile_api.cases.post.models import PostalTask
from mobile_api.cases.states import CaseStatus
from mobile_api.guides.catalogue.service import Postage
from notifications.post.parcels.models import Parcel
from tests.actors import ADDRESS
from tests.mobile_api.cases.posting import PostedCase
from tests.mobile_api.web.applying.browser import Browser
from tests.mobile_api.web.reading import Page

NEW = ADDRESS | {"address": "新城街道光明路8号3单元501室"}
PASTED = "张三丰 13800138000 示范省示范市示范区和平街道幸福路1号"


def pages_of(posted: PostedCase) -> str:
    return f"/me/cases/{posted.id}"


async def told_once(own: Browser, page: Page) -> None:
    """What was wrong is said on the page, once: a reload is without it."""
    assert page.all("//*[@role='alert']") and len(page.all("//h1")) == 1
    assert page.all("//title/text()")[0].startswith("错误")
    again = await own.open(own.here)
    assert again.status == 200 and not again.all("//*[@role='alert']")


async def test_the_address_is_changed_while_it_may_be(own: Browser, posted: PostedCase) -> None:
    path = pages_of(await posted.begin(CaseStatus.accepted))
    assert f"{path}/delivery/address" in (await own.open(path)).links()
    page = await own.open(f"{path}/delivery/address")
    assert page.says("现在寄到") and page.says("和平街道****")
    page = await own.send(page, {"choice": "new", "save_address": "true"} | NEW)
    assert own.here == f"{path}/delivery/parcels" and page.says("收件地址已经改好")
    case = await posted.case()
    assert case.delivery and case.delivery.address
    assert case.delivery.address.address == NEW["address"]
    # It is kept, as was agreed, and chosen by its entry the next time.
    page = await own.open(f"{path}/delivery/address")
    (kept,) = page.all("//input[@name='choice' and @checked]/@value")
    assert kept != "new"
    await own.send(page)
    assert own.here == f"{path}/delivery/parcels"


async def test_bad_addresses_are_told_all_at_once(own: Browser, posted: PostedCase) -> None:
    here = f"{pages_of(await posted.begin(CaseStatus.accepted))}/delivery/address"
    form = await own.open(here)
    wrong = {"choice": "new", "name": "", "phone": "12", "province": "火星省", "address": "x"}
    wrong = ADDRESS | wrong
    page = await own.send(form, wrong)
    assert page.status == 422 and own.here == here
    told = ["name", "phone", "province", "address"]
    assert page.all("//ul[@class='summary']//a/@href") == [f"#{name}" for name in told]
    assert page.all("//input[@aria-invalid]/@name") == told
    await told_once(own, page)
    odd = "0190a0a0-0000-7000-8000-000000000000"
    for typed, status in (({"choice": "x"}, 422), ({"choice": odd}, 404), ({"choice": ""}, 422)):
        page = await own.send(form, typed)
        assert (page.status, own.here) == (status, here)
        await told_once(own, page)


async def test_a_pasted_text_is_read_and_looked_at_before_it_counts(
    own: Browser, posted: PostedCase
) -> None:
    here = f"{pages_of(await posted.begin(CaseStatus.accepted))}/delivery/address"
    page = await own.send(await own.open(here), {"choice": "pasted", "text": "x"})
    assert page.status == 422 and page.all("//textarea[@aria-invalid]")
    page = await own.send(await own.open(here), {"choice": "pasted", "text": PASTED})
    assert (page.status, own.here) == (200, here) and page.says("请核对")
    assert page.all("//input[@name='name']/@value") == ["张三丰"]
    await own.send(page)
    assert own.here.endswith("/delivery/parcels")


async def test_what_is_with_the_post_is_followed_and_goes_no_other_way(
    own: Browser, posted: PostedCase
) -> None:
    path = pages_of(await posted.complete())
    form = await own.open(f"{path}/delivery/address")
    await posted.play("stuck")
    page = await own.send(form, {"choice": "new"} | NEW)
    assert own.here == f"{path}/delivery/parcels" and page.says("拨打邮政客服11183")
    page = await own.open(f"{path}/delivery/parcels")
    number = (await posted.parcels())[0].waybill_number
    assert number and page.says(number) and page.all("//ol[@class='timeline']/li")
    await own.open(f"{path}/delivery/address")
    assert own.here == f"{path}/delivery/parcels"


async def test_a_returned_result_is_posted_again_or_kept(own: Browser, posted: PostedCase) -> None:
    path = pages_of(await posted.complete())
    await posted.play("refused")
    page = await own.open(path)
    assert page.all(f"//a[@class='button wide' and @href='{path}/delivery/readdress']")
    here = f"{path}/delivery/readdress"
    old = await own.open(here)
    page = await own.send(old)
    assert page.status == 422 and page.says("再寄一次,还是到窗口领取")
    await told_once(own, page)
    page = await own.send(old, {"kind": "post", "choice": "new"} | NEW)
    assert own.here == f"{path}/delivery/parcels" and page.says("再寄一次")
    assert (await posted.parcels())[-1].receiver.address == NEW["address"]
    # The old tab says that it is done already, and writes nothing.
    page = await own.send(old, {"kind": "pick_up"})
    assert page.status == 409 and page.says("可能已经处理过了")
    assert await PostalTask.filter(state="done").count() == 1
    await own.open(here)
    assert own.here == f"{path}/delivery/parcels"


async def test_kept_at_the_counter(own: Browser, posted: PostedCase) -> None:
    path = pages_of(await posted.complete())
    await posted.play("refused")
    await own.send(await own.open(f"{path}/delivery/readdress"), {"kind": "pick_up"})
    page = await own.open(path)
    assert page.says("到哪里领取") and page.all("//section[@aria-labelledby='places']//a")


async def test_originals_are_fetched_after_the_postage_was_shown(
    own: Browser, elder: PostedCase
) -> None:
    path = pages_of(elder)
    page = await own.open(f"{path}/delivery/parcels")
    assert {f"{path}/originals/pick-up", f"{path}/originals/number"} <= page.links()
    asking = await own.open(f"{path}/originals/pick-up")
    hall = elder.stack.settings.hall_contact
    with elder.stack.having(POSTAL_TERMS, PostalTerms(hall, Postage.RECEIVER_PAYS)):
        page = await own.send(asking, {"choice": "new"} | ADDRESS)
    assert own.here == f"{path}/originals/pick-up/confirm" and page.status == 200
    assert page.says("当面付给邮递员") and page.all("//dd[contains(., '元')]")
    assert not await Parcel.exists()
    order = await own.open(own.here)
    form = order.document.forms[0]
    twice = [own.client.post(form.action, files={"": (None, "")}) for _ in range(2)]
    assert {one.status_code for one in await asyncio.gather(*twice)} == {303}
    assert await Parcel.all().count() == 1
    page = await own.open(f"{path}/delivery/parcels")
    (cancel,) = [link for link in page.links() if link.endswith("/cancel")]
    await own.open(f"{path}/originals/pick-up/confirm")
    assert own.here == f"{path}/delivery/parcels"
    await own.send(await own.open(cancel))
    assert own.here == f"{path}/delivery/parcels"
    await elder.stack.settle()
    assert (await elder.parcels())[0].state == "cancelled"
    assert (await own.open(cancel)).status == 200 and own.here == f"{path}/delivery/parcels"


async def test_a_number_of_ones_own_is_registered(own: Browser, elder: PostedCase) -> None:
    path = pages_of(elder)
    form = await own.open(f"{path}/originals/number")
    page = await own.send(form, {"waybill_number": "", "carrier_code": "A B"})
    assert page.status == 422 and page.all("//ul[@class='summary']//a/@href") == [
        "#waybill_number",
        "#carrier_code",
    ]
    await told_once(own, page)
    for _ in range(2):
        page = await own.send(form, {"waybill_number": "SF1234567890123", "carrier_code": ""})
        assert own.here == f"{path}/delivery/parcels" and page.says("邮件号已经登记")
        assert page.says("核对")
    assert await Parcel.all().count() == 1


@pytest.mark.parametrize("status", [CaseStatus.delivered, CaseStatus.withdrawn])
async def test_what_is_over_takes_no_parcel(
    own: Browser, elder: PostedCase, status: CaseStatus
) -> None:
    path = pages_of(elder)
    forms = [await own.open(f"{path}/originals/{name}") for name in ("pick-up", "number")]
    await Case.filter(id=elder.id).update(status=status)
    for form in forms:
        page = await own.send(form, {"choice": "new", "waybill_number": "1100000000001"} | ADDRESS)
        assert own.here == f"{path}/delivery/parcels" and page.status == 409
        assert page.says("现在不需要寄送材料原件")
    for name in ("originals/pick-up", "originals/number", "delivery/address", "delivery/readdress"):
        assert (await own.open(f"{path}/{name}")).status == 200
        assert own.here == f"{path}/delivery/parcels"
