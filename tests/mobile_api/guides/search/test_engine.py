"""The engine with filters, odd catalogues, any text and many threads."""

import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mobile_api.guides.catalogue.schemas import Catalogue
from mobile_api.guides.catalogue.vocabulary import ItemState
from mobile_api.guides.search import SearchDocument, SearchEngine, SearchOutcome, of_catalogue

ANY_TEXT = st.text(max_size=200) | st.text(
    alphabet="身份证公积金提取护照丢了我想问一下怎么办理呢abgjz 0假火", max_size=200
)

# Of work, not of time, so that a busy machine changes nothing.
MOST_CALLS = 200_000


class Calls:
    """How many functions were called so far, Python's own among them."""

    total = 0

    def count(self, _frame: object, event: str, _argument: object) -> None:
        self.total += event in ("call", "c_call")


@contextmanager
def counted_calls() -> Iterator[Calls]:
    calls, before = Calls(), sys.getprofile()
    sys.setprofile(calls.count)
    try:
        yield calls
    finally:
        sys.setprofile(before)


@given(text=ANY_TEXT)
@settings(max_examples=200, deadline=None)
def test_any_text_costs_a_bounded_number_of_steps(engine: SearchEngine, text: str) -> None:
    with counted_calls() as calls:
        result = engine.search(text)
        engine.suggest(text)
    assert calls.total < MOST_CALLS
    found = result.outcome is SearchOutcome.FOUND
    assert bool(result.hits) == found or result.outcome is SearchOutcome.EMERGENCY
    assert (result.emergency is not None) == (result.outcome is SearchOutcome.EMERGENCY)


@given(text=ANY_TEXT)
@settings(max_examples=100, deadline=None)
def test_a_filter_is_never_broken(engine: SearchEngine, text: str) -> None:
    allowed = frozenset({"passport", "id-card", "restaurant"})
    assert {hit.id for hit in engine.search(text, allowed=allowed).hits} <= allowed


def test_a_filter_finds_what_others_would_hide() -> None:
    many = [SearchDocument("item", f"n-{n}", f"第{n}号取水许可") for n in range(3_000)]
    engine = SearchEngine.build(many)
    few = engine.search("取水许可", allowed=frozenset({"n-2999"}))
    assert [hit.id for hit in few.hits] == ["n-2999"]
    half = frozenset(f"n-{n}" for n in range(1_500, 3_000))
    assert {hit.id for hit in engine.search("取水许可", allowed=half).hits} <= half
    assert engine.search("取水许可", allowed=half).outcome is SearchOutcome.FOUND
    assert engine.search("取水许可", allowed=frozenset()).outcome is SearchOutcome.NOTHING


def test_an_item_that_no_dictionary_knows_is_found_by_its_name() -> None:
    engine = SearchEngine.build(
        [
            SearchDocument("item", "fish", "水产苗种生产许可"),
            SearchDocument("item", "salt", "食盐批发许可"),
        ]
    )
    assert engine.search("水产苗种").hits[0].id == "fish"
    assert engine.search("shuichanmiaozhong").hits[0].id == "fish"
    assert engine.search("水产苗钟生产").hits[0].id == "fish"
    assert engine.search("护照").outcome is SearchOutcome.NOTHING


def test_an_empty_catalogue_finds_nothing() -> None:
    engine = SearchEngine.build([])
    assert engine.search("护照").outcome is SearchOutcome.NOTHING
    assert engine.suggest("护") == []


def test_cancelled_items_are_left_out(catalogue: Catalogue) -> None:
    gone = catalogue.service_items[0].model_copy(update={"state": ItemState.CANCELLED})
    changed = catalogue.model_copy(update={"service_items": [gone, *catalogue.service_items[1:]]})
    assert gone.key not in {document.id for document in of_catalogue(changed)}
    assert gone.key in {document.id for document in of_catalogue(catalogue)}


@pytest.mark.parametrize("text", ["gongjijin tiqu", "刻公张", "开饭店办什么证"])
def test_threads_share_one_engine(engine: SearchEngine, text: str) -> None:
    with ThreadPoolExecutor(8) as threads:
        results = list(threads.map(engine.search, [text] * 64))
    assert all(result == results[0] for result in results)


def test_many_matters_at_once_are_all_shown(engine: SearchEngine) -> None:
    found = {hit.id for hit in engine.search("护照身份证驾照社保卡都丢了").hits}
    assert {"passport", "id-card", "driver-renew", "ss-card"} <= found


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("儿子要高考 明天坐飞机 身份证怎么补", "id-card"),
        ("我在抖音看到说,二手房怎么过户?", "re-transfer"),
        ("高考报名没身份证", "id-card"),
        ("老人坐地铁不花钱的证", "elder-card"),
    ],
)
def test_what_is_said_beside_the_matter_does_not_hide_it(
    engine: SearchEngine, text: str, wanted: str
) -> None:
    result = engine.search(text)
    assert wanted in [hit.id for hit in result.hits[:3]]
    assert result.understood_as is None


def test_parts_of_a_story_about_nothing_find_nothing(engine: SearchEngine) -> None:
    assert (
        engine.search("今天天气怎么样 附近有什么好吃的 帮我写首诗").outcome is SearchOutcome.NOTHING
    )


def test_every_alias_belongs_to_whom_it_names(engine: SearchEngine, catalogue: Catalogue) -> None:
    """Of several that fit the same words, the one whose name they are as a whole comes first."""
    owners: dict[str, set[str]] = {}
    for document in of_catalogue(catalogue):
        for text in (document.name, *document.aliases):
            owners.setdefault(text, set()).add(document.id)
    first = {text: engine.search(text).hits[0].id for text in owners}
    assert {text: found for text, found in first.items() if found not in owners[text]} == {}


def test_the_longest_name_in_a_query_owns_it() -> None:
    documents = [
        SearchDocument("item", "short", "水产许可", aliases=("苗种生产",), popular=True),
        SearchDocument("item", "long", "水产许可", aliases=("水产苗种生产",)),
    ]
    hits = SearchEngine.build(documents).search("水产苗种生产怎么办").hits
    assert [hit.id for hit in hits][:1] == ["long"]
