"""A complaint about bidding on pages: made with a file, followed, taken back; by nobody else."""

import asyncio
from uuid import UUID

import httpx
import pytest
from playwright.async_api import Browser as Chromium

from mobile_api.agency_supermarket.trading.complaints.models import (
    BiddingComplaint,
    ComplaintFile,
)
from mobile_api.shared.callers import StaffRole
from mobile_api.web.citizen.market.trading.complaint_acts import ACTS
from mobile_api.web.citizen.market.trading.control_acts import ACTS as ACTS_OF_CONTROL
from mobile_api.web.citizen.market.trading.expert_acts import ACTS as ACTS_OF_EXPERTS
from tests.actors import Citizen, photo
from tests.mobile_api.agency_supermarket.trading.test_complaints import QUEUE, complain
from tests.mobile_api.agency_supermarket.trading.trading import Board, Keeper
from tests.mobile_api.web.applying.browser import Browser
from tests.mobile_api.web.market.bidding.sending import send, upload
from tests.mobile_api.web.market.bidding.test_on_a_phone import signed_in
from tests.mobile_api.web.market.trading.forms import FORMS
from tests.mobile_api.web.signing_in.test_sign_in_pages import COOKIE
from tests.mobile_api.web.test_browser import MISFITS
from tests.stack import Stack

OWN = "/me/complaints"
SAID = "资格条件指定了品牌,\n排斥其他投标人。"


@pytest.fixture
async def project_id(board: Board) -> str:
    return await board.announce()


@pytest.fixture
async def form(board: Board, project_id: str) -> str:
    """Where a complaint about the tender is made."""
    return f"{OWN}/about/{(await board.read(project_id))['notices'][0]['id']}"


def test_no_act_is_left_out() -> None:
    plain = {
        act.path.replace("<", "{").replace(":uuid>", "}")
        for act in (*ACTS, *ACTS_OF_EXPERTS, *ACTS_OF_CONTROL)
    }
    assert plain == {one for one in FORMS if "/files" not in one}


async def test_made_with_a_file_decided_and_read(
    stack: Stack, client: httpx.AsyncClient, own: Browser, project_id: str, form: str
) -> None:
    assert form in (await own.open(f"/market/trading/projects/{project_id}")).links()
    page = await send(own, await own.open(form), {"text": "不公平"})
    assert (
        page.status == 422
        and page.all("//a[@href='#text']")
        and "错误" in page.all("//title")[0].text
    )
    page = await upload(own, form, photo(92))
    page = await send(own, page, {"text": SAID})
    assert own.here == OWN and page.says("投诉已经提交")
    assert page.says("河西实验学校教学楼新建工程") and await ComplaintFile.all().count() == 1
    assert not (await own.open(OWN)).says("投诉已经提交"), "told once"
    row = await BiddingComplaint.get()
    page = await own.open(f"{OWN}/{row.id}")
    assert (
        page.says(row.number) and page.says("附了1个文件") and page.all("//p[.='排斥其他投标人。']")
    )
    await decided(stack, client, row.id)
    page = await own.open(f"{OWN}/{row.id}")
    assert page.says("投诉成立,责令改正") and page.says("责令修改资格条件")
    assert f"{OWN}/{row.id}/withdraw" not in page.links()
    await own.open(f"{OWN}/{row.id}/withdraw")
    assert own.here == f"{OWN}/{row.id}"
    assert (await own.open("/market/trading")).says("成立,责令改正")


async def decided(stack: Stack, client: httpx.AsyncClient, complaint_id: UUID) -> None:
    """The desk takes it up, and decides."""
    judge = await Keeper.arrive(stack, client, "judge", StaffRole.supervisor)
    accept = {"accepted": True, "reply": "材料齐全,予以受理。"}
    await judge.ok("POST", f"{QUEUE}/{complaint_id}/review", accept)
    decision = {"outcome": "rectified", "reply": "经查属实,责令修改资格条件。"}
    await judge.ok("POST", f"{QUEUE}/{complaint_id}/decide", decision)


async def test_once_at_a_time_and_taken_back(own: Browser, form: str) -> None:
    page = await own.open(form)
    first, again = await asyncio.gather(
        *(own.client.post(form, files={"text": (None, SAID)}) for _ in range(2))
    )
    assert (first.status_code, again.status_code) == (303, 303)
    assert await BiddingComplaint.all().count() == 1
    page = await send(own, page, {"text": SAID})
    assert own.here == OWN and page.status == 409 and page.says("您对这个项目的投诉正在处理")
    row = await BiddingComplaint.get()
    page = await own.open(f"{OWN}/{row.id}/withdraw")
    page = await send(own, page)
    assert own.here == f"{OWN}/{row.id}" and page.says("投诉已经撤回") and page.says("已撤回")
    again_page = await own.open(f"{OWN}/{row.id}/withdraw")
    assert own.here == f"{OWN}/{row.id}" and again_page.status == 200
    sent = await own.client.post(f"{OWN}/{row.id}/withdraw", files={"": (None, "")})
    assert sent.headers["location"] == f"{OWN}/{row.id}"
    page = await send(own, await own.open(form), {"text": SAID})
    assert page.says("投诉已经提交") and await BiddingComplaint.all().count() == 2


async def test_nobody_elses_and_no_other_site(
    stack: Stack, own: Browser, form: str, project_id: str
) -> None:
    other = Citizen(stack, own.client, "somebody-else")
    await other.sign_in()
    complaint_id = await complain(other, form.rpartition("/")[2])
    assert (await own.open(OWN)).says("没有提出过投诉")
    for path in (
        f"{OWN}/{complaint_id}",
        f"{OWN}/{complaint_id}/withdraw",
        f"{OWN}/about/{project_id}",
    ):
        assert (path, (await own.open(path)).status) == (path, 404)
    taken = await own.client.post(f"{OWN}/{complaint_id}/withdraw", files={"": (None, "")})
    assert taken.status_code == 404
    await own.open(f"{form}/files")
    assert own.here == form, "where a file was sent leads back"
    theirs = {"notice_id": form.rpartition("/")[2], "file_id": project_id}
    for path in sorted(FORMS):
        path = path.format(complaint_id=complaint_id, seat_id=project_id, **theirs)
        sent = await own.client.post(
            path, files={"file": ("x.jpg", b"\xff\xd8")}, headers={"sec-fetch-site": "cross-site"}
        )
        assert (path, sent.status_code) == (path, 403)
    own.client.cookies.delete(COOKIE)
    for path in (OWN, f"{OWN}/{complaint_id}", f"{OWN}/{complaint_id}/withdraw", form):
        shown = await own.client.get(path)
        assert shown.headers["location"].startswith("/sign-in?return_to=%2F"), path
    sent = await own.client.post(form, files={"text": (None, SAID)})
    assert sent.headers["location"].startswith("/sign-in?")
    assert (await BiddingComplaint.get()).status == "received"


async def test_the_pages_fit_a_phone(
    chromium: Chromium | None, stack: Stack, own: Browser, form: str
) -> None:
    page = await send(own, await own.open(form), {"text": SAID})
    (one,) = [path for path in page.links() if path.startswith(f"{OWN}/")]
    if chromium is None:
        return
    size = {"width": 320, "height": 800}
    context = await signed_in(chromium, stack, own, viewport=size)
    tab = await context.new_page()
    await tab.goto("/display?type=large&back=/market")
    for path in (OWN, one, f"{one}/withdraw", form):
        await tab.goto(path)
        assert (path, await tab.evaluate(MISFITS)) == (path, [])
        assert tab.url.endswith(path)
