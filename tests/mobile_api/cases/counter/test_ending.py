"""How cases end: refusals say why, results go where they can go, late news changes nothing."""

from datetime import timedelta

import httpx
import pytest

from mobile_api.cases.models import Case
from mobile_api.shared import clock
from mobile_api.shared.database import fetch
from mobile_api.shared.due.claims import claim
from notifications.models import Delivery
from notifications.post.parcels.models import Parcel, ParcelOutcome
from notifications.post.parcels.states import ParcelNews
from tests.actors import ADDRESS, Citizen, Colleague
from tests.stack import Stack


async def decided(citizen: Citizen, colleague: Colleague, outcome: str, **more: str) -> str:
    """Path of a decided case for its owner."""
    case = await citizen.submitted_case()
    for move in ("pass-pre-review", "accept"):
        assert (await colleague.move(case["id"], move)).is_success
    body = {"outcome": outcome, **more}
    assert (await colleague.move(case["id"], "decide", body)).is_success
    return f"/api/v1/cases/{case['id']}"


async def test_a_refusal_says_so_first_and_why_and_leaves_nothing_to_fetch(
    citizen: Citizen, colleague: Colleague
) -> None:
    path = await decided(citizen, colleague, "refused", reason="不符合换发条件。")
    assert (await colleague.move(path.rsplit("/", 1)[1], "complete")).is_success
    seen = await citizen.ok("GET", path)
    assert (seen["outcome"], seen["reason"]) == ("refused", "不符合换发条件。")
    assert (seen["status_name"], seen["holder"], seen["parcel"]) == ("不予批准", "nobody", None)
    assert "60日" in seen["remedy"] and "6个月" in seen["remedy"]
    assert [one["kind"] for one in seen["clocks"] if one["ended_on"] is None] == []
    assert [one["key"] for one in seen["next_actions"]] == ["apply_anew", "withdraw"]
    assert "deliver" not in [one["key"] for one in seen["progress"]]
    told = await Delivery.get(event="completed", place=0)
    assert "领取" not in told.content["text"] and "不服" in told.content["text"]
    (line,) = (await citizen.ok("GET", "/api/v1/cases"))["cases"]
    assert line["status_name"] == "不予批准"
    texts = [event["text"] for event in (await citizen.ok("GET", f"{path}/history"))["events"]]
    assert any("行政复议" in text and "提起诉讼" in text for text in texts)


async def test_a_refusal_without_reason_is_no_decision(
    citizen: Citizen, colleague: Colleague
) -> None:
    case = await citizen.submitted_case()
    for move in ("pass-pre-review", "accept"):
        assert (await colleague.move(case["id"], move)).is_success
    refused = await colleague.move(case["id"], "decide", {"outcome": "refused"})
    assert refused.status_code == 422
    assert [fault["path"] for fault in refused.json()["errors"]] == ["/reason"]


async def test_not_accepted_says_why(citizen: Citizen, colleague: Colleague) -> None:
    case = await citizen.submitted_case()
    reason = {"reason": "不属本部门职权。"}
    assert (await colleague.move(case["id"], "decline-acceptance", reason)).is_success
    seen = await citizen.ok("GET", f"/api/v1/cases/{case['id']}")
    assert (seen["status"], seen["reason"]) == ("declined", "不属本部门职权。")
    assert [one["kind"] for one in seen["clocks"] if one["ended_on"] is None] == []
    told = await Delivery.get(event="declined", place=0)
    assert "不属本部门职权" in told.content["text"]


async def test_an_address_over_two_lines_reaches_the_label(
    stack: Stack, citizen: Citizen, colleague: Colleague
) -> None:
    address = ADDRESS | {"address": "和平街道\n幸福路1号"}
    case = await citizen.passport_draft(delivery={"kind": "post", "address": address})
    await citizen.ok("POST", f"/api/v1/cases/{case['id']}/submit")
    for move in ("pass-pre-review", "accept"):
        assert (await colleague.move(case["id"], move)).is_success
    assert (await colleague.move(case["id"], "decide", {"outcome": "approved"})).is_success
    assert (await colleague.move(case["id"], "complete")).is_success
    assert (await Parcel.get()).receiver.address == "和平街道 幸福路1号"


@pytest.mark.parametrize("bell", ["\x07", "\x1b", "\x7f"])
async def test_what_no_label_can_show_is_no_address(citizen: Citizen, bell: str) -> None:
    case = await citizen.ok("POST", "/api/v1/cases", {"item_key": "passport"})
    delivery = {"kind": "post", "address": ADDRESS | {"address": f"和平街道{bell}幸福路1号"}}
    refused = await citizen.call("PATCH", f"/api/v1/cases/{case['id']}", {"delivery": delivery})
    assert refused.status_code == 422


async def heard(parcel: Parcel, sequence: int, outcome: ParcelNews) -> ParcelOutcome:
    now = clock.now()
    return await ParcelOutcome.create(
        parcel_id=parcel.id,
        reference=parcel.reference,
        sequence=sequence,
        outcome=outcome,
        at=now,
        due_at=now,
    )


@pytest.mark.parametrize("news", [ParcelNews.reversed, ParcelNews.returned, ParcelNews.lost])
async def test_what_the_post_takes_back_runs_on(
    stack: Stack, citizen: Citizen, colleague: Colleague, news: ParcelNews
) -> None:
    path = await decided(citizen, colleague, "approved")
    assert (await colleague.move(path.rsplit("/", 1)[1], "complete")).is_success
    await stack.settle()
    found = []
    for sequence, outcome in enumerate((ParcelNews.delivered, news), 8):
        await heard(await Parcel.get(), sequence, outcome)
        await stack.settle()
        seen = await citizen.ok("GET", path)
        running = [one["kind"] for one in seen["clocks"] if one["ended_on"] is None]
        found.append((seen["status"], seen["holder"], running))
    assert found == [("delivered", "nobody", []), ("completed", "post", ["delivery"])]


async def test_what_the_counter_handed_over_stays_handed_over(
    stack: Stack, citizen: Citizen, colleague: Colleague
) -> None:
    path = await decided(citizen, colleague, "approved")
    for move in ("complete", "hand-over"):
        assert (await colleague.move(path.rsplit("/", 1)[1], move)).is_success
    await stack.settle()
    await heard(await Parcel.get(), 8, ParcelNews.returned)
    await stack.settle()
    assert (await citizen.ok("GET", path))["status"] == "delivered"


async def test_news_worked_off_late_does_not_move_the_case(
    stack: Stack, client: httpx.AsyncClient, citizen: Citizen, colleague: Colleague
) -> None:
    path = await decided(citizen, colleague, "approved")
    assert (await colleague.move(path.rsplit("/", 1)[1], "complete")).is_success
    await stack.settle()
    parcel = await Parcel.get()
    late = await heard(parcel, 8, ParcelNews.delivered)
    # Another worker holds the older news while the newer is worked off.
    assert await claim(ParcelOutcome, limit=1, lease=timedelta(minutes=1))
    await heard(parcel, 9, ParcelNews.reversed)
    await stack.settle()
    await fetch("UPDATE parcel_outcome SET leased_until = NULL WHERE id = $1", late.id)
    await stack.settle()
    assert (await ParcelOutcome.get(id=late.id)).due_at is None
    assert (await Case.get(number=parcel.reference)).status == "completed"
