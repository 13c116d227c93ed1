"""The page of one's own case: its steps, whose turn it is, what withdrawing means, all in full."""

import asyncio
from datetime import timedelta

import pytest

from mobile_api.accounts.models import Person
from mobile_api.accounts.proofs.models import IdentityProof, ProofMethod
from mobile_api.cases.states import CaseStatus
from mobile_api.shared import clock
from mobile_api.shared.clock import standing_at
from mobile_api.shared.models import AuditRecord
from mobile_api.shared.text.words import at_time
from notifications.models import Delivery
from tests.actors import ID_NUMBER, Citizen, Colleague
from tests.mobile_api.cases.posting import PostedCase
from tests.mobile_api.web.applying.browser import Browser
from tests.mobile_api.web.reading import ask_status

FAULT = {"target": "material", "key": "old-passport", "reason": "缺一页。", "advice": "补上。"}


async def test_a_correction_is_the_one_thing_to_do_and_can_be_printed(
    own: Browser, citizen: Citizen, colleague: Colleague
) -> None:
    case = await citizen.submitted_case()
    path = f"/me/cases/{case['id']}"
    page = await own.open(path)
    assert page.says("现在不用您做什么") and not page.all("//a[@class='button wide']")
    assert page.all("//ol[@class='way']/li[@aria-current]/text()") == ["窗口预审"]
    assert f"{path}/materials/old-passport/open/1" in page.links()
    await own.open(f"{path}/notice")
    assert own.here == path
    await colleague.move(case["id"], "request-correction", {"faults": [FAULT]})
    page = await own.open(path)
    assert page.all("//a[@class='button wide']/@href") == [f"{path}/tasks"]
    assert page.all("//ol[@class='way']/li[@aria-current]/text()") == ["补正材料"]
    page = await own.open(f"{path}/notice")
    assert page.says("补正材料一次性告知书") and page.says("缺一页。") and page.says(case["number"])
    assert page.all("//section[@aria-labelledby='places']//a[starts-with(@href, 'tel:')]")


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (CaseStatus.submitted, "窗口不再看您的材料"),
        (CaseStatus.accepted, "已经受理"),
        (CaseStatus.under_review, "审查停止"),
    ],
)
async def test_what_a_withdrawal_means_is_said_where_the_case_stands(
    own: Browser, posted: PostedCase, status: CaseStatus, words: str
) -> None:
    await posted.begin(status)
    path = f"/me/cases/{posted.id}"
    page = await own.open(f"{path}/withdraw")
    assert page.says(words)
    form = page.document.forms[0]
    twice = [own.client.post(form.action, files={"": (None, "")}) for _ in range(2)]
    assert {one.status_code for one in await asyncio.gather(*twice)} == {303}
    page = await own.open(path)
    assert page.says("已经撤回") and page.says("重新申请")
    assert not (await own.open(path)).says("已经撤回。")


async def test_decided_it_says_why_it_cannot_be_withdrawn(own: Browser, posted: PostedCase) -> None:
    await posted.begin(CaseStatus.decided)
    page = await own.open(f"/me/cases/{posted.id}")
    assert page.says("决定已经作出,不能再撤回") and f"{own.here}/withdraw" not in page.links()
    await own.open(f"/me/cases/{posted.id}/withdraw")
    assert own.here == f"/me/cases/{posted.id}"


async def test_in_full_only_after_asking_and_written_down(own: Browser, citizen: Citizen) -> None:
    case = await citizen.submitted_case()
    here = f"/me/cases/{case['id']}/full-details"
    asked = await own.open(here)
    assert not asked.says("ZHANG SANFENG") and asked.says("每次查看都会留下记录")
    assert not await AuditRecord.filter(action="view_own_details").exists()
    page = await own.send(asked)
    assert (page.status, own.here) == (403, here) and not page.says("ZHANG SANFENG")
    assert any(link.startswith("/me/identity?return_to=") for link in page.links())
    person = await Person.get()
    await IdentityProof.create(
        person_id=person.id, method=ProofMethod.oidc, level=3, at=clock.now()
    )
    page = await own.send(asked)
    assert own.here == here and page.says("ZHANG SANFENG")
    assert (await own.open(here)).says("ZHANG SANFENG"), "a reload is the same look"
    assert await AuditRecord.filter(action="view_own_details").count() == 1
    # Another case was not looked at.
    other = await citizen.passport_draft()
    assert not (await own.open(f"/me/cases/{other['id']}/full-details")).says("ZHANG SANFENG")


async def test_what_is_withdrawn_is_what_was_read(
    own: Browser, citizen: Citizen, colleague: Colleague
) -> None:
    """Red before: "I do not want this draft" withdrew what another tab had handed in since."""
    case = await citizen.submitted_case()
    path = f"/me/cases/{case['id']}"
    old = await own.open(f"{path}/withdraw")
    await colleague.move(case["id"], "request-correction", {"faults": [FAULT]})
    page = await own.send(old)
    assert page.status == 409 and own.here == f"{path}/withdraw"
    assert page.says("没有撤回") and page.says("真的要撤回申请吗")
    page = await own.send(page)
    assert own.here == path and page.says("已经撤回")


async def test_a_refusal_is_said_first_with_its_reason_and_remedies(
    own: Browser, citizen: Citizen, colleague: Colleague
) -> None:
    case = await citizen.submitted_case()
    for move, body in (
        ("pass-pre-review", None),
        ("accept", None),
        ("decide", {"outcome": "refused", "reason": "照片与本人不符。"}),
        ("complete", None),
    ):
        assert (await colleague.move(case["id"], move, body)).is_success
    asked = await ask_status(own.client, case["number"], ID_NUMBER[-6:])
    for page in (await own.open(f"/me/cases/{case['id']}"), asked):
        assert page.all("//p[@class='now']/text()") == ["不予批准"]
        assert page.says("行政复议") and page.says("6个月") and not page.says("最迟送达")
        assert not page.says("到窗口领取") and not page.says("等您处理")
    page = await own.open(f"/me/cases/{case['id']}")
    assert page.says("照片与本人不符。") and page.says("重新申请")
    assert "不予批准" in (await own.open("/me")).all("//span[@class='tag']/text()")


async def test_after_the_pre_review_it_says_where_to_go_with_what(
    own: Browser, citizen: Citizen, colleague: Colleague
) -> None:
    case = await citizen.submitted_case()
    assert (await colleague.move(case["id"], "pass-pre-review")).is_success
    page = await own.open(f"/me/cases/{case['id']}")
    assert page.all("//a[@class='button wide']/@href") == ["#places"]
    assert (
        page.says("请带身份证和这些材料的原件到窗口")
        and page.says("请带身份证")
        and page.says("材料原件到窗口办理")
    )
    assert page.all("//section[@aria-labelledby='places']//a[starts-with(@href, 'tel:')]")
    told = await Delivery.get(event="pre_reviewed", place=0)
    assert "请带身份证" in told.content["text"]


async def test_the_receipt_of_a_correction_has_its_own_name_and_time(
    own: Browser, citizen: Citizen, colleague: Colleague
) -> None:
    case = await citizen.submitted_case()
    path = f"/me/cases/{case['id']}"
    page = await own.open(f"{path}/receipt")
    assert page.all("//h1/text()") == ["已经提交"] and page.says("提交时间")
    await colleague.move(case["id"], "request-correction", {"faults": [FAULT]})
    with standing_at(clock.now() + timedelta(minutes=7)):
        await citizen.ok("POST", f"/api/v1/cases/{case['id']}/submit")
        corrected_at = clock.now()
    page = await own.open(f"{path}/receipt")
    assert page.all("//h1/text()") == ["补正已提交"] and page.says("补正时间")
    assert page.says(at_time(corrected_at))
