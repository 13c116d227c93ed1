"""Who applies for an enterprise need not type what stands on its licence."""

from tests.mobile_api.enterprises.people import USCC, Member, Office
from tests.mobile_api.web.enterprises.phone import ACTING, phone_of
from tests.mobile_api.web.reading import open_page
from tests.mobile_api.web.signing_in.test_sign_in_pages import send

LICENCE = [("organisation-name", "示范物流有限公司"), ("social-credit-code", USCC)]


async def test_the_form_shows_what_the_licence_says(office: Office, boss: Member) -> None:
    boss.acting_for = office.id
    path = f"/api/v1/cases/{(await boss.begin_case())['id']}"
    found = (await boss.ok("GET", f"{path}/tasks"))["prefilled"]
    of_licence = [one for one in found if one["source_name"] == "企业的营业执照"]
    assert [(one["key"], one["value"]) for one in of_licence] == LICENCE
    assert boss.name not in str(found) and len(found) > len(LICENCE)
    async with phone_of(boss) as phone:
        await send(phone, ACTING, who=office.id)
        page = await open_page(phone, f"/me/cases/{path.rpartition('/')[2]}/form")
        (known,) = page.all("//section[@aria-labelledby='known']")
        text = " ".join(known.text_content().split())
        assert "示范物流有限公司来自企业的营业执照" in text and "来自您的实名信息" in text
        assert not page.all("//input[@name='field.organisation-name']")
    await boss.ok("PATCH", path, {"form": {"seal-kinds": "basic-set"}})
    submitted = await boss.ok("POST", f"{path}/submit")
    assert {key: submitted["form"][key] for key, _ in LICENCE} == dict(LICENCE)


async def test_for_oneself_no_licence_is_shown(boss: Member) -> None:
    path = f"/api/v1/cases/{(await boss.begin_case('passport'))['id']}/tasks"
    found = (await boss.ok("GET", path))["prefilled"]
    assert {one["source_name"] for one in found} == {"您的实名信息"}
