"""Into the market and out of it: what is wrong, lacking, returned, offered anew, left."""

import asyncio

from mobile_api.agency_supermarket.agencies.models import Agency, AgencyService, Qualification
from mobile_api.agency_supermarket.agencies.offices.models import Office
from mobile_api.agency_supermarket.agencies.practitioners.models import Practitioner
from tests.actors import photo
from tests.mobile_api.agency_supermarket.market import APPRAISAL, Applicant, Desk
from tests.mobile_api.web.applying.browser import Browser
from tests.mobile_api.web.market.bidding.sending import send, upload
from tests.mobile_api.web.market.bidding.test_journey import PROFILE, entered

HOME = "/me/agency"
CERTIFICATE = f"{HOME}/qualifications/{APPRAISAL}"


async def test_a_long_text_is_not_lost_with_a_fault(own: Browser) -> None:
    """It fits into no cookie: the page answers at once, and its address can be opened as well."""
    long = "甲" * 990
    page = await own.open(f"{HOME}/profile")
    page = await send(own, page, PROFILE | {"introduction": long, "phone": "12", "process": ""})
    assert page.status == 422 and not page.response.history
    assert page.all("//ul[@class='summary']//a/@href") == ["#process", "#phone"]
    assert page.document.findtext(".//textarea[@id='introduction']").strip() == long
    assert (await own.open(f"{HOME}/profile")).status == 200
    page = await send(own, page, {"process": PROFILE["process"], "phone": PROFILE["phone"]})
    assert own.here == HOME and (await Agency.get()).introduction == long


async def test_begun_twice_at_once_is_one_agency(own: Browser) -> None:
    page = await own.open(f"{HOME}/profile")
    form = page.document.forms[-1]
    fields = {name: (None, value) for name, value in (dict(form.form_values()) | PROFILE).items()}
    sent = [own.client.post(form.action, files=fields) for _ in range(3)]
    assert {one.status_code for one in await asyncio.gather(*sent)} == {303}
    assert await Agency.all().count() == 1


async def test_a_service_and_its_certificate(own: Browser) -> None:
    await send(own, await own.open(f"{HOME}/profile"), PROFILE)
    service = f"{HOME}/services/{APPRAISAL}"
    assert service in (await own.open(f"{HOME}/services")).links()
    page = await own.open(service)
    wrong = {"price_from": "8000", "price_to": "3000", "promised_days": "99"}
    page = await send(own, page, wrong)
    assert page.all("//ul[@class='summary']//a/@href") == ["#promised_days"]
    page = await send(own, page, {"promised_days": "5"})
    assert page.all("//ul[@class='summary']//a/@href") == ["#price_to"]
    page = await send(own, page, {"price_from": "3000"})
    assert page.says("3000元") or page.says("3,000元")
    page = await send(own, await own.open(CERTIFICATE), {"number": "", "valid_from": "昨天"})
    found = page.all("//ul[@class='summary']//a/@href")
    assert found == ["#file", "#number", "#valid_from"]
    await own.open(f"{HOME}/apply")
    assert own.here == HOME
    page = await send(own, await own.open(f"{service}/remove"))
    assert page.says("已经去掉") and not await AgencyService.exists()
    assert (await own.open(f"{HOME}/qualifications/no-such")).status == 404


async def test_returned_with_every_fault_and_sent_again(own: Browser, desk: Desk) -> None:
    await entered(own)
    agency = await Agency.get()
    await own.open(f"{HOME}/profile")
    assert own.here == HOME, "nothing is changed while the desk looks at it"
    fault = {"path": "/qualifications/0/file_id", "reason": "证书照片看不清,请重新拍摄。"}
    await desk.done(str(agency.id), "return", {"faults": [fault]})
    page = await own.open(HOME)
    assert page.says("证书照片看不清")
    before = await Qualification.get()
    await upload(own, CERTIFICATE, photo(31))
    page = await send(own, await own.open(CERTIFICATE))
    after = await Qualification.get()
    assert before.file_id != after.file_id and before.number == after.number
    page = await send(own, await own.open(f"{HOME}/apply"))
    assert page.says("入驻申请审核中")


async def test_what_a_listed_agency_changes_and_that_it_leaves(
    own: Browser, applicant: Applicant, agency: str
) -> None:
    page = await own.open(f"{HOME}/services/{APPRAISAL}/remove")
    page = await send(own, page)
    assert page.status == 422 and page.says("至少要提供一项服务")
    page = await send(own, await own.open(f"{HOME}/services/{APPRAISAL}"), {"price_to": "9000"})
    assert (await AgencyService.get()).price_to_fen == 900_000
    assert (await AgencyService.get()).covered_until is not None
    await upload(own, CERTIFICATE, photo(33))
    await send(own, await own.open(CERTIFICATE), {"number": "ZC-2025-0018"})
    waiting = await Qualification.filter(verified_at=None)
    assert [one.number for one in waiting] == ["ZC-2025-0018"]
    page = await send(own, await own.open(f"{HOME}/leave"), {"reason": "业务调整"})
    assert page.says("已经退出中介超市") and (await Agency.get()).status == "left"


async def test_where_it_is_and_who_works_there(
    own: Browser, applicant: Applicant, agency: str
) -> None:
    page = await own.open(f"{HOME}/office")
    page = await send(own, page, {"address": "河西", "point": "在桥边"})
    assert page.all("//ul[@class='summary']//a/@href") == ["#address", "#point"]
    typed = {"address": "示范市河西区长江路18号", "point": "34.5967,119.2214"}
    page = await send(own, page, typed)
    assert page.says("办公地点已经保存") and (await Office.get()).longitude == 119.2214
    people = f"{HOME}/practitioners"
    page = await own.open(f"{people}/new")
    person = {"name": "周正", "kind": "asset-appraiser", "number": "32190044"}
    page = await send(own, page, person)
    assert page.all("//ul[@class='summary']//a/@href") == ["#consents"]
    page = await send(own, page, {"consents": "true"})
    assert own.here == people and page.says("周正")
    one = await Practitioner.get()
    page = await send(own, await own.open(f"{people}/{one.id}/remove"))
    assert page.says("还没有登记") and not await Practitioner.exists()
