"""From 现在就办 to the receipt and through a correction, on pages alone and without script."""

from mobile_api.cases.models import Case
from mobile_api.shared.text.masking import mask_name
from tests.actors import Citizen, Colleague, photo
from tests.mobile_api.web.applying.browser import ADDRESS, Browser
from tests.mobile_api.web.reading import Page


async def answered(own: Browser, page: Page, *answers: str) -> Page:
    """Question after question."""
    for answer in answers:
        assert "/questions/" in own.here
        page = await own.send(page, {"answer": answer})
    return page


async def filled(own: Browser) -> Page:
    """A passport application up to the page on which it is checked."""
    guide = await own.open("/guides/passport")
    assert "/guides/passport/apply" in guide.links()
    page = await own.open("/guides/passport/apply")
    page = await own.send(page)
    page = await answered(own, page, "renewal", "adult", "no")
    assert own.here.endswith("/form")
    page = await own.send(page, {"field.name-in-pinyin": "ZHANG SANFENG"})
    for shade in (1, 2):
        assert "/materials/" in own.here
        page = await own.upload(own.here, photo(shade))
        assert page.says("已收到"), page.text
        page = await own.send(page, number=-1)
    assert own.here.endswith("/delivery")
    return await own.send(page, {"kind": "post", "choice": "new"} | ADDRESS)


async def test_a_whole_application_without_script(own: Browser) -> None:
    page = await filled(own)
    assert own.here.endswith("/check")
    for said in ("ZHANG SANFENG", "换发", "1页", "邮寄给", "和平街道", mask_name("张三丰")):
        assert page.says(said), said
    page = await own.send(page)
    assert own.here.endswith("/receipt")
    case = await Case.get()
    assert case.status == "submitted" and case.number
    assert "".join(page.all("//dd[@class='number']//text()")) == case.number
    # Back and reload of what was sent: nothing is sent twice, nothing breaks.
    again = await own.open(f"/me/cases/{case.id}/submit")
    assert again.status == 200 and own.here == f"/me/cases/{case.id}"
    assert await Case.all().count() == 1


async def test_what_is_left_for_later_leads_to_the_list(own: Browser) -> None:
    page = await own.send(await own.open("/guides/passport/apply"))
    await answered(own, page, "renewal", "adult", "no")
    tasks = own.here.replace("/form", "/tasks")
    page = await own.open(tasks.replace("/tasks", "/materials/exit-entry-photo"))
    await own.send(page, number=-1)
    assert own.here == tasks


async def test_everything_is_kept_and_gone_on_with(own: Browser) -> None:
    page = await own.open("/guides/passport/apply")
    page = await own.send(page)
    await answered(own, page, "renewal", "adult", "no")
    page = await own.open("/guides/passport/apply")
    (draft,) = [link for link in page.links() if link.endswith("/tasks")]
    page = await own.open(draft)
    tags = page.all("//section[@aria-labelledby='step-situation']//span[@class='tag good']")
    assert len(tags) == 3
    assert page.says("请填写“姓名拼音”") and page.says("请上传“出入境证件照片”")


async def test_a_correction_opens_only_what_is_wrong(
    own: Browser, citizen: Citizen, colleague: Colleague
) -> None:
    case = await citizen.submitted_case()
    fault = {
        "target": "material",
        "key": "exit-entry-photo",
        "reason": "照片模糊。",
        "advice": "重拍。",
    }
    answer = await colleague.move(case["id"], "request-correction", {"faults": [fault]})
    assert answer.is_success
    page = await own.open(f"/me/cases/{case['id']}")
    tasks = f"/me/cases/{case['id']}/tasks"
    assert tasks in page.links()
    page = await own.open(tasks)
    wanted = f"/me/cases/{case['id']}/materials/exit-entry-photo"
    assert {link for link in page.links() if f"/{case['id']}/" in link} == {
        wanted,
        f"/me/cases/{case['id']}/withdraw",
    }
    page = await own.open(wanted)
    assert page.says("照片模糊。 重拍。")
    page = await own.send(page, number=-1)
    assert own.here == wanted and page.status == 422 and page.says("这项还没有改")
    page = await own.upload(wanted, photo(9))
    old = page.document.xpath("//form[contains(@action, '/pages/')]")[0].action
    page = await own.send(page, number=[one.action for one in page.document.forms].index(old))
    page = await own.send(page, number=-1)
    assert own.here.endswith("/check")
    await own.send(page)
    again = await citizen.ok("GET", f"/api/v1/cases/{case['id']}")
    assert again["status"] == "submitted"
