"""Beside the straight way: files, relatives, changes, cancelling, disputes, an enterprise."""

import asyncio
from datetime import timedelta

import pytest

from mobile_api.accounts.sessions.service import page_token_of
from mobile_api.agency_supermarket.affiliations.models import Relative
from mobile_api.agency_supermarket.changes.models import NeedChange
from mobile_api.agency_supermarket.needs.files.models import NeedFile
from mobile_api.agency_supermarket.needs.models import Need
from mobile_api.enterprises.models import Enterprise
from mobile_api.shared import clock
from mobile_api.shared.models import IdempotencyRecord
from tests.actors import Citizen, photo
from tests.mobile_api.agency_supermarket.disputes.disputing import objected
from tests.mobile_api.agency_supermarket.needing import (
    APPRAISAL,
    Bidder,
    Buyer,
    let_it_close,
)
from tests.mobile_api.web.market.owning.owner import ACTING, HOME, PASSPHRASE, WISH, Owner
from tests.mobile_api.web.signing_in.test_sign_in_pages import COOKIE
from tests.stack import Stack


async def test_a_button_leads_from_the_offers_to_the_need_of_that_service(
    owner: Owner, bidders: list[Bidder]
) -> None:
    wanted = f"{HOME}/new?service={APPRAISAL}"
    for path in (f"/market/services/{APPRAISAL}", f"/market/services/{APPRAISAL}/compare"):
        assert wanted in (await owner.open(path)).links(), path
    page = await owner.open(wanted)
    assert page.all("//option[@selected]/@value") == [APPRAISAL]
    assert HOME in (await owner.open("/me")).links()


async def test_files_are_sent_named_and_taken_away(owner: Owner) -> None:
    await owner.begin()
    path = f"{owner.need}/files"
    page = await owner.send_file(path, photo(9), "平面图.jpg")
    assert page.says("平面图.jpg") and page.says("已收到"), page.text
    file_id = page.all("//form[contains(@action, '/files/')]/@action")[0].rpartition("/")[2]
    page = await owner.press(page, f"files/{file_id}", {"title": "办公楼平面图"})
    assert [one.title for one in await NeedFile.all()] == ["办公楼平面图"]
    again = await owner.open(f"{path}/{file_id}")
    assert owner.here == path and again.says("办公楼平面图")
    page = await owner.send_file(path, b"MZ\x90\x00 no picture", "恶意.jpg")
    assert page.says("还不能用") and page.status == 200, page.text
    preview = await owner.open(f"{owner.need}/preview")
    await owner.publish(preview)
    public = await owner.open(f"/market/needs/{owner.need_id}")
    (link,) = [one for one in public.links() if "/files/" in one]
    answer = await owner.client.get(link)
    assert answer.status_code == 303 and "no-store" in answer.headers["cache-control"]
    assert (await owner.client.get(answer.headers["location"])).content[:2] == b"\xff\xd8"


async def test_a_file_is_taken_away_while_it_is_a_draft(owner: Owner) -> None:
    await owner.begin()
    path = f"{owner.need}/files"
    page = await owner.send_file(path, photo(9), "平面图.jpg")
    file_id = page.all("//form[contains(@action, '/files/')]/@action")[0].rpartition("/")[2]
    page = await owner.press(page, f"files/{file_id}", {"title": "办公楼平面图"})
    await owner.press(page, f"files/{file_id}")
    assert not await NeedFile.exists()


async def test_relatives_are_known_to_their_owner_alone(owner: Owner) -> None:
    await owner.published()
    path = f"{owner.need}/relatives"
    said = {"relatives-0-name": "李四", "relatives-0-social_credit_code": "91370000MA3TEMP017"}
    page = await owner.press(await owner.open(path), path, said)
    assert owner.here == owner.need and page.says("声明已经保存"), page.text
    assert [one.name for one in await Relative.all()] == ["李四"]
    assert (await owner.open(path)).all("//input[@value='李四']")
    assert not (await owner.open(f"/market/needs/{owner.need_id}")).says("李四")


async def test_a_published_need_is_changed_in_public(owner: Owner) -> None:
    await owner.published()
    path = f"{owner.need}/change"
    page = await owner.press(await owner.open(path), path, {"reason": "没有改"})
    assert page.status == 422 and page.says("内容与现在的公告相同")
    later = str(clock.today() + timedelta(days=14))
    said = {"budget_fen": "60000", "bids_close_at": later, "reason": "补充了附属用房"}
    page = await owner.press(page, path, said)
    assert owner.here == owner.need and page.says("补充了附属用房"), page.text
    changed, need = await NeedChange.get(), await owner.kept()
    assert {one.part for one in changed.parts} == {"最高限价", "报价截止时间"}
    assert (need.description, need.terms.budget_fen) == (WISH, 6_000_000)


@pytest.mark.parametrize("is_public", [False, True])
async def test_a_need_is_cancelled_with_a_reason(owner: Owner, is_public: bool) -> None:
    await (owner.published() if is_public else owner.begin())
    page = await owner.open(f"{owner.need}/cancel")
    page = await owner.press(page, "cancel", {"reason": "无"})
    assert page.status == 422 and page.says("太短了")
    page = await owner.press(page, "cancel", {"reason": "项目计划有变"})
    assert owner.here == owner.need and page.says("已取消")
    assert (await owner.kept()).status == "cancelled"
    # Back and again: where it stands is told, and nothing more happens.
    answer = await owner.client.post(
        f"{owner.need}/cancel", files={"reason": (None, "再取消一次")}, follow_redirects=True
    )
    assert answer.status_code == 409 and "状态刚刚发生了变化" in answer.text


async def test_an_impatient_finger_begins_one_need(owner: Owner) -> None:
    page = await owner.open(f"{HOME}/new?service={APPRAISAL}")
    said = {"title": "办公楼资产评估", "fund_source": "social"}
    (where,) = await owner.tap(page, said)
    assert where == f"{HOME}/needs/{(await Need.get()).id}/description"


async def test_what_is_typed_again_later_is_no_second_tap(owner: Owner) -> None:
    """Back to a page that the browser had kept, and the first text once more."""
    page = await owner.begin()
    for title in ("办公楼评估", "附属楼评估", "办公楼评估"):
        await owner.press(page, "description", {"title": title, "description": WISH})
        await IdempotencyRecord.all().update(created_at=clock.now() - timedelta(minutes=2))
        assert (await owner.kept()).title == title


async def test_two_taps_publish_once(owner: Owner) -> None:
    await owner.fill(await owner.begin(), "direct")
    said = {"passphrase": PASSPHRASE, "again": PASSPHRASE, "is_noted": "true"}
    files = {name: (None, value) for name, value in said.items()}
    sent = [owner.client.post(f"{owner.need}/publish", files=files) for _ in range(2)]
    answers = await asyncio.gather(*sent)
    assert [one.status_code for one in answers] == [303, 303]
    need = await owner.kept()
    assert need.status == "published"
    page = await owner.open(owner.need)
    assert len(page.all("//li[contains(., '发布采购需求')]")) == 1


async def test_a_published_need_is_no_draft_any_more(owner: Owner) -> None:
    """Back on the phone: every page of the draft leads to what it has become."""
    await owner.published()
    for name in ("description", "method", "price", "times", "files", "avoided", "preview"):
        await owner.open(f"{owner.need}/{name}")
        assert owner.here == owner.need, name
    answer = await owner.client.post(
        f"{owner.need}/description",
        files={"title": (None, "换个名称"), "description": (None, WISH)},
        follow_redirects=True,
    )
    assert answer.status_code == 409 and (await owner.kept()).title != "换个名称"


async def test_a_dispute_is_answered(owner: Owner, bidders: list[Bidder]) -> None:
    await owner.published("competitive_price")
    for price, one in zip((3_000_000, 3_200_000), bidders, strict=False):
        await one.bid(owner.need_id, price)
    await owner.opened()
    dispute = await objected(bidders[1], owner.need_id)
    page = await owner.open(owner.need)
    path = f"{owner.need}/disputes/{dispute}"
    assert path in page.links() and page.says("提出异议")
    page = await owner.press(await owner.open(path), path, {"answer": "不"})
    assert page.status == 422
    page = await owner.press(page, path, {"agrees": "false", "answer": "报价符合公告的要求。"})
    assert owner.here == owner.need and path not in page.links()
    assert (await owner.open(path)).status == 200 and owner.here == owner.need


async def test_an_enterprise_needs_an_agency(
    stack: Stack, owner: Owner, bidders: list[Bidder]
) -> None:
    """Its need is its own, not that of the person who acts, and not of whom has lost the power."""
    boss = bidders[2]
    enterprise = await Enterprise.get(id=boss.acting_for)
    owner.client.cookies.set(COOKIE, await page_token_of(boss.tokens["refresh_token"]))
    owner.act_for(boss.person_id, enterprise)
    page = await owner.published()
    assert page.says(enterprise.name)
    need = await owner.kept()
    assert need.enterprise_id == enterprise.id
    assert (await owner.open(f"/market/needs/{owner.need_id}")).says(enterprise.name)
    await Enterprise.filter(id=enterprise.id).update(representative_id=bidders[0].person_id)
    assert (await owner.open(owner.need)).status == 403
    owner.client.cookies.delete(ACTING)
    assert (await owner.open(owner.need)).status == 404


async def test_who_is_signed_out_in_between_writes_nothing(
    owner: Owner, bidders: list[Bidder]
) -> None:
    await owner.published()
    await let_it_close(owner.need_id)
    page = await owner.open(f"{owner.need}/open")
    owner.client.cookies.delete(COOKIE)
    await owner.press(page, "open", {"passphrase": PASSPHRASE})
    assert owner.here.startswith("/sign-in?return_to=%2Fme%2Fmarket%2Fneeds%2F")
    assert (await owner.kept()).status == "published"


async def test_own_needs_are_listed_with_what_comes_next(citizen: Citizen, owner: Owner) -> None:
    buyer = Buyer(citizen)
    for number in range(3):
        await buyer.draft(title=f"第{number}项采购")
    page = await owner.open(HOME)
    assert len([one for one in page.links() if one.startswith(f"{HOME}/needs/")]) == 3
    assert page.says("填好以后预览、发布")


async def test_a_change_is_not_undone_by_an_older_form(owner: Owner) -> None:
    """Red before: what another tab had published was taken back without a word."""
    await owner.published()
    path = f"{owner.need}/change"
    old = await owner.open(path)
    said = {"budget_fen": "60000", "reason": "补充了附属用房"}
    await owner.press(await owner.open(path), path, said)
    later = str(clock.today() + timedelta(days=14))
    page = await owner.press(old, path, {"bids_close_at": later, "reason": "改"})
    assert page.status == 409 and page.says("您看过以后") and page.says("第1次变更已经公布")
    assert page.all("//input[@name='budget_fen']/@value") == ["60000"]
    assert page.all("//input[@name='bids_close_at']/@value") == [later]
    page = await owner.press(page, path, {"reason": "再多几天"})
    assert owner.here == owner.need and await NeedChange.all().count() == 2
    assert (await owner.kept()).terms.budget_fen == 6_000_000


async def test_what_is_published_is_the_draft_that_was_previewed(owner: Owner) -> None:
    """Red before: what another tab had written into the draft was published unseen."""
    old = await owner.fill(await owner.begin(), "direct")
    page = await owner.open(f"{owner.need}/description")
    await owner.press(page, "description", {"description": "另外再评估两处附属用房。"})
    page = await owner.publish(old)
    assert page.status == 409 and owner.here == f"{owner.need}/preview"
    assert page.says("您看过以后") and page.says("另外再评估两处附属用房")
    assert (await owner.kept()).status == "draft"
    await owner.publish(page)
    assert (await owner.kept()).status == "published"
