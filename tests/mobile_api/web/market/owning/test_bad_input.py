"""What is not right is told beside its field, all of it at once, and nothing is written."""

from datetime import timedelta

import pytest

from mobile_api.agency_supermarket.needs.models import Need
from mobile_api.shared import clock
from tests.actors import Citizen, photo
from tests.mobile_api.agency_supermarket.contracting import OWN, Deal
from tests.mobile_api.agency_supermarket.needing import NEEDS, Bidder, Buyer
from tests.mobile_api.web.market.owning.owner import HOME, PASSPHRASE, WISH, Owner
from tests.mobile_api.web.reading import Page
from tests.stack import Stack


def faults(page: Page) -> set[str]:
    """Where the summary of a page leads; each of these places is there, and the title says so."""
    assert page.status == 422 and page.all("//title")[0].text.startswith("错误"), page.text
    found = set(page.all("//ul[@class='summary']//a/@href"))
    for one in found:
        assert page.all(f"//*[@id='{one[1:]}']"), one
    return {one[1:] for one in found}


async def test_a_beginning_without_anything(owner: Owner) -> None:
    page = await owner.press(await owner.open(f"{HOME}/new"), f"{HOME}/new", {"title": "评"})
    assert faults(page) == {"service_type", "title", "fund_source"}
    assert page.all("//input[@name='title']/@value") == ["评"]
    assert not await Need.exists()
    assert (await owner.open(f"{HOME}/new")).status == 200, "told once"


async def test_a_long_text_that_no_cookie_keeps_is_asked_for_again(owner: Owner) -> None:
    page = await owner.begin()
    said = {"title": "评", "description": WISH * 50}
    page = await owner.press(page, "description", said)
    assert faults(page) == {"title", "description"}
    assert page.says("没能留住刚才填的")
    page = await owner.press(page, "description", {"title": "改过的名称", "description": WISH * 50})
    assert (await owner.kept()).description == WISH * 50


@pytest.mark.parametrize(
    ("method", "said", "wrong"),
    [
        ("direct", {"budget_fen": "五万"}, {"budget_fen"}),
        ("credit_weighted", {"big_list": "x"}, {"big_list", "small_list"}),
        (
            "proposal",
            {"judging-members": "4", "judging-criteria-2-name": "实施方案"},
            {"judging-specialty", "judging-criteria-0-points", "price_percent"},
        ),
    ],
)
async def test_what_a_method_does_not_take(
    owner: Owner, method: str, said: dict[str, str], wrong: set[str]
) -> None:
    await owner.begin()
    page = await owner.open(f"{owner.need}/price?method={method}")
    page = await owner.press(page, "price", said)
    assert wrong & faults(page), page.text
    assert (await owner.kept()).terms.rules.method == "direct"
    # The form is still that of the method that was chosen.
    assert page.all("//input[@name='method']/@value") == [method]


async def test_a_proposal_with_all_its_terms(owner: Owner) -> None:
    await owner.begin()
    page = await owner.open(f"{owner.need}/price?method=proposal")
    (specialty, *_) = page.all("//select[@name='judging-specialty']/option[@value!='']/@value")
    said = {"budget_fen": "50000", "price_percent": "20", "judging-specialty": specialty}
    said |= {"judging-criteria-0-name": "方案", "judging-criteria-0-points": "60"}
    said |= {"judging-criteria-3-name": "人员", "judging-criteria-3-points": "30"}
    page = await owner.press(page, "price", said)
    assert "judging-criteria" in faults(page) and page.says("合计必须是一百分")
    assert page.all("//input[@name='judging-criteria-1-name']/@value") == ["人员"]
    page = await owner.press(page, "price", {"judging-criteria-1-points": "40"})
    assert owner.here == f"{owner.need}/times", page.text
    judging = (await owner.kept()).terms.judging
    assert judging is not None and [one.points for one in judging.criteria] == [60, 40]


async def test_a_deadline_that_has_passed(owner: Owner) -> None:
    await owner.begin()
    page = await owner.open(f"{owner.need}/times")
    for day in (str(clock.today() - timedelta(days=1)), "明天"):
        page = await owner.press(page, "times", {"bids_close_at": day})
        assert faults(page) == {"bids_close_at"}


async def test_whom_to_avoid_and_relatives_by_their_codes(owner: Owner) -> None:
    await owner.begin()
    page = await owner.press(await owner.open(f"{owner.need}/avoided"), "avoided", {"avoided": "9"})
    assert faults(page) == {"avoided"}
    page = await owner.open(f"{owner.need}/relatives")
    page = await owner.press(page, "relatives", {"relatives-2-name": "李四"})
    assert faults(page) == {"relatives-0-social_credit_code"}
    assert page.all("//input[@name='relatives-0-name']/@value") == ["李四"]


async def test_a_passphrase_that_is_short_typed_otherwise_or_not_noted(owner: Owner) -> None:
    page = await owner.fill(await owner.begin(), "direct")
    page = await owner.press(page, "publish", {"passphrase": "短", "again": "长"})
    assert faults(page) == {"passphrase", "again", "is_noted"}
    assert (await owner.kept()).status == "draft"
    assert not page.all("//input[@type='password']/@value")


async def test_a_notice_that_is_too_short_is_told_before_publishing(owner: Owner) -> None:
    page = await owner.fill(await owner.begin(), "direct")
    tomorrow = str(clock.today() + timedelta(days=1))
    page = await owner.open(f"{owner.need}/times?then=preview")
    page = await owner.press(page, "times", {"bids_close_at": tomorrow})
    assert owner.here == f"{owner.need}/preview"
    assert page.says("公告期不足") and page.says("还不能发布")
    assert not page.all("//input[@name='passphrase']")


async def test_another_passphrase_opens_nothing(owner: Owner, bidders: list[Bidder]) -> None:
    await owner.published()
    await bidders[0].bid(owner.need_id, 3_000_000)
    await Need.filter(id=owner.need_id).update(bids_close_at=clock.now())
    page = await owner.open(f"{owner.need}/open")
    page = await owner.press(page, "open", {"passphrase": PASSPHRASE + "。"})
    assert page.status == 422 and page.says("密钥或口令不正确")
    assert (await owner.kept()).status == "published"


async def test_a_contract_without_a_file_and_at_another_price(
    stack: Stack, citizen: Citizen, owner: Owner, bidders: list[Bidder]
) -> None:
    deal = await Deal.strike(stack, Buyer(citizen), bidders[0])
    path = f"{HOME}/contracts/{deal.id}"
    page = await owner.open(f"{path}/propose")
    page = await owner.press(page, f"{path}/propose", {"milestones-1-words": "勘查"})
    assert {"last_day", "files", "milestones-0-on"} <= faults(page)
    page = await owner.send_file(f"{path}/propose/files", b"")
    assert faults(page) == {"file"}
    await owner.send_file(f"{path}/propose/files", photo(3))
    page = await owner.open(f"{path}/propose")
    said = {"price_fen": "1", "last_day": str(clock.today() - timedelta(days=1))}
    page = await owner.press(page, f"{path}/propose", said)
    assert faults(page) == {"price_fen", "last_day"}
    assert (await deal.row()).status == "awaited"


async def test_a_rating_without_points(
    stack: Stack, citizen: Citizen, owner: Owner, bidders: list[Bidder]
) -> None:
    deal = await Deal.strike(stack, Buyer(citizen), bidders[0])
    await deal.finish()
    path = f"{HOME}/contracts/{deal.id}"
    page = await owner.open(f"{path}/rate")
    page = await owner.press(page, f"{path}/rate", {"speed": "5"})
    assert faults(page) == {"quality", "attitude", "price"}
    assert page.all("//input[@name='speed'][@checked]/@value") == ["5"]


async def test_an_answer_without_a_reason(
    stack: Stack, citizen: Citizen, owner: Owner, bidders: list[Bidder]
) -> None:
    deal = await Deal.strike(stack, Buyer(citizen), bidders[0])
    await deal.sign()
    later = {"last_day": str(clock.today() + timedelta(days=30)), "reason": "要补充勘查"}
    await bidders[0].ok("POST", f"{OWN}/{deal.id}/extension", later)
    path = f"{HOME}/contracts/{deal.id}/extension"
    page = await owner.press(await owner.open(path), path, {"agreed": "false"})
    assert page.status == 422 and page.says("不同意时请写明理由")
    page = await owner.press(page, path, {"agreed": "true"})
    assert page.says("您的答复已经告诉机构")
    assert (await deal.row()).last_day == clock.today() + timedelta(days=30)


async def test_an_answer_and_a_choice_left_empty(owner: Owner, bidders: list[Bidder]) -> None:
    await owner.published()
    question = {"question": "评估基准日是哪一天?"}
    told = await bidders[0].ok("POST", f"{NEEDS}/{owner.need_id}/questions", question)
    answering = f"questions/{told['questions'][0]['id']}"
    page = await owner.press(await owner.open(f"{owner.need}/{answering}"), answering)
    assert faults(page) == {"answer"}
    await bidders[0].bid(owner.need_id, 3_000_000)
    await owner.opened()
    page = await owner.press(await owner.open(f"{owner.need}/choose"), "choose", {"reason": "好"})
    assert faults(page) == {"bid_id", "reason"}
