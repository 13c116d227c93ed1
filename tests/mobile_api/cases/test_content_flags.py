"""What WeChat remarks on a submitted case is shown to staff and stops nothing."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from mobile_api.shared.process.parts import SETTINGS
from tests.actors import Citizen, Colleague
from tests.stack import Stack
from wechat.content.models import ContentCheck


@pytest.fixture
async def images_too(stack: Stack) -> AsyncIterator[None]:
    """A city that has pictures looked at as well."""
    changed = stack.settings.model_copy(update={"wechat_content_checks": "text_and_images"})
    with stack.having(SETTINGS, changed):
        yield


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
    images_too: None, stack: Stack, citizen: Citizen
) -> None:
    await submitted(citizen, "洗衣服时弄坏了")
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
    assert await ContentCheck.all().count() == 1
    await stack.settle()
    fault = {
        "target": "form_field",
        "key": "loss-reason",
        "reason": "不清楚。",
        "advice": "请写明。",
    }
    await colleague.move(case["id"], "request-correction", {"faults": [fault]})
    form = {"name-in-pinyin": "ZHANG SANFENG", "loss-reason": "洗衣服时弄坏了"}
    await citizen.ok("PATCH", path, {"form": form})
    await citizen.ok("POST", f"{path}/submit")
    await stack.settle()
    assert await flags(colleague, case) == []
    assert await ContentCheck.all().count() == 2
