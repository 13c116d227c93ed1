"""What else becomes of a contract: sent back, confirmed, ended; a rating answered."""

from datetime import date, timedelta

from tests.actors import Citizen, photo
from tests.mobile_api.agency_supermarket.contracting import OWN, Deal
from tests.mobile_api.agency_supermarket.needing import Bidder, Buyer
from tests.mobile_api.web.market.owning.owner import HOME, Owner
from tests.stack import Stack


async def test_an_end_is_asked_for_taken_back_and_agreed_to(
    stack: Stack, citizen: Citizen, owner: Owner, bidders: list[Bidder]
) -> None:
    deal = await Deal.strike(stack, Buyer(citizen), bidders[0])
    await deal.sign()
    path = f"{HOME}/contracts/{deal.id}"
    page = await owner.press(
        await owner.open(f"{path}/ending"), f"{path}/ending", {"reason": "项目停了"}
    )
    assert page.says("请中介机构答复")
    page = await owner.press(page, f"{path}/ending/withdraw")
    assert page.says("合同继续") and (await deal.row()).ending is None
    await bidders[0].ok("POST", f"{OWN}/{deal.id}/ending", {"reason": "人手不够"})
    page = await owner.open(f"{path}/ending/answer")
    assert page.says("人手不够")
    page = await owner.press(page, f"{path}/ending/answer", {"agreed": "true"})
    assert page.says("已终止") and (await deal.row()).status == "ended"


async def test_what_the_agency_proposes_is_read_sent_back_and_confirmed(
    stack: Stack, citizen: Citizen, owner: Owner, bidders: list[Bidder]
) -> None:
    deal = await Deal.strike(stack, Buyer(citizen), bidders[0])
    await deal.proposed(bidders[0])
    path = f"{HOME}/contracts/{deal.id}"
    old = await owner.open(path)
    (file,) = [one for one in old.links() if "/files/" in one]
    answer = await owner.client.get(file)
    assert answer.status_code == 303 and "no-store" in answer.headers["cache-control"]
    page = await owner.press(
        await owner.open(f"{path}/send-back"), f"{path}/send-back", {"reason": "缺第三条"}
    )
    assert owner.here == path and page.says("已经退回")
    await deal.proposed(bidders[0])
    page = await owner.press(old, f"{path}/confirm")
    assert page.status == 409 and page.says("对方刚刚修改了合同内容")
    page = await owner.press(await owner.open(path), f"{path}/confirm")
    assert page.says("合同已经生效") and (await deal.row()).status == "in_force"
    await owner.open(f"{path}/confirm")
    assert owner.here == path


async def test_a_rated_owner_replies_once(
    stack: Stack, citizen: Citizen, owner: Owner, bidders: list[Bidder]
) -> None:
    deal = await Deal.strike(stack, Buyer(citizen), bidders[0])
    await deal.finish()
    scores = {"cooperation": 5, "payment": 4, "clear_demands": 5}
    said = {"scores": scores, "text": "付款及时。"}
    await bidders[0].ok("POST", f"{OWN}/{deal.id}/rate", said)
    path = f"{HOME}/contracts/{deal.id}"
    page = await owner.open(f"{path}/rating-reply")
    assert page.says("付款及时")
    page = await owner.press(page, f"{path}/rating-reply", {"text": "谢谢配合。"})
    assert owner.here == path and page.says("谢谢配合")
    assert f"{path}/rating-reply" not in page.links()


async def test_what_is_answered_is_what_was_read(
    stack: Stack, citizen: Citizen, owner: Owner, bidders: list[Bidder]
) -> None:
    """Red before: a form that was left open answered whatever had been asked since."""
    deal = await Deal.strike(stack, Buyer(citizen), bidders[0])
    last = date.fromisoformat((await deal.sign())["last_day"])
    path, agency = f"{HOME}/contracts/{deal.id}", bidders[0]
    await deal.done(agency, "ending", {"reason": "人手不够"})
    old = await owner.open(f"{path}/ending/answer")
    await deal.done(agency, "ending/withdraw")
    await deal.done(agency, "ending", {"reason": "另有项目"})
    page = await owner.press(old, f"{path}/ending/answer", {"agreed": "true"})
    assert page.status == 409 and page.says("您看过以后") and page.says("另有项目")
    assert owner.here == f"{path}/ending/answer" and (await deal.row()).ending is not None
    ask = {"last_day": str(last + timedelta(days=7)), "reason": "现场不能进入"}
    await deal.done(agency, "extension", ask)
    old = await owner.open(f"{path}/extension")
    await deal.done(agency, "extension/withdraw")
    await deal.done(agency, "extension", ask | {"last_day": str(last + timedelta(days=90))})
    page = await owner.press(old, f"{path}/extension", {"agreed": "true"})
    assert page.status == 409 and (await deal.row()).last_day == last


async def test_what_is_accepted_is_what_was_seen(
    stack: Stack, citizen: Citizen, owner: Owner, bidders: list[Bidder]
) -> None:
    """Red before: a form that was left open accepted what was delivered after it."""
    deal = await Deal.strike(stack, Buyer(citizen), bidders[0])
    await deal.sign()
    path, agency = f"{HOME}/contracts/{deal.id}", bidders[0]
    proof = {"files": [await agency.upload(photo(5))]}
    await deal.done(agency, "milestones/0/report", proof)
    old = await owner.open(f"{path}/milestones/0")
    await deal.done(deal.owner, "milestones/0/answer", {"agreed": False, "reason": "缺一页"})
    await deal.done(agency, "milestones/0/report", proof)
    page = await owner.press(old, f"{path}/milestones/0", {"agreed": "true"})
    assert page.status == 409 and (await deal.row()).milestones[0].state == "reported"
    await deal.deliver()
    old = await owner.open(f"{path}/accept")
    returning = await owner.open(f"{path}/return")
    await deal.done(deal.owner, "return", {"faults": ["缺签名"]})
    await deal.deliver()
    page = await owner.press(old, f"{path}/accept")
    assert page.status == 409 and (await deal.row()).status == "delivered"
    page = await owner.press(returning, f"{path}/return", {"faults": "缺签名"})
    assert page.status == 409 and (await deal.row()).rounds == 1
