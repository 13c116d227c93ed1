"""How fast a citizen's words are answered with 100,000 service items in one process."""

import gc
import itertools
import json
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from benchmarks.figures import Figure, at_most, observed, percentile, report
from mobile_api.guides.catalogue.schemas import Catalogue
from mobile_api.guides.publishing.loading import read_catalogue
from mobile_api.guides.search import SearchDocument, SearchEngine, of_catalogue

BENCH = "search"
ITEMS = 100_000
REPEATS = 15
TARGET_MS = 2.0
ROOT = Path(__file__).parent.parent
DEMO_CITY = ROOT / "mobile_api" / "guides" / "demo_city"


def _words() -> dict[str, list[str]]:
    text = (ROOT / "benchmarks" / "search_words.json").read_text(encoding="utf-8")
    return {name: words.split() for name, words in json.loads(text).items()}


def queries(kind: str) -> list[str]:
    """What people ask: `found`, `typos`, `nothing`..."""
    return _words()[kind]


def documents(number: int = ITEMS) -> list[SearchDocument]:
    """The demo city's catalogue and synthetic items (place, matter, verb), `number` in all."""
    real = list(of_catalogue(Catalogue.model_validate(read_catalogue(DEMO_CITY))))
    return [*real, *itertools.islice(_synthetic(_words()), number - len(real))]


def _synthetic(words: dict[str, list[str]]) -> Iterator[SearchDocument]:
    parts = (words["verbs"], words["objects"], words["place_kinds"], words["places"])
    for count, (verb, matter, kind, place) in enumerate(itertools.product(*parts)):
        yield SearchDocument(
            kind="item",
            id=f"synthetic-{count}",
            name=f"{place}{kind}{matter}{verb}",
            aliases=(f"{matter}{verb}",),
            related=(matter,),
        )


def _milliseconds(call: Callable[[str], object], query: str) -> list[float]:
    times = []
    for _ in range(REPEATS):
        start = time.perf_counter()
        call(query)
        times.append((time.perf_counter() - start) * 1000)
    return times


def _figures(kind: str, call: Callable[[str], object], queries: Sequence[str]) -> list[Figure]:
    """`p99` is the slowest hundredth of the queries, each taken at its median of the repeats.

    A single slow call among the repeats is another process on the same cores, not the search;
    `p99 of calls` shows it all the same.
    """
    times = [_milliseconds(call, query) for query in queries]
    medians = [statistics.median(each) for each in times]
    calls = list(itertools.chain(*times))
    return [
        observed(BENCH, f"{kind} p50", percentile(medians, 0.5), "ms"),
        at_most(BENCH, f"{kind} p99", percentile(medians, 0.99), "ms", TARGET_MS),
        observed(BENCH, f"{kind} p99 of calls", percentile(calls, 0.99), "ms"),
    ]


def run(number: int = ITEMS) -> list[Figure]:
    """Build once, then every kind of query; milliseconds in one thread of one process."""
    words, everything = _words(), documents(number)
    start = time.perf_counter()
    engine = SearchEngine.build(everything)
    figures = [
        observed(BENCH, "items", len(everything), "items"),
        observed(BENCH, "build", time.perf_counter() - start, "s"),
    ]
    # What was just built stays for good: the collector need not walk it during a query.
    gc.collect()
    gc.freeze()
    for kind in ("found", "typos", "pinyin", "nothing"):
        figures += _figures(kind, engine.search, words[kind])
    return figures + _figures("suggest", engine.suggest, words["prefixes"])


if __name__ == "__main__":
    print(report(run()))  # noqa: T201 - a benchmark reports on standard output
