"""How large a file may be is the city's to say, from a day on, within what the program carries."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from mobile_api.shared import clock
from tests.mobile_api.ruling import from_new_year, row
from tests.stack import Stack
from tests.uploads.person import Person, work_until_idle
from tests.uploads.samples import PDF, document, photo
from uploads import policy, rules
from uploads.rules import RULES, UploadRules
from uploads.stores.storage import ObjectStore

_MEGABYTE = policy.MEGABYTE


def with_rules(**changes: list[dict[str, Any]]) -> UploadRules:
    usual = {"size": [row(10, "megabyte")], "pages": [row(100, "page")]}
    return UploadRules.model_validate(usual | changes)


async def test_a_city_allows_more(person: Person, stack: Stack, store: ObjectStore) -> None:
    assert (await person.begin(photo(), size=10 * _MEGABYTE)).status_code == 201
    assert (await person.begin(photo(), size=10 * _MEGABYTE + 1)).status_code == 422
    with stack.having(RULES, with_rules(size=[row(20, "megabyte")], pages=[row(200, "page")])):
        assert (await person.begin(photo(), size=20 * _MEGABYTE)).status_code == 201
        (fault,) = (await person.begin(photo(), size=20 * _MEGABYTE + 1)).json()["errors"]
        assert (fault["path"], fault["code"]) == ("/size", "file_too_large")
        assert "最多 20 MB" in fault["message"]
        await person.upload(document(200), PDF)
        await work_until_idle(store)
        assert (await person.state())["pages"] == 200


async def test_a_city_allows_less(person: Person, stack: Stack, store: ObjectStore) -> None:
    with stack.having(RULES, with_rules(size=[row(1, "megabyte")], pages=[row(3, "page")])):
        assert (await person.begin(photo(), size=_MEGABYTE + 1)).status_code == 422
        await person.upload(document(4), PDF)
        await work_until_idle(store)
        found = await person.state()
        assert found["rejection"]["code"] == "too_many_pages"
        assert "最多 3 页" in found["message"]


@pytest.mark.standing_at("2026-12-31T23:50+08:00")
async def test_a_file_keeps_the_pages_of_its_day(
    person: Person, stack: Stack, store: ObjectStore
) -> None:
    with stack.having(RULES, with_rules(pages=from_new_year(2, 1, "page"))):
        before = await person.upload(document(2), PDF)
        async with person.at(clock.now() + timedelta(minutes=10)):
            after = await person.upload(document(2, root={"/A": 1}), PDF)
            await work_until_idle(store)
            found = [await person.state(one) for one in (before, after)]
    assert [one["state"] for one in found] == ["clean", "rejected"]
    assert "最多 1 页" in found[1]["message"]


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("size", row(policy.MOST_MEGABYTES + 1, "megabyte")),
        ("size", row(10, "page")),
        ("pages", row(policy.MOST_PAGES + 1, "page")),
        ("pages", row(0, "page")),
    ],
)
def test_more_than_the_program_carries_is_no_rule(name: str, wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        with_rules(**{name: [wrong]})


def test_what_comes_with_a_release_is_taken() -> None:
    shipped = Path(rules.__file__).with_name("rules.json").read_bytes()
    found = UploadRules.model_validate_json(shipped, strict=True)
    day = clock.today()
    assert (found.size.on(day).amount, found.pages.on(day).amount) == (10, 100)
