"""From 我要找机构 to the rating, on the owner's pages alone and without script."""

from datetime import timedelta

from mobile_api.agency_supermarket.contracts.models import Contract
from mobile_api.agency_supermarket.needs.models import Need
from mobile_api.agency_supermarket.ratings.models import Rating
from mobile_api.shared import clock
from tests.actors import photo
from tests.mobile_api.agency_supermarket.contracting import OWN
from tests.mobile_api.agency_supermarket.needing import NEEDS, Bidder
from tests.mobile_api.web.market.owning.owner import HOME, TITLE, WISH, Owner
from tests.mobile_api.web.reading import Page

SCORES = dict.fromkeys(("speed", "quality", "attitude", "price"), "5")


async def signed(owner: Owner, agency: Bidder, path: str) -> Page:
    """The owner proposes with a scan, the agency confirms."""
    page = await owner.open(path)
    assert f"{path}/propose" in page.links()
    page = await owner.send_file(f"{path}/propose/files", photo(41))
    assert page.says("合同.jpg") and page.says("已收到"), page.text
    said = {
        "last_day": str(clock.today() + timedelta(days=20)),
        "milestones-0-words": "完成现场勘查",
        "milestones-0-on": str(clock.today() + timedelta(days=10)),
    }
    page = await owner.press(page, f"{path}/propose", said)
    assert owner.here == path and page.says("合同已经提给机构"), page.text
    contract = f"{OWN}/{path.rpartition('/')[2]}"
    seen = await agency.ok("GET", contract)
    await agency.ok("POST", f"{contract}/confirm", {"proposal": seen["proposal"]})
    return await owner.open(path)


async def answered(owner: Owner, agency: Bidder) -> None:
    """What an agency asks in public is answered in public."""
    question = {"question": "评估基准日是哪一天?"}
    told = await agency.ok("POST", f"{NEEDS}/{owner.need_id}/questions", question)
    answering = f"questions/{told['questions'][0]['id']}"
    assert f"{owner.need}/{answering}" in (await owner.open(owner.need)).links()
    page = await owner.open(f"{owner.need}/{answering}")
    page = await owner.press(page, answering, {"answer": "2026年9月30日。"})
    assert page.says("答复已经公开")


async def test_from_the_need_to_the_rating(owner: Owner, bidders: list[Bidder]) -> None:
    page = await owner.published()
    assert owner.here == owner.need and page.says("已经发布"), page.text
    assert page.says("公告中") and not page.says("50000元。")
    need = await owner.kept()
    assert (need.title, need.description, need.terms.budget_fen) == (TITLE, WISH, 5_000_000)
    await answered(owner, bidders[0])
    for price, one in zip((3_000_000, 3_200_000), bidders, strict=False):
        await one.bid(owner.need_id, price)
    page = await owner.opened()
    assert page.says("报价已经开启") and page.says("乙评估事务所"), page.text
    page = await owner.open(f"{owner.need}/choose")
    (chosen,) = page.all("//label[contains(., '甲评估')]/input/@value")
    page = await owner.press(page, "choose", {"bid_id": chosen, "reason": "报价最低。"})
    assert page.says("甲评估事务所") and page.says("已选定中介机构"), page.text
    path = await owner.contract()
    home = await owner.open(HOME)
    assert {path, owner.need} <= home.links() and home.says("等您办")
    page = await signed(owner, bidders[0], path)
    assert page.says("履行中")
    await finished(owner, bidders[0], path)
    assert (await Need.all().count(), await Rating.all().count()) == (1, 1)


async def finished(owner: Owner, agency: Bidder, path: str) -> None:
    """A step and the result, both first returned; then accepted and rated."""
    contract = f"{OWN}/{path.rpartition('/')[2]}"
    for agreed in ("false", "true"):
        shown = {"files": [await agency.upload(photo(50))]}
        await agency.ok("POST", f"{contract}/milestones/0/report", shown)
        page = await owner.open(f"{path}/milestones/0")
        said = {"agreed": agreed, "reason": "缺照片。"}
        page = await owner.press(page, f"{path}/milestones/0", said)
        assert owner.here == path and page.says("已经告诉机构"), page.text
    for shade in (60, 61):
        files = {"files": [await agency.upload(photo(shade))]}
        await agency.ok("POST", f"{contract}/deliver", files)
        if shade == 60:
            page = await owner.open(f"{path}/return")
            page = await owner.press(page, f"{path}/return", {"faults": "缺第三页\n没有盖章"})
            assert page.says("缺第三页") and page.says("没有盖章")
    page = await owner.press(await owner.open(f"{path}/accept"), f"{path}/accept")
    assert page.says("已经验收"), page.text
    page = await owner.open(f"{path}/rate")
    page = await owner.press(page, f"{path}/rate", SCORES | {"text": "做得很细。"})
    assert page.says("评价已经提交") and page.says("做得很细"), page.text
    assert (await Contract.get()).status == "finished"


async def test_a_draw_is_followed_from_the_owners_page(owner: Owner, bidders: list[Bidder]) -> None:
    await owner.published("random_draw")
    for one in bidders:
        await one.bid(owner.need_id, 3_000_000)
    page = await owner.opened()
    assert page.says("等待摇号")
    draws = [one for one in page.links() if one.startswith("/draws/")]
    assert draws and (await owner.open(draws[0])).says("等待公开随机数")
