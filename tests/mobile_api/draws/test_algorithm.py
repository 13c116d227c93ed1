"""The algorithm gives the published vectors, and what must be true of every draw."""

import json
import unicodedata
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mobile_api.draws.proof import algorithm
from mobile_api.draws.proof.algorithm import ListEntry, PublishedIssue
from tests.mobile_api.draws.cases import DIGEST, digest

VECTORS = json.loads(Path(__file__).with_name("vectors.json").read_text(encoding="utf-8"))
IDS = st.text("09AZ-测绘甲é𠮷Ａ", min_size=1, max_size=6)
ENTRIES = st.dictionaries(IDS, st.integers(1, algorithm.MOST_TICKETS), min_size=1, max_size=12).map(
    lambda found: [ListEntry(name, tickets) for name, tickets in found.items()]
)
SEEDS = st.binary(min_size=32, max_size=32).map(bytes.hex)


@pytest.mark.parametrize("vector", VECTORS, ids=lambda one: str(one["name"]))
def test_published_vectors(vector: dict[str, Any]) -> None:
    entries = [ListEntry(name, tickets) for name, tickets in vector["entries"]]
    text = algorithm.list_text(entries)
    assert algorithm.list_sha256(text) == vector["list_sha256"]
    commit = algorithm.commitment(vector["number"], vector["secret"])
    assert commit == vector["commitment"]
    entropy = algorithm.entropy_text([PublishedIssue(*one) for one in vector["published"]])
    assert entropy == vector["entropy"]
    hashed = algorithm.list_sha256(text)
    seed = algorithm.seed(vector["number"], hashed, commit, vector["secret"], entropy)
    assert seed == vector["seed"]
    picks = algorithm.picks(seed, algorithm.entries_of(text), vector["picks"])
    assert [one.x for one in picks] == vector["x"]
    assert [one.winner for one in picks] == vector["winners"]


def test_ten_thousand_cases_give_the_digest_of_both_languages() -> None:
    assert digest() == DIGEST


@given(ENTRIES, st.randoms())
def test_the_list_is_the_same_however_it_was_told(entries: list[ListEntry], random: Any) -> None:
    told = list(entries)
    random.shuffle(told)
    text = algorithm.list_text(told)
    assert text == algorithm.list_text(entries)
    assert {one.id for one in algorithm.entries_of(text)} == {one.id for one in entries}
    assert algorithm.list_text(algorithm.entries_of(text)) == text
    names = [one.id.encode() for one in algorithm.entries_of(text)]
    assert names == sorted(names)


@given(ENTRIES, SEEDS, st.data())
def test_each_is_picked_once_and_more_picks_change_nothing_before(
    entries: list[ListEntry], seed: str, data: st.DataObject
) -> None:
    listed = algorithm.entries_of(algorithm.list_text(entries))
    count = data.draw(st.integers(1, len(listed)))
    picks = algorithm.picks(seed, listed, count)
    winners = [one.winner for one in picks]
    assert len(set(winners)) == count
    assert set(winners) <= {one.id for one in listed}
    assert all(0 <= one.x < one.tickets_left for one in picks)
    whole = algorithm.picks(seed, listed, len(listed))
    assert whole[:count] == picks
    assert {one.winner for one in whole} == {one.id for one in listed}


@given(ENTRIES, SEEDS)
def test_tickets_weigh_as_if_each_were_an_entry(entries: list[ListEntry], seed: str) -> None:
    """An obvious model: every ticket written out (of few), the first pick is the ticket's owner."""
    few = [ListEntry(one.id, one.tickets % 7 + 1) for one in entries]
    listed = algorithm.entries_of(algorithm.list_text(few))
    tickets = [one.id for one in listed for _ in range(one.tickets)]
    first = algorithm.picks(seed, listed, 1)[0]
    assert first.tickets_left == len(tickets)
    assert tickets[first.x] == first.winner


@pytest.mark.parametrize(
    "name",
    ["", " ", "a b", "a\nb", "a\u3000b", "a\u200bb", "a\x00", "e\u0301", "a" * 101, "\ud800"],
)
def test_what_could_be_read_two_ways_is_no_id(name: str) -> None:
    with pytest.raises(ValueError):
        algorithm.list_text([ListEntry(name)])


def test_an_id_twice_or_tickets_out_of_range() -> None:
    for entries in (
        [ListEntry("A"), ListEntry("A", 2)],
        [ListEntry("A", 0)],
        [ListEntry("A", 1_000_001)],
    ):
        with pytest.raises(ValueError):
            algorithm.list_text(entries)


@pytest.mark.parametrize(
    "text",
    ["A 1", "A 01\n", "B 1\nA 1\n", "A 1\nA 1\n", "A\n", "A 1 \n", "A １\n", "\n", "A 1\r\n"],
)
def test_a_list_in_another_form_is_no_list(text: str) -> None:
    with pytest.raises(ValueError):
        algorithm.entries_of(text)


@pytest.mark.parametrize("count", [0, -1, 3])
def test_more_picks_than_entries(count: int) -> None:
    with pytest.raises(ValueError):
        algorithm.picks("00" * 32, [ListEntry("A"), ListEntry("B")], count)


def test_a_name_typed_in_parts_is_composed() -> None:
    assert algorithm.normal_id("e\u0301") == unicodedata.normalize("NFC", "e\u0301") == "é"


def test_order_of_sources_counts_and_that_of_balls_does_not() -> None:
    red = PublishedIssue("ssq", "2026140", ["09", "33", "01"], unordered=True)
    mixed = PublishedIssue("ssq", "2026140", ["33", "01", "09"], unordered=True)
    blue = PublishedIssue("ssq-blue", "2026140", ["08"])
    assert algorithm.entropy_text([red, blue]) == algorithm.entropy_text([mixed, blue])
    assert algorithm.entropy_text([red, blue]) != algorithm.entropy_text([blue, red])
    assert "=08./" in algorithm.entropy_text([blue])


def test_a_set_is_sorted_as_numbers_and_its_zeros_stay() -> None:
    balls = PublishedIssue("x", "1", ["100", "9", "010"], unordered=True)
    assert algorithm.entropy_text([balls]) == "x 1=9.010.100./"
