"""Whose case is elsewhere: their accounts become one, they take a copy, they read its page."""

import re
from collections.abc import AsyncIterator

import httpx
import pytest

from mobile_api.accounts.models import Person
from mobile_api.accounts.sessions.service import page_token_of
from mobile_api.handoff.states import HandoffStatus
from mobile_api.shared import clock
from tests.actors import ID_NUMBER
from tests.mobile_api.accounts.later import later
from tests.mobile_api.accounts.phones.phone import PhoneUser
from tests.mobile_api.handoff.outgoing.handed import Handed
from tests.mobile_api.personal_data.test_exporting import fetched, table
from tests.mobile_api.personal_data.test_merging import id_of, merge
from tests.mobile_api.web.reading import Page, ask_status, open_page
from tests.mobile_api.web.signing_in.test_sign_in_pages import COOKIE
from tests.stack import Stack

# A word of ours that nobody was meant to read: snake_case, or a status or a mode as it is stored.
_CODE = re.compile(r"[a-z]+_[a-z_]+|\b(transferred|received|checked|decided)\b|Traceback")


@pytest.fixture
async def user(stack: Stack) -> AsyncIterator[PhoneUser]:
    """The same human with a new SIM card and a browser of their own."""
    async with httpx.AsyncClient(base_url=stack.api, timeout=30, trust_env=False) as client:
        yield PhoneUser(stack, client)


@pytest.mark.parametrize("is_absorbed", [False, True])
async def test_two_accounts_become_one_while_a_case_is_elsewhere(
    handed: Handed, user: PhoneUser, is_absorbed: bool
) -> None:
    """Also where the account that the case was begun with is the one that ends."""
    await handed.sent()
    await user.enter()
    owner, other = id_of(handed.citizen), id_of(user)
    if is_absorbed:
        await user.declare_real_name()
        # Who was there first stays.
        long_ago = clock.now().replace(year=clock.today().year - 1, day=1)
        await Person.filter(id=other).update(created_at=long_ago)
    with later(handed.stack, minutes=2):
        assert (await merge(handed.citizen, await user.proof("merge"))).status_code == 200
    assert id_of(handed.citizen) == (other if is_absorbed else owner)
    assert (await handed.view())["status"] == "received"
    for event in ("checked", "decided", "delivered"):
        assert (await handed.tell(event)).answered.status == 202
    assert (await handed.row()).status is HandoffStatus.finished
    assert (await handed.citizen.ok("GET", handed.own))["status"] == "delivered"
    told = (await handed.citizen.ok("GET", "/api/v1/me/messages"))["entries"]
    assert "delivered" in [one["event"] for one in told]


async def test_a_withdrawal_after_two_accounts_became_one(handed: Handed, user: PhoneUser) -> None:
    await handed.sent()
    await user.enter()
    with later(handed.stack, minutes=2):
        assert (await merge(handed.citizen, await user.proof("merge"))).status_code == 200
    await handed.citizen.ok("POST", f"{handed.own}/withdraw")
    await handed.stack.settle()
    assert len(await handed.taken("withdrawal")) == 1


async def test_a_copy_tells_of_it_in_words_and_opens_nothing(handed: Handed) -> None:
    await handed.sent()
    await handed.tell("checked")
    archive = await fetched(handed.citizen)
    [case], [shown] = table(archive, "办件"), table(archive, "跨城办件")
    row = await handed.row()
    assert case["状态"] == "已转到属地办理"
    assert (shown["状态"], shown["对方办件编号"]) == ("属地已收件", row.their_number)
    [message] = await handed.messages()
    sealed = (await handed.taken("case"))[0]["said"]["sealed"]
    for name in archive.namelist():
        content = archive.read(name)
        assert sealed.encode() not in content and bytes(message.body) not in content


async def _pages(handed: Handed, client: httpx.AsyncClient) -> list[Page]:
    """The list, the case and the status without signing in."""
    client.cookies.set(COOKIE, await page_token_of(handed.citizen.tokens["refresh_token"]))
    paths = ("/me", f"/me/cases/{handed.case_id}")
    own = [await open_page(client, path) for path in paths]
    number = (await handed.case()).number or ""
    return [*own, await ask_status(client, number, ID_NUMBER[-6:])]


@pytest.mark.parametrize(
    "events",
    [(), ("checked",), ("checked", "decided", "posted"), ("checked", "decided", "decided")],
    ids=["sent", "checked", "posted", "contradicted"],
)
async def test_its_pages_are_words(
    handed: Handed, client: httpx.AsyncClient, events: tuple[str, ...]
) -> None:
    await handed.sent()
    for event in events:
        await handed.tell(event)
    for page in await _pages(handed, client):
        assert page.status == 200
        assert page.says("已转到属地办理")
        assert not _CODE.search(page.text), _CODE.search(page.text)
