"""What WeChat remarks on a submitted case is shown to staff and stops nothing."""

from functools import partial
from typing import Any

from mobile_api.log_followers import followers_of
from mobile_api.shared.due.working import work_off
from mobile_api.shared.history.following import FOLLOWED_EVENTS, show_event
from tests.actors import Citizen, Colleague
from tests.stack import Stack
from wechat.content.models import ContentCheck

FAULT = {
    "target": "form_field",
    "key": "loss-reason",
    "reason": "不清楚。",
    "advice": "请写明。",
}


async def submitted(citizen: Citizen, reason: str) -> dict[str, Any]:
    """A passport case for a damaged passport, whose applicant says why."""
    situation = {"situation": "replacement", "holder-age": "adult", "state-worker": "no"}
    form = {"name-in-pinyin": "ZHANG SANFENG", "loss-reason": reason}
    case = await citizen.passport_draft(form=form, situation=situation)
    return dict(await citizen.ok("POST", f"/api/v1/cases/{case['id']}/submit"))


async def flags(colleague: Colleague, case: dict[str, Any]) -> list[dict[str, Any]]:
    seen = await colleague.ok("GET", f"/staff/v1/cases/{case['id']}")
    return list(seen["content_flags"])


async def test_risky_words_are_a_remark_and_no_refusal(
    stack: Stack, citizen: Citizen, colleague: Colleague
) -> None:
    case = await submitted(citizen, "代开发票时弄坏了")
    assert case["status"] == "submitted"
    await stack.settle()
    assert await flags(colleague, case) == [
        {
            "key": "loss-reason",
            "name": "丢失或者损坏的经过",
            "kind": "text",
            "state": "risky",
            "label_name": "违法犯罪",
        }
    ]
    assert (await colleague.move(case["id"], "pass-pre-review")).status_code == 200
    assert "content_flags" not in await citizen.ok("GET", f"/api/v1/cases/{case['id']}")


async def test_only_words_of_the_applicants_own_are_shown_to_wechat(
    stack: Stack, citizen: Citizen, colleague: Colleague
) -> None:
    case = await submitted(citizen, "洗衣服时弄坏了")
    await stack.settle()
    (check,) = await ContentCheck.all()
    assert (check.part, check.state, check.text) == ("loss-reason", "passed", None)
    assert await flags(colleague, case) == []


async def test_pictures_are_looked_at_where_the_city_wants_it(
    stack: Stack, citizen: Citizen
) -> None:
    await submitted(citizen, "洗衣服时弄坏了")
    wants = stack.settings.model_copy(update={"wechat_content_checks": "text_and_images"})
    assert await work_off(FOLLOWED_EVENTS, partial(show_event, followers_of(wants))) == 1
    while await ContentCheck.filter(state__in=["pending", "waiting"]).exists():
        await stack.settle()
    states = await ContentCheck.all().order_by("part").values_list("part", "state")
    assert [tuple(one) for one in states] == [
        ("exit-entry-photo", "passed"),
        ("loss-reason", "passed"),
    ]


async def test_tapping_twice_asks_once_and_a_correction_asks_anew(
    stack: Stack, citizen: Citizen, colleague: Colleague
) -> None:
    case = await submitted(citizen, "代开发票时弄坏了")
    path = f"/api/v1/cases/{case['id']}"
    await citizen.ok("POST", f"{path}/submit")
    await stack.settle()
    assert await ContentCheck.all().count() == 1
    await colleague.move(case["id"], "request-correction", {"faults": [FAULT]})
    form = {"name-in-pinyin": "ZHANG SANFENG", "loss-reason": "洗衣服时弄坏了"}
    await citizen.ok("PATCH", path, {"form": form})
    await citizen.ok("POST", f"{path}/submit")
    await stack.settle()
    assert await flags(colleague, case) == []
    assert await ContentCheck.all().count() == 2


async def test_what_was_returned_meanwhile_is_not_asked_about(
    stack: Stack, citizen: Citizen, colleague: Colleague
) -> None:
    case = await submitted(citizen, "代开发票时弄坏了")
    await colleague.move(case["id"], "request-correction", {"faults": [FAULT]})
    await stack.settle()
    assert not await ContentCheck.exists()
