"""What people type into a form, in any width: read, kept in one form, refused in fitting words."""

from typing import Any

import pytest

from mobile_api.cases.applying.form_values import as_kept, fits
from mobile_api.cases.models import Case
from mobile_api.guides.catalogue.service import FieldType, FormField
from mobile_api.shared import clock
from tests.actors import Citizen

pytestmark = pytest.mark.standing_at("2026-11-25T10:00+08:00")

WITHDRAWAL = {"item_key": "hf-withdraw"}
MOVING = {
    "item_key": "hukou-move-spouse",
    "situation": {"from-region": "other-city", "children": "no"},
}
RETIRING = {"item_key": "retire", "situation": {"insured-as": "flexible"}}


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("１２０", "120"),
        ("１２０．５", "120.5"),
        (" 1,200\u200b", "1200"),
        ("一百二十", None),
        ("12x", None),
    ],
)
def test_an_amount(typed: str, kept: str | None) -> None:
    field = FormField(key="amount", label="金额", type=FieldType.NUMBER, required=True)
    assert as_kept(field, typed) == (kept or typed)
    assert fits(field, typed, clock.today()) is (kept is not None)


async def test_an_amount_is_kept_in_one_form(citizen: Citizen) -> None:
    _, value = await filled(citizen, WITHDRAWAL, "withdraw-amount", "１２０．５")
    assert value == "120.5"


async def test_a_name_in_a_form_is_the_name_of_every_other_door(citizen: Citizen) -> None:
    found = await filled(citizen, MOVING, "spouse-name", "阿卜杜拉\uff0e买买提")
    assert found == (None, "阿卜杜拉\u00b7买买提")
    fault, _ = await filled(citizen, MOVING, "spouse-name", "李*")
    assert fault is not None and "姓名" in fault["message"]


@pytest.mark.parametrize("typed", ["2027-02-29", "２０２７-０２-２９", "2027年2月29日"])
async def test_a_day_that_no_calendar_has_is_told_as_that(citizen: Citizen, typed: str) -> None:
    fault, value = await filled(citizen, RETIRING, "retire-on", typed)
    assert fault is not None and fault["message"].startswith("没有这一天")
    assert typed not in fault["message"] and value == typed


async def test_what_is_no_day_is_told_how_a_day_is_written(citizen: Citizen) -> None:
    fault, _ = await filled(citizen, RETIRING, "retire-on", "明天")
    assert fault is not None and "2026-01-31" in fault["message"]


async def test_a_day_and_an_account_are_kept_in_one_form(citizen: Citizen) -> None:
    assert await filled(citizen, RETIRING, "retire-on", "2026/12/1") == (None, "2026-12-01")
    found = await filled(citizen, RETIRING, "pension-bank-account", "６２２２-0000 0000-0000")
    assert found == (None, "6222000000000000")


async def filled(
    citizen: Citizen, item: dict[str, Any], key: str, typed: str
) -> tuple[dict[str, str] | None, str]:
    """The fault of that field when the draft is submitted, and what the case holds."""
    case = await citizen.ok("POST", "/api/v1/cases", item)
    path = f"/api/v1/cases/{case['id']}"
    await citizen.ok("PATCH", path, {"form": {key: typed}})
    refused = (await citizen.call("POST", f"{path}/submit")).json()
    faults = {one["path"]: one for one in refused["errors"]}
    kept = (await Case.get(id=case["id"])).form or {}
    return faults.get(f"/form/{key}"), kept[key]
