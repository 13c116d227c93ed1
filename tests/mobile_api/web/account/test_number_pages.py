"""A number bound by a code, and two accounts made one: each step by GET, nothing secret kept."""

from collections.abc import AsyncIterator

import httpx
import pytest

from mobile_api.accounts.models import Person
from mobile_api.accounts.phones.models import PhoneBinding
from tests.actors import Citizen
from tests.conftest import NO_TLS
from tests.mobile_api.accounts.bindings.test_bindings import kinds
from tests.mobile_api.accounts.later import later
from tests.mobile_api.accounts.phones.phone import PhoneUser, new_number
from tests.mobile_api.web.reading import Page, open_page, read
from tests.mobile_api.web.signing_in.test_sign_in_pages import COOKIE, code_for, send
from tests.stack import Stack

WAYS = "/me/sign-in-ways"
PHONE, MERGE = f"{WAYS}/phone", f"{WAYS}/merge"


@pytest.fixture
async def neighbour(stack: Stack) -> AsyncIterator[PhoneUser]:
    """Somebody whose way in is a SIM card, on a device of their own."""
    async with httpx.AsyncClient(
        base_url=stack.api, timeout=20, trust_env=False, verify=NO_TLS
    ) as client:
        found = PhoneUser(stack, client)
        assert (await found.enter()).status_code == 201
        yield found


async def asked(stack: Stack, own: httpx.AsyncClient, path: str, phone: str) -> str:
    """The code that the page at `path` had sent to a number."""
    sent = await send(own, path, phone=phone)
    assert (sent.status_code, sent.headers["location"]) == (303, f"{path}/code")
    assert phone not in str(sent.headers)
    return await code_for(stack, own, phone)


async def refused(own: httpx.AsyncClient, path: str, **fields: str) -> Page:
    """What the page says of a form that is not right, once."""
    page = read(await send(own, path, **fields))
    assert page.all("//*[@role='alert']") and len(page.all("//h1")) == 1
    assert not (await open_page(own, str(page.response.url))).all("//*[@role='alert']")
    return page


async def test_a_number_is_bound_by_its_code(
    stack: Stack, own: httpx.AsyncClient, citizen: Citizen
) -> None:
    phone = new_number()
    assert PHONE in (await open_page(own, WAYS)).links()
    assert (await own.get(f"{PHONE}/code")).headers["location"] == PHONE, "nothing was asked for"
    code = await asked(stack, own, PHONE, phone)
    for _ in range(2):
        page = await open_page(own, f"{PHONE}/code")
        assert page.says(f"{phone[:3]}****{phone[-4:]}") and page.all("//input[@name='code']")
        assert page.all("//input[@name='code']/@value") == []
    done = await send(own, f"{PHONE}/code", code=code)
    assert (done.status_code, done.headers["location"]) == (303, WAYS)
    assert (await open_page(own, WAYS)).says("手机号已经绑定")
    assert await kinds(citizen) == ["mini_program", "phone"]
    assert (await send(own, f"{PHONE}/code", code=code)).headers["location"] == PHONE
    again = await refused(own, PHONE, phone=phone)
    assert again.says("已经绑定在您的账户上") and await PhoneBinding.all().count() == 1


async def test_what_is_wrong_is_said_and_what_was_typed_is_kept(
    stack: Stack, own: httpx.AsyncClient
) -> None:
    page = await refused(own, PHONE, phone="12")
    assert page.status == 422 and page.all("//input[@id='phone'][@aria-invalid]/@value") == ["12"]
    assert "#phone" in page.all("//a/@href")
    code = await asked(stack, own, PHONE, new_number())
    page = await refused(own, f"{PHONE}/code", code="12")
    assert page.status == 422 and "#code" in page.all("//a/@href")
    wrong = str((int(code) + 1) % 10**6).zfill(6)
    page = await refused(own, f"{PHONE}/code", code=wrong)
    assert page.says("验证码不正确") and wrong not in page.response.text
    assert (await send(own, f"{PHONE}/code", code=code)).headers["location"] == WAYS


async def test_a_second_code_too_early_keeps_the_first(
    stack: Stack, own: httpx.AsyncClient
) -> None:
    phone = new_number()
    code = await asked(stack, own, PHONE, phone)
    for _ in range(8):
        sent = await send(own, PHONE, phone=phone)
        assert (sent.status_code, sent.headers["location"]) == (303, f"{PHONE}/code")
    assert (await open_page(own, f"{PHONE}/code")).says("这次没有再发短信")
    assert (await send(own, f"{PHONE}/code", code=code)).headers["location"] == WAYS


async def test_a_number_of_another_account_is_merged_or_taken_over(
    stack: Stack, own: httpx.AsyncClient, citizen: Citizen, neighbour: PhoneUser
) -> None:
    with later(stack, minutes=2):
        code = await asked(stack, own, PHONE, neighbour.number)
        page = await refused(own, f"{PHONE}/code", code=code)
        assert page.status == 409 and MERGE in page.links()
        (box,) = page.all("//input[@type='checkbox']/@name")
        assert box == "is_new_owner" and await kinds(citizen) == ["mini_program"]
        done = await send(own, f"{PHONE}/code", code=code, is_new_owner="true")
        assert done.headers["location"] == WAYS
        assert await kinds(citizen) == ["mini_program", "phone"]


async def test_accounts_are_merged_and_one_goes_on(
    stack: Stack, own: httpx.AsyncClient, citizen: Citizen, neighbour: PhoneUser
) -> None:
    assert MERGE in (await open_page(own, WAYS)).links()
    with later(stack, minutes=2):
        code = await asked(stack, own, MERGE, neighbour.number)
        page = await open_page(own, f"{MERGE}/code")
        assert page.says("真的要合并账户吗") and page.says("不能再分开")
        assert await Person.filter(closed_at=None).count() == 2
        done = await send(own, f"{MERGE}/code", code=code)
        assert (done.status_code, done.headers["location"]) == (303, WAYS)
        assert "session=" in str(done.headers.get_list("set-cookie"))
        page = await open_page(own, WAYS)
        assert page.says("两个账户已经合并") and page.says("手机号")
        assert await Person.filter(closed_at=None).count() == 1
        assert (await send(own, f"{MERGE}/code", code=code)).headers["location"] == MERGE


async def test_of_different_people_no_account_is_merged(
    stack: Stack, own: httpx.AsyncClient, neighbour: PhoneUser
) -> None:
    await neighbour.declare_real_name("370000199103070015")
    with later(stack, minutes=2):
        code = await asked(stack, own, MERGE, neighbour.number)
        page = await refused(own, f"{MERGE}/code", code=code)
    assert page.status == 409 and page.says("不能合并")
    assert await Person.filter(closed_at=None).count() == 2


async def test_a_number_of_nobody_and_the_own_are_no_other_account(
    stack: Stack, own: httpx.AsyncClient
) -> None:
    phone = new_number()
    code = await asked(stack, own, MERGE, phone)
    page = await refused(own, f"{MERGE}/code", code="12")
    assert page.status == 422 and page.all("//input[@id='code'][@aria-invalid]")
    page = await refused(own, f"{MERGE}/code", code=code)
    assert page.says("没有账户用这个手机号登录") and page.all("//input[@id='phone']/@value") == [
        phone
    ]
    await send(own, f"{PHONE}/code", code=await asked(stack, own, PHONE, new_number()))
    held = await PhoneBinding.get()
    assert (await refused(own, MERGE, phone=held.phone)).says("您现在这个账户的手机号")


@pytest.mark.parametrize("path", [PHONE, MERGE])
async def test_both_ask_for_a_recent_sign_in(
    stack: Stack, own: httpx.AsyncClient, path: str
) -> None:
    code = await asked(stack, own, path, new_number())
    with later(stack, minutes=11):
        page = await open_page(own, path)
        assert f"/sign-in?return_to={path}" in page.links() and not page.all("//main//form")
        assert (await send(own, path, phone=new_number())).headers["location"] == path
        answer = await send(own, f"{path}/code", code=code)
        assert (answer.status_code, answer.headers["location"]) == (303, path)


@pytest.mark.parametrize("path", [PHONE, MERGE])
async def test_neither_is_for_forms_of_others_strangers_or_who_shares_the_browser(
    stack: Stack, own: httpx.AsyncClient, others: httpx.AsyncClient, path: str
) -> None:
    phone = new_number()
    code = await asked(stack, own, path, phone)
    for form in (path, f"{path}/code"):
        evil = await own.post(form, data={"code": code}, headers={"origin": "https://evil.example"})
        assert evil.status_code == 403
    own.cookies[COOKIE] = others.cookies[COOKIE]
    assert (await own.get(f"{path}/code")).headers["location"] == path
    assert phone not in (await own.get(path)).text
    assert (await send(own, f"{path}/code", code=code)).headers["location"] == path
    own.cookies.delete(COOKIE)
    for form in (path, f"{path}/code"):
        for answer in (await own.get(form), await own.post(form, data={"code": code})):
            assert answer.headers["location"].startswith("/sign-in?return_to=%2Fme%2Fsign-in-ways")
    assert not await PhoneBinding.exists()
