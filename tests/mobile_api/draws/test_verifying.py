"""Whatever is changed in a record is named: by itself, or beside the copy of an earlier day."""

from copy import deepcopy
from typing import Any

import pytest

from mobile_api.draws.proof.algorithm import ListEntry
from mobile_api.draws.proof.verifying import verify
from tests.mobile_api.draws.sample import ENTRIES, as_frozen, drawn

OTHER = "a" * 64
JUNK: list[Any] = [None, 7, "text", [], {}, {"kind": "other"}, {"kind": ["yiwang-draw/1"]}]


def faults(record: Any, earlier: Any = None) -> set[str]:
    return {step.code for step in verify(record, earlier) if step.holds is False}


def changed(path: str, value: Any) -> dict[str, Any]:
    """The record with another value at a place such as `drawn/0/x`."""
    record = drawn()
    place: Any = record
    *way, last = path.split("/")
    for name in way:
        place = place[int(name) if name.isdigit() else name]
    place[int(last) if last.isdigit() else last] = value
    return record


def test_a_true_record_holds_in_every_step() -> None:
    record = drawn()
    steps = verify(record, as_frozen(record))
    assert {step.holds for step in steps} == {True}
    assert len({step.code for step in steps}) == len(steps) == 9
    winners = next(step.winners for step in steps if step.code == "winners")
    assert list(winners) == [one["winner"] for one in record["drawn"]]


def test_the_values_are_those_of_the_published_vector() -> None:
    record = drawn()
    assert record["seed"] == "3a9dfadc43bf37816583280a2ab014b6bb929aece61a349259eb1773e13eea71"
    assert [one["x"] for one in record["drawn"]] == [2, 3, 0]


@pytest.mark.parametrize(
    ("path", "value", "named"),
    [
        ("secret", OTHER, {"commitment", "seed", "winners"}),
        ("commitment", OTHER, {"commitment", "seed", "winners"}),
        ("number", "N-2", {"commitment", "seed", "winners"}),
        ("list_sha256", OTHER, {"list"}),
        ("list_text", "91999900MA0000000A 1\n", {"list", "winners"}),
        ("seed", OTHER, {"seed"}),
        ("drawn/0/winner", "91999900MA0000006G", {"winners"}),
        ("drawn/1/x", 0, {"winners"}),
        ("drawn/2/tickets_left", 6, {"winners"}),
        ("drawn", [], {"winners"}),
        ("picks", 2, {"winners"}),
        ("entropy_text", "ssq 2026140=1./", {"entropy"}),
        ("entropy/1/values", ["10"], {"entropy", "two_people", "seed", "winners"}),
        ("entropy/1/values", ["17"], {"entropy", "two_people", "seed", "winners"}),
        ("entropy/0/issue", "2026139", {"entropy", "two_people", "seed", "winners"}),
        ("entropy/0/unordered", False, {"entropy", "seed", "winners"}),
        ("entries/0/values", ["02", "03", "04", "05", "06", "07"], {"two_people"}),
        ("entries/1/by", 1, {"two_people"}),
        ("entries/0/at", "2026-12-03T14:00:00+08:00", {"order"}),
        ("frozen_at", "2026-12-03T15:00:00+08:00", {"order"}),
        ("committed_at", "2026-12-02T09:00:00+08:00", {"order"}),
        ("drawn_at", "2026-12-03T14:59:59+08:00", {"order"}),
        ("sources/0/name", "dice", {"sources", "entropy"}),
        ("sources/0/fallback_issue", "2026140", {"sources", "two_people", "order"}),
    ],
)
def test_a_changed_part_is_named(path: str, value: Any, named: set[str]) -> None:
    assert faults(changed(path, value)) == named


def test_a_result_without_what_it_follows_from() -> None:
    for name in ("secret", "list_text", "entropy", "frozen_at", "drawn_at", "seed"):
        record = drawn()
        del record[name]
        assert faults(record) != set(), name


def test_another_order_of_the_list() -> None:
    record = drawn()
    lines = record["list_text"].splitlines(keepends=True)
    record["list_text"] = "".join(reversed(lines))
    assert faults(record) == {"list", "winners"}


def test_too_little_public_chance() -> None:
    record = drawn()
    for name in ("sources", "entropy"):
        record[name] = record[name][:2]
    assert "sources" in faults(record)


def test_the_order_of_sources_is_that_of_the_announcement() -> None:
    record = drawn()
    record["entropy"].reverse()
    assert {"entropy", "seed"} <= faults(record)


@pytest.mark.parametrize(
    ("forged", "named"),
    [
        ({"secret": OTHER}, "commitment"),
        ({"entries": [*ENTRIES, ListEntry("91999900MA0000007H")]}, "list_text"),
        ({"entries": ENTRIES[1:]}, "list_text"),
        ({"count": 2}, "picks"),
    ],
)
def test_a_forgery_that_is_whole_in_itself_differs_from_what_was_saved(
    forged: dict[str, Any], named: str
) -> None:
    record = drawn(**forged)
    assert faults(record) == set()
    steps = verify(record, as_frozen(drawn()))
    assert [step.code for step in steps if step.holds is False] == ["earlier"]
    assert named in steps[-1].text


def test_an_entry_that_was_published_and_is_gone() -> None:
    record = drawn()
    earlier = deepcopy(record)
    del record["entries"][0]
    assert "earlier" in faults(record, earlier)


def test_before_the_draw_there_is_nothing_to_hold_against_it() -> None:
    record = as_frozen(drawn())
    assert faults(record) == set()
    assert {one.code for one in verify(record) if one.holds is None} == {
        "commitment",
        "entropy",
        "winners",
    }


def test_whoever_has_the_secret_needs_nobody_to_draw() -> None:
    """The custodian's way: the saved record, the secret and the published numbers."""
    record = drawn()
    completed = as_frozen(record) | {one: record[one] for one in ("secret", "entropy", "entries")}
    completed["entropy_text"] = record["entropy_text"]
    step = next(one for one in verify(completed) if one.code == "winners")
    assert step.holds is None
    assert list(step.winners) == [one["winner"] for one in record["drawn"]]


@pytest.mark.parametrize("junk", JUNK, ids=str)
def test_a_file_of_another_shape(junk: Any) -> None:
    assert faults(junk) == {"shape"}
    assert "earlier" in faults(drawn(), junk) or junk is None


@pytest.mark.parametrize("name", sorted(drawn()))
@pytest.mark.parametrize("junk", [None, -1, "\ud800", [[]], {"a": 1}, 10**400, "2026-12-01"])
def test_odd_values_are_faults_and_nothing_breaks(name: str, junk: Any) -> None:
    record = drawn() | {name: junk}
    assert all(step.text for step in verify(record, drawn()))
