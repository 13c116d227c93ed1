"""What stands between a draft and its publication: files, the preview, whom an avoidance leaves."""

from datetime import timedelta

import httpx

from mobile_api.agency_supermarket.needs.files.models import NeedFile
from mobile_api.enterprises.models import Enterprise
from mobile_api.shared import clock
from tests.actors import photo
from tests.mobile_api.agency_supermarket.market import Desk
from tests.mobile_api.agency_supermarket.needing import (
    APPRAISAL,
    NEEDS,
    OWN_NEEDS,
    Bidder,
    Buyer,
)
from tests.stack import Stack

CODES = ["91999900MF0000013T", "91999900MF0000021M", "91999900MF00090341"]
DESK = "/staff/v1/market/needs"
KEY = {"passphrase": "马跃檀溪 九月初九 天气晴好"}


async def given_codes(bidders: list[Bidder]) -> None:
    for bidder, code in zip(bidders, CODES, strict=True):
        await Enterprise.filter(id=bidder.acting_for).update(social_credit_code=code)


async def test_an_avoidance_that_leaves_nobody_is_not_published(
    buyer: Buyer, bidders: list[Bidder]
) -> None:
    await given_codes(bidders)
    need_id = await buyer.draft(avoided=CODES)
    refused = await buyer.act(need_id, "publish", KEY)
    assert (refused.status_code, refused.json()["code"]) == (422, "nobody_eligible")
    assert (await buyer.publish(avoided=CODES[:2])) != need_id


async def test_the_preview_is_what_others_will_see_with_what_is_in_the_way(
    buyer: Buyer, bidders: list[Bidder]
) -> None:
    await given_codes(bidders)
    soon = (clock.now() + timedelta(hours=1)).isoformat()
    need_id = await buyer.draft(avoided=CODES, bids_close_at=soon)
    path = f"{OWN_NEEDS}/{need_id}/preview"
    seen = await buyer.person.ok("GET", path)
    assert (seen["need"]["can"], seen["eligible_agencies"]) == ([], 0)
    assert {one["path"]: one["code"] for one in seen["faults"]} == {
        "/bids_close_at": "bids_close_too_early",
        "/avoided": "nobody_eligible",
    }
    assert (await bidders[0].call("GET", path)).json()["code"] == "need_not_found"
    fine = await buyer.draft(avoided=CODES[:1])
    seen = await buyer.person.ok("GET", f"{OWN_NEEDS}/{fine}/preview")
    assert (seen["eligible_agencies"], seen["faults"]) == (2, [])
    published = await buyer.publish()
    late = await buyer.person.call("GET", f"{OWN_NEEDS}/{published}/preview")
    assert late.json()["code"] == "need_move_not_allowed"


async def test_files_are_public_with_the_need_and_not_before(
    client: httpx.AsyncClient, buyer: Buyer, bidders: list[Bidder]
) -> None:
    need_id = await buyer.draft()
    plan, form = [await buyer.person.upload(photo(one)) for one in (1, 2)]
    own, public = f"{OWN_NEEDS}/{need_id}/files", f"{NEEDS}/{need_id}/files"
    given = [{"file_id": plan, "title": "平面图"}, {"file_id": form, "title": "清单"}]
    for _ in range(2):
        seen = await buyer.person.ok("PUT", own, {"files": given})
    assert [one["title"] for one in seen["files"]] == ["平面图", "清单"]
    for door in (public, f"{public}/{seen['files'][0]['id']}/link"):
        assert (await client.get(door)).json()["code"] == "need_not_found"
    assert (await bidders[0].call("GET", own)).json()["code"] == "need_not_found"
    await buyer.person.ok("PUT", own, {"files": given[:1]})
    assert (await buyer.act(need_id, "publish", KEY)).is_success
    files = (await client.get(public)).json()["files"]
    assert [one["title"] for one in files] == ["平面图"]
    link = (await client.get(f"{public}/{files[0]['id']}/link")).json()
    assert link["url"]
    other = await client.get(f"{public}/{need_id}/link")
    assert other.json()["code"] == "need_file_not_found"
    late = await buyer.person.call("PUT", own, {"files": []})
    assert late.json()["code"] == "need_move_not_allowed"


async def test_which_files_are_refused(buyer: Buyer, bidders: list[Bidder]) -> None:
    need_id = await buyer.draft()
    own = f"{OWN_NEEDS}/{need_id}/files"
    mine = await buyer.person.upload(photo(3))
    foreign = await bidders[0].upload(photo(4))
    one = {"file_id": mine, "title": "平面图"}
    for files, path in (
        ([one, one], "/files/1/file_id"),
        ([{"file_id": foreign, "title": "平面图"}], "/files/0/file_id"),
        ([one | {"title": ""}], "/files/0/title"),
        ([one] * 11, "/files"),
    ):
        answer = await buyer.person.call("PUT", own, {"files": files})
        assert [fault["path"] for fault in answer.json()["errors"]] == [path]
    assert not await NeedFile.exists()


async def test_the_keepers_of_the_market_see_every_need_that_was_published(
    stack: Stack, client: httpx.AsyncClient, buyer: Buyer, desk: Desk
) -> None:
    await buyer.draft()
    first, second, third = [await buyer.publish() for _ in range(3)]
    assert (await buyer.act(third, "cancel", {"reason": "项目计划有变"})).is_success

    async def see(path: str) -> httpx.Response:
        return await desk.call("GET", f"{DESK}{path}")

    page = (await see(f"?status=published&service_type={APPRAISAL}&limit=1")).json()
    assert [one["id"] for one in page["needs"]] == [second]
    page = (await see(f"?status=published&limit=1&cursor={page['next_cursor']}")).json()
    assert ([one["id"] for one in page["needs"]], page["next_cursor"]) == ([first], None)
    number = page["needs"][0]["number"]
    assert len((await see(f"?number={number}")).json()["needs"]) == 1
    assert (await see(f"?owner_code={CODES[0]}")).json()["needs"] == []
    assert (await see(f"/{first}")).json()["bid_count"] is None
    other = Desk(stack, client, "other-desk", department="police")
    await other.sign_in()
    for path in (DESK, f"{DESK}/{first}"):
        assert (await other.call("GET", path)).json()["code"] == "not_market_desk"
