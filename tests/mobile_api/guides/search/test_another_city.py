"""A city that nothing was tuned for: catalogue and searches were written apart from the search.

The floors lie a little below what was reached; `docs/search.md` tells both and what they were
before there were voices.
"""

import pytest

from benchmarks.city import Measured, documents_of, measure
from mobile_api.guides.search import SearchEngine
from tests.mobile_api.guides.search.scoring import read

LEAST_FIRST, LEAST_THREE = 0.66, 0.75
# Of 134 searches for what the city does not have.
MOST_FOUND, MOST_SHOWN = 30, 82


@pytest.fixture(scope="module")
def measured() -> Measured:
    engine = SearchEngine.build(documents_of(read("yugang_catalogue.json")))
    return measure(engine, read("yugang_searches.json"))


def test_the_right_thing_is_found(measured: Measured) -> None:
    assert measured.share_first >= LEAST_FIRST, "\n".join(measured.lines())
    assert measured.share_three >= LEAST_THREE, "\n".join(measured.lines())


def test_what_the_city_does_not_have_is_seldom_shown_as_found(measured: Measured) -> None:
    assert measured.lacking_found <= MOST_FOUND
    assert measured.lacking_found + measured.lacking_asked <= MOST_SHOWN


def test_the_data_is_large_and_names_only_what_is_there() -> None:
    keys = {item["key"] for item in read("yugang_catalogue.json")["items"]}
    searches = read("yugang_searches.json")["searches"]
    assert len(searches) > 400
    assert {key for one in searches for key in (*one["right"], *one["also"])} <= keys
