"""A legal representative claims their enterprise on the pages; both people read who did what."""

import asyncio

import httpx

from mobile_api.enterprises.models import Enterprise
from tests.mobile_api.accounts.identity.browser import Browser
from tests.mobile_api.accounts.later import later
from tests.mobile_api.enterprises.people import USCC, Member, Office
from tests.mobile_api.web.enterprises.phone import COMPANIES, company, phone_of
from tests.mobile_api.web.reading import open_page, read
from tests.mobile_api.web.signing_in.test_sign_in_pages import COOKIE, send
from tests.stack import Stack


async def test_the_representative_claims_it_once_however_often_the_button_is_pressed(
    bosses: httpx.AsyncClient,
) -> None:
    assert COMPANIES in (await open_page(bosses, "/me")).links()
    page = await open_page(bosses, COMPANIES)
    assert page.says("还没有") and not page.says("为谁办")
    code = {"social_credit_code": f" {USCC.lower()} "}
    answers = await asyncio.gather(*(bosses.post(COMPANIES, data=code) for _ in range(3)))
    (enterprise,) = await Enterprise.all()
    assert {one.headers["location"] for one in answers} == {f"{COMPANIES}/{enterprise.id}"}
    page = await open_page(bosses, f"{COMPANIES}/{enterprise.id}")
    assert page.says("企业已经认领") and page.says("法定代表人") and page.says("为谁办:本人")
    assert page.says(enterprise.name) and page.says("所有事项")
    page = await open_page(bosses, COMPANIES)
    assert f"{COMPANIES}/{enterprise.id}" in page.links()


async def test_what_is_wrong_or_not_proven_is_told_with_the_way_on(
    stack: Stack, bosses: httpx.AsyncClient, second: Member
) -> None:
    page = read(await send(bosses, COMPANIES, social_credit_code="9137"))
    assert page.status == 422 and page.all("//input[@aria-invalid]/@value") == ["9137"]
    assert page.all("//ul[@class='summary']//a/@href") == ["#social_credit_code"]
    page = read(await send(bosses, COMPANIES))
    assert page.status == 422
    async with phone_of(second) as strangers:
        page = read(await send(strangers, COMPANIES, social_credit_code=USCC))
        assert page.status == 403 and page.says("请先以法定代表人身份完成线上身份认证")
        assert "/me/identity?return_to=%2Fme%2Fenterprises" in page.links()
        assert not (await open_page(strangers, COMPANIES)).all("//*[@role='alert']")
    with later(stack, minutes=31):
        page = await open_page(bosses, COMPANIES)
        assert "/me/identity?return_to=%2Fme%2Fenterprises" in page.links()
        page = read(await send(bosses, COMPANIES, social_credit_code=USCC))
        assert page.status == 403
    assert not await Enterprise.exists()


async def test_another_representative_who_was_proven_later_keeps_it(
    office: Office, bosses: httpx.AsyncClient, browser: Browser, second: Member
) -> None:
    await Enterprise.filter(id=office.id).update(representative_id=second.person_id)
    page = read(await send(bosses, COMPANIES, social_credit_code=USCC))
    assert page.status == 409 and page.says("刚刚由另一位法定代表人认领")
    assert (await bosses.get(company(office))).status_code == 404


async def test_representative_and_clerk_read_who_did_what(
    office: Office,
    clerk: Member,
    boss: Member,
    bosses: httpx.AsyncClient,
    clerks: httpx.AsyncClient,
) -> None:
    path = f"{company(office)}/activity"
    assert (await open_page(bosses, path)).says("还没有人提交过办件")
    await office.appoint(clerk)
    clerk.acting_for = boss.acting_for = office.id
    draft = await clerk.complete_draft()
    await clerk.ok("POST", f"{draft}/submit")
    await boss.ok("POST", f"{draft}/withdraw")
    assert path in (await open_page(clerks, company(office))).links()
    for phone, shown in (
        (bosses, ["您本人 法定代表人 撤回了申请", "李** 经办人 提交了申请"]),
        (clerks, ["赵** 法定代表人 撤回了申请", "您本人 经办人 提交了申请"]),
    ):
        page = await open_page(phone, path)
        lines = [" ".join(one.text_content().split()) for one in page.all("//main//li")]
        assert [line[: len(start)] for line, start in zip(lines, shown, strict=True)] == shown
    page = read(await bosses.get(f"{path}?cursor=x"))
    assert page.status == 422


async def test_whoever_was_signed_out_signs_in_first(bosses: httpx.AsyncClient) -> None:
    bosses.cookies.delete(COOKIE)
    sent = await bosses.post(COMPANIES, data={"social_credit_code": USCC})
    assert sent.headers["location"] == "/sign-in?return_to=%2Fme%2Fenterprises"
    evil = await bosses.post(COMPANIES, data={}, headers={"origin": "https://evil.example"})
    assert evil.status_code == 403
