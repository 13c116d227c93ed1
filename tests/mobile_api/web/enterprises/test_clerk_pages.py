"""A power is given, accepted, used and taken back on the pages, by nobody but those it concerns."""

import asyncio
from datetime import timedelta
from uuid import UUID

import httpx

from mobile_api.accounts.phones.models import PhoneBinding, hash_of_phone
from mobile_api.cases.models import Case
from mobile_api.enterprises.models import Clerk
from mobile_api.shared import clock
from tests.mobile_api.accounts.later import later
from tests.mobile_api.enterprises.people import Member, Office
from tests.mobile_api.web.enterprises.phone import (
    ACTING,
    APPOINTMENTS,
    COMPANIES,
    company,
    invitation,
    invited,
    phone_of,
)
from tests.mobile_api.web.reading import open_page, read
from tests.mobile_api.web.signing_in.test_sign_in_pages import COOKIE, send
from tests.stack import Stack


async def test_an_invitation_is_told_to_both(
    office: Office, clerk: Member, bosses: httpx.AsyncClient, clerks: httpx.AsyncClient
) -> None:
    page = await open_page(bosses, company(office))
    assert page.says("还没有经办人") and f"{company(office)}/clerks/items" in page.links()
    await invited(bosses, office, clerk, item="seal")
    page = await open_page(bosses, company(office))
    assert page.says("邀请已经发出") and page.says("等待对方接受") and page.says("李*")
    assert not page.says(clerk.name) and not page.says(clerk.phone)
    assert (await open_page(clerks, COMPANIES)).says("示范物流有限公司请您做经办人")
    own = await open_page(clerks, "/me")
    assert own.says("有1家企业请您做经办人") and APPOINTMENTS in own.links()
    assert own.says("“示范物流有限公司”请您做经办人") and own.says("看邀请")
    (read_it,) = own.all("//form[button='看邀请' or .//button='看邀请']/@action")
    assert (await send(clerks, read_it)).headers["location"] == APPOINTMENTS


async def test_a_clerk_accepts_and_both_see_it_until_it_is_revoked(
    office: Office, clerk: Member, bosses: httpx.AsyncClient, clerks: httpx.AsyncClient
) -> None:
    one = await invited(bosses, office, clerk, item="seal")
    (form,) = (await open_page(clerks, APPOINTMENTS)).all("//form/@action")
    assert (await send(clerks, form)).headers["location"] == company(office)
    page = await open_page(clerks, company(office))
    assert not (await open_page(clerks, "/me")).says("等您答复")
    assert page.says("您已接受授权") and page.says("经办人") and page.says("公章刻制备案")
    assert page.says("为谁办:本人"), "from now on the choice is offered"
    assert not page.says("授权一位经办人")
    page = await open_page(bosses, f"{company(office)}/clerks/{one.id}/revoke")
    assert page.says("真的要撤销这份授权吗") and page.says("有效")
    for _ in range(2):
        done = await send(bosses, f"{company(office)}/clerks/{one.id}/revoke")
        assert done.headers["location"] == company(office)
    assert (await open_page(bosses, company(office))).says("授权已经撤销")
    assert (await clerks.get(company(office))).status_code == 404


async def test_every_fault_of_an_invitation_is_told_at_once(
    office: Office, bosses: httpx.AsyncClient
) -> None:
    path = f"{company(office)}/clerks/new"
    late = str(clock.today() + timedelta(days=800))
    for ends_on in (late, "31", str(clock.today() - timedelta(days=1))):
        wrong = {"name": "1", "phone": "12", "ends_on": ends_on, "item": "no-such"}
        page = read(await send(bosses, path, **wrong))
        assert page.status == 422 and page.says("有4处需要改一下")
        told = ["name", "phone", "ends_on", "items"]
        assert page.all("//ul[@class='summary']//a/@href") == [f"#{one}" for one in told]
        assert page.all("//title/text()")[0].startswith("错误")
        assert page.all("//input[@name='phone']/@value") == ["12"]
    page = read(await send(bosses, path))
    assert len(page.all("//p[@class='fault'][text()='这一项必须填写。']")) == 3
    assert not (await open_page(bosses, path)).all("//*[@role='alert']")
    assert not await Clerk.exists()


async def test_a_proof_that_is_too_old_leads_to_identity_and_back(
    stack: Stack, office: Office, clerk: Member, bosses: httpx.AsyncClient
) -> None:
    with later(stack, minutes=31):
        path = f"{company(office)}/clerks/new"
        page = await open_page(bosses, f"{path}?item=seal")
        (way,) = [link for link in page.links() if link.startswith("/me/identity")]
        assert "clerks%2Fnew%3Fitem%3Dseal" in way
        page = read(await send(bosses, path, **invitation(clerk, item="seal")))
        assert page.status == 403 and page.all("//input[@name='name']/@value") == [clerk.name]
    assert not await Clerk.exists()


async def test_who_has_proven_too_little_to_accept_is_led_to_identity(
    stack: Stack, client: httpx.AsyncClient, office: Office, bosses: httpx.AsyncClient
) -> None:
    low = Member(stack, client, "barely-known")
    await low.sign_in()
    low.name, low.phone = "周八", "13912340088"
    now = clock.now()
    await PhoneBinding.create(
        person_id=low.person_id,
        phone=low.phone,
        phone_hash=hash_of_phone(low.phone),
        created_at=now,
        verified_at=now,
    )
    one = await invited(bosses, office, low, item="seal")
    async with phone_of(low) as phone:
        sent = await send(phone, f"{APPOINTMENTS}/{one.id}/accept")
        assert sent.headers["location"] == "/me/identity?return_to=%2Fme%2Fclerk-appointments"


async def test_invited_twice_at_once_is_one_invitation(
    office: Office, clerk: Member, bosses: httpx.AsyncClient
) -> None:
    path = f"{company(office)}/clerks/new"
    answers = await asyncio.gather(*(bosses.post(path, data=invitation(clerk)) for _ in range(3)))
    assert {one.headers["location"] for one in answers} == {company(office)}
    assert await Clerk.all().count() == 1
    page = read(await send(bosses, path, **invitation(clerk)))
    assert page.status == 409 and page.says("已经有一项未结束的经办人授权")
    assert page.says("等待对方接受")


async def test_an_invitation_that_is_revoked_or_over_is_not_accepted(
    stack: Stack,
    office: Office,
    clerk: Member,
    bosses: httpx.AsyncClient,
    clerks: httpx.AsyncClient,
) -> None:
    one = await invited(bosses, office, clerk)
    accept = f"{APPOINTMENTS}/{one.id}/accept"
    taken = bosses.post(f"{company(office)}/clerks/{one.id}/revoke", data={"": ""})
    answers = await asyncio.gather(taken, clerks.post(accept, data={"": ""}))
    assert {answer.status_code for answer in answers} == {303}
    assert (await Clerk.get()).revoked_at is not None
    page = read(await send(clerks, accept))
    assert page.status == 409 and page.says("邀请已撤销或已过期")
    second = await invited(bosses, office, clerk)
    with later(stack, days=8):
        assert (await open_page(clerks, APPOINTMENTS)).says("邀请已过期")
        page = read(await send(clerks, f"{APPOINTMENTS}/{second.id}/accept"))
        assert page.status == 409
    await bosses.post(f"{company(office)}/clerks/{second.id}/revoke", data={"": ""})
    third = await invited(bosses, office, clerk, ends_on=str(clock.today() + timedelta(days=1)))
    await send(clerks, f"{APPOINTMENTS}/{third.id}/accept")
    for days, status in ((1, 200), (2, 404)):
        with later(stack, days=days):
            assert (await clerks.get(company(office))).status_code == status


async def test_a_power_that_ends_while_a_form_is_open_ends_there(
    office: Office, clerk: Member, bosses: httpx.AsyncClient, clerks: httpx.AsyncClient
) -> None:
    one = await invited(bosses, office, clerk, item="seal")
    await send(clerks, f"{APPOINTMENTS}/{one.id}/accept")
    await send(clerks, ACTING, who=office.id)
    begun = await send(clerks, "/guides/seal/apply", for_whom=office.id)
    case = await Case.get()
    form = f"/me/cases/{case.id}/form"
    assert begun.status_code == 303 and str(case.enterprise_id) == office.id
    assert (await open_page(clerks, form)).says("企业的营业执照")
    await send(bosses, f"{company(office)}/clerks/{one.id}/revoke")
    answer = await clerks.post(form, data={"field.seal-kinds": "basic-set"})
    page = read(answer)
    assert page.status == 403 and page.says("授权已到期、已撤销") and ACTING in page.links()
    assert not (await Case.get()).form
    page = read(await clerks.post("/guides/freight/apply", data={"": ""}, follow_redirects=True))
    assert page.status == 403 and await Case.all().count() == 1
    await send(clerks, ACTING, who="self")
    assert (await clerks.get(form)).status_code == 404


async def test_a_power_for_one_item_begins_no_other(
    office: Office, clerk: Member, clerks: httpx.AsyncClient
) -> None:
    await office.appoint(clerk, item_keys=["seal"])
    await send(clerks, ACTING, who=office.id)
    page = read(await send(clerks, "/guides/freight/apply", for_whom=office.id))
    assert page.status == 403 and not await Case.exists()


async def test_a_power_is_given_up_after_being_asked_once_more(
    office: Office, clerk: Member, bosses: httpx.AsyncClient, clerks: httpx.AsyncClient
) -> None:
    one = await invited(bosses, office, clerk)
    path = f"{APPOINTMENTS}/{one.id}/give-up"
    assert (await open_page(clerks, path)).says("真的不接受吗")
    await send(clerks, f"{APPOINTMENTS}/{one.id}/accept")
    assert (await open_page(clerks, path)).says("真的要放弃这份授权吗")
    for _ in range(2):
        assert (await send(clerks, path)).headers["location"] == APPOINTMENTS
    assert (await open_page(clerks, APPOINTMENTS)).says("已经按您的意思办好")
    assert (await clerks.get(path)).status_code == 404
    assert (await open_page(bosses, company(office))).says("以前的授权(1份)")


async def test_strangers_and_clerks_reach_nothing_of_the_representative(
    office: Office,
    clerk: Member,
    second: Member,
    bosses: httpx.AsyncClient,
    clerks: httpx.AsyncClient,
) -> None:
    one = await invited(bosses, office, clerk)
    await send(clerks, f"{APPOINTMENTS}/{one.id}/accept")
    own, some = f"{company(office)}/clerks", UUID(int=7)
    async with phone_of(second) as strangers:
        for phone, pages in (
            (strangers, (company(office), f"{company(office)}/activity")),
            (clerks, ()),
        ):
            for path in (*pages, f"{own}/items", f"{own}/new", f"{own}/{one.id}/revoke"):
                assert (path, (await phone.get(path)).status_code) == (path, 404)
            for path in (f"{own}/new", f"{own}/{one.id}/revoke"):
                answer = await phone.post(path, data=invitation(second))
                assert (path, answer.status_code) == (path, 404)
        page = read(await send(strangers, f"{APPOINTMENTS}/{one.id}/give-up"))
        assert page.status == 404 and page.says("没有找到这项经办人授权")
        assert (await strangers.get(f"{APPOINTMENTS}/{one.id}/give-up")).status_code == 404
    assert (await bosses.get(f"{own}/{some}/revoke")).status_code == 404
    assert (await Clerk.get()).revoked_at is None
    for path in (f"{own}/new", f"{own}/{one.id}/revoke", f"{APPOINTMENTS}/{one.id}/give-up"):
        evil = await bosses.post(path, data={}, headers={"origin": "https://evil.example"})
        assert evil.status_code == 403


async def test_whoever_was_signed_out_signs_in_first(
    office: Office, bosses: httpx.AsyncClient
) -> None:
    bosses.cookies.delete(COOKIE)
    own, some = company(office), UUID(int=7)
    for path in (f"{own}/clerks/new", f"{own}/clerks/{some}/revoke"):
        for answer in (await bosses.post(path, data={"": ""}), await bosses.get(path)):
            assert answer.headers["location"].startswith("/sign-in?return_to=%2Fme%2Fenterprises")
    for path in (own, f"{own}/activity", f"{own}/clerks/items", COMPANIES, APPOINTMENTS):
        assert (await bosses.get(path)).headers["location"].startswith("/sign-in?")
