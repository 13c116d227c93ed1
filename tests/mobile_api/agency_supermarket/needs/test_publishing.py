"""A need is written, published under the rules of its day, asked about, changed or taken back."""

from datetime import timedelta
from typing import Any

import httpx
import pytest

from mobile_api.agency_supermarket.needs.models import Need
from mobile_api.agency_supermarket.rules import RULES
from mobile_api.draws.models import Draw, DrawIssue
from mobile_api.shared import clock
from mobile_api.shared.serial_numbers import check_character
from tests.actors import Citizen
from tests.mobile_api.agency_supermarket.needing import (
    NEEDS,
    OWN_NEEDS,
    Bidder,
    Buyer,
    let_it_close,
    usual_need,
)
from tests.stack import Stack

_COPIED = (
    "owner_id",
    "service_type",
    "title",
    "description",
    "terms",
    "avoided",
    "bids_close_at",
    "created_at",
)


async def titles(person: Citizen) -> list[str]:
    entries = (await person.ok("GET", "/api/v1/me/messages"))["entries"]
    return [one["title"] for one in entries]


async def test_a_draft_is_its_owners_own(
    client: httpx.AsyncClient, buyer: Buyer, bidders: list[Bidder]
) -> None:
    need_id = await buyer.draft()
    assert (await client.get(f"{NEEDS}/{need_id}")).status_code == 404
    assert (await client.get(NEEDS)).json()["needs"] == []
    theirs = await bidders[0].call("GET", f"{OWN_NEEDS}/{need_id}")
    assert theirs.json()["code"] == "need_not_found"
    own = await buyer.person.ok("GET", f"{OWN_NEEDS}/{need_id}")
    assert own["can"] == ["edit", "publish", "cancel"]
    assert own["earliest_close_on"] > str(clock.today())
    changed = usual_need(title="厂房资产评估")
    assert (await buyer.person.ok("PUT", f"{OWN_NEEDS}/{need_id}", changed))["title"] == (
        "厂房资产评估"
    )
    listed = (await buyer.person.ok("GET", OWN_NEEDS))["needs"]
    assert [one["id"] for one in listed] == [need_id]


async def test_published_with_a_number_and_found_by_everybody(
    client: httpx.AsyncClient, buyer: Buyer
) -> None:
    need_id = await buyer.publish()
    line = (await client.get(f"{NEEDS}?service_type=asset-appraisal")).json()["needs"][0]
    number = line["number"]
    assert (number[0], number[-1], len(number)) == ("N", check_character(number[1:-1]), 22)
    assert (line["owner_name"], line["id"]) == ("个人采购人", need_id)
    assert (await client.get(f"{NEEDS}?service_type=fire-test")).json()["needs"] == []
    again = await buyer.act(need_id, "publish", {"passphrase": "另外一个足够长的口令呀呀"})
    assert again.json()["code"] == "need_move_not_allowed"


@pytest.mark.parametrize(
    ("change", "path", "code"),
    [
        ({"service_type": "nothing"}, "/service_type", "unknown"),
        ({"bids_close_at": "2020-01-01T00:00:00+08:00"}, "/bids_close_at", "past"),
        ({"bids_close_at": "2999-01-01T00:00:00+08:00"}, "/bids_close_at", "too_far"),
        ({"method": "nothing"}, "/method", "enum"),
        ({"budget_fen": 0}, "/budget_fen", None),
        ({"budget_fen": 100.5}, "/budget_fen", None),
        ({"avoided": ["123"]}, "/avoided/0", "social_credit_code"),
        ({"title": "评"}, "/title", None),
        ({"surprise": 1}, "/surprise", None),
    ],
)
async def test_what_is_no_need(
    buyer: Buyer, change: dict[str, Any], path: str, code: str | None
) -> None:
    answer = await buyer.person.call("POST", OWN_NEEDS, usual_need(**change))
    assert answer.status_code == 422
    fault = answer.json()["errors"][0]
    assert fault["path"] == path
    assert code is None or fault["code"] == code


async def test_the_notice_is_never_too_short(buyer: Buyer) -> None:
    soon = (clock.now() + timedelta(hours=3)).isoformat()
    need_id = await buyer.draft(bids_close_at=soon)
    answer = await buyer.act(need_id, "publish", {"passphrase": "一个足够长的口令吧吧吧吧"})
    assert (answer.status_code, answer.json()["code"]) == (422, "bids_close_too_early")
    assert (await Need.get(id=need_id)).status == "draft"


@pytest.mark.parametrize(
    ("key", "code"),
    [
        ({}, "one_of_two"),
        ({"owner_recipient": "age1abc", "passphrase": "一个足够长的口令吧吧吧吧"}, "one_of_two"),
        ({"owner_recipient": "age1abc"}, "no_recipient"),
        ({"passphrase": "短"}, "string_too_short"),
    ],
)
async def test_one_key_and_a_good_one(buyer: Buyer, key: dict[str, str], code: str) -> None:
    need_id = await buyer.draft()
    answer = await buyer.act(need_id, "publish", key)
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["code"] == code


async def test_without_announced_issues_no_draw_is_promised(buyer: Buyer) -> None:
    await DrawIssue.all().delete()
    need_id = await buyer.draft()
    answer = await buyer.act(need_id, "publish", {"passphrase": "一个足够长的口令吧吧吧吧"})
    assert answer.json()["code"] == "no_draw_issues"
    assert not await Draw.exists()
    direct = await buyer.draft(method="direct")
    phrase = {"passphrase": "一个足够长的口令吧吧吧吧"}
    assert (await buyer.act(direct, "publish", phrase)).is_success


async def test_the_draw_closes_after_the_opening(buyer: Buyer) -> None:
    need_id = await buyer.publish()
    need, draw = await Need.get(id=need_id), await Draw.get()
    assert need.open_by is not None
    assert draw.closes_at > need.open_by > need.bids_close_at


async def test_questions_are_public_and_nobody_reads_who_asked(
    client: httpx.AsyncClient, buyer: Buyer, bidders: list[Bidder]
) -> None:
    need_id = await buyer.publish()
    asked = await bidders[0].ok(
        "POST", f"{NEEDS}/{need_id}/questions", {"question": "面积含地下室吗?"}
    )
    question = asked["questions"][0]["id"]
    assert "有新的提问" in await titles(buyer.person)
    path = f"questions/{question}/answer"
    assert (await buyer.act(need_id, path, {"answer": "含地下室。"})).is_success
    assert (await buyer.act(need_id, path, {"answer": "不含。"})).status_code == 404
    shown = (await client.get(f"{NEEDS}/{need_id}")).json()["questions"][0]
    assert (shown["question"], shown["answer"]) == ("面积含地下室吗?", "含地下室。")
    assert str(bidders[0].agency_id) not in str(shown)
    await let_it_close(need_id)
    late = await bidders[0].call(
        "POST", f"{NEEDS}/{need_id}/questions", {"question": "还来得及吗?"}
    )
    assert late.json()["code"] == "bidding_over"


async def test_cancelled_before_the_deadline_and_bidders_are_told(
    client: httpx.AsyncClient, buyer: Buyer, bidders: list[Bidder]
) -> None:
    need_id = await buyer.publish()
    await bidders[0].bid(need_id, 4_000_000)
    assert (await buyer.act(need_id, "cancel", {"reason": "项目计划有变"})).is_success
    assert (await client.get(f"{NEEDS}/{need_id}")).json()["status_name"] == "已取消"
    assert "采购需求已取消" in await titles(bidders[0])
    assert (await Draw.get()).failure == "called_off"
    refused = await bidders[1].call("PUT", f"{NEEDS}/{need_id}/bid", {"price_fen": 5})
    assert refused.json()["code"] == "bidding_over"


async def test_what_closed_is_not_cancelled_any_more(buyer: Buyer) -> None:
    need_id = await buyer.publish()
    await let_it_close(need_id)
    answer = await buyer.act(need_id, "cancel", {"reason": "项目计划有变"})
    assert answer.json()["code"] == "need_move_not_allowed"
    own = await buyer.person.ok("GET", f"{OWN_NEEDS}/{need_id}")
    assert (own["can"], own["status_name"]) == (["open"], "报价已截止,等待采购人开启")


async def test_an_owner_who_never_opens(
    stack: Stack, client: httpx.AsyncClient, buyer: Buyer, bidders: list[Bidder]
) -> None:
    """A lost key: nobody reads any bid, and everybody is told."""
    need_id = await buyer.publish()
    await bidders[0].bid(need_id, 4_000_000)
    with clock.standing_at(clock.now() + timedelta(days=13)):
        await stack.settle()
    shown = (await client.get(f"{NEEDS}/{need_id}")).json()
    assert shown["status"] == "failed"
    assert "所有报价都没有被读取" in shown["history"][-1]["text"]
    assert (await client.get(f"{NEEDS}/{need_id}/opening")).status_code == 409
    assert "采购流标" in await titles(bidders[0])


async def test_one_owner_has_so_many_at_once(stack: Stack, buyer: Buyer) -> None:
    most = RULES.of(stack.app).open_needs.on(clock.today()).amount
    first = await Need.get(id=await buyer.draft())
    copied = {name: getattr(first, name) for name in _COPIED}
    await Need.bulk_create(Need(**copied) for _ in range(most - 1))
    answer = await buyer.person.call("POST", OWN_NEEDS, usual_need())
    assert answer.json()["code"] == "too_many_needs"
