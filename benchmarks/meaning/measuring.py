"""What the search by meaning costs with 100,000 items: a question that is new, one that was asked
before, and whoever is served beside it.

The vectors of the demo city are made by the model; the others are noise, for to pass over a vector
takes as long whatever it says.
"""

import asyncio
import gc
import importlib.util
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from random import Random

from benchmarks.figures import Figure, at_most, observed, percentile
from benchmarks.search import ITEMS, documents, queries
from mobile_api.guides.meaning.apart import MeaningProcess
from mobile_api.guides.meaning.following import PACKAGE
from mobile_api.guides.meaning.line import NEAR, VERSION
from mobile_api.guides.meaning.texts import meant_by
from mobile_api.guides.search import SearchDocument, SearchEngine
from mobile_api.guides.search.text import normalise
from mobile_api.guides.search.voices.meaning import Near
from mobile_api.shared.process.parts import closing

BENCH = "meaning"
ROUNDS = 5
# A search by itself has 2 ms; ten candidates more are weighed in the rest.
TARGET_MS = 2.5
TICK_SECONDS, TICKS = 0.002, 1_000
_VERSION = 1


def run(number: int = ITEMS) -> list[Figure]:
    """Nothing where `yiwang[meaning]` is not installed."""
    return asyncio.run(_figures(number)) if importlib.util.find_spec(PACKAGE) else []


async def _figures(number: int) -> list[Figure]:
    everything = documents(number)
    engine = SearchEngine.build(everything)
    gc.collect()
    gc.freeze()
    async with closing(MeaningProcess()) as process:
        figures = await _taken(process, everything)
        words = [one for kind in ("found", "typos", "nothing") for one in queries(kind)]
        asked, near = await _new(process, words)
        figures += _spread("new question", asked)
        figures += _known(engine, near)
        return figures + await _beside(process, words)


async def _taken(process: MeaningProcess, everything: Sequence[SearchDocument]) -> list[Figure]:
    real = [one for one in everything if not one.id.startswith("synthetic")]
    started = time.perf_counter()
    vectors = [await process.vector_of(meant_by(one).texts) for one in real]
    made = (time.perf_counter() - started) / len(real)
    noise = Random(7)
    others = len(everything) - len(real)
    vectors += [noise.randbytes(len(vectors[0])) for _ in range(others)]
    started = time.perf_counter()
    await process.take(_VERSION, range(len(vectors)), vectors)
    return [
        observed(BENCH, "vector of a document", made * 1000, "ms"),
        observed(BENCH, "take all vectors", time.perf_counter() - started, "s"),
        observed(BENCH, "memory of the process", _megabytes(process), "MB"),
    ]


def _megabytes(process: MeaningProcess) -> float:
    status = Path(f"/proc/{process.pid}/status").read_text(encoding="ascii")
    kilobytes = next(line.split()[1] for line in status.splitlines() if line.startswith("VmRSS"))
    return int(kilobytes) / 1024


async def _asked(process: MeaningProcess, words: str) -> Near:
    said = await process.query(VERSION.pack(_VERSION) + normalise(words).encode())
    return dict(NEAR.iter_unpack(said))


async def _new(
    process: MeaningProcess, words: Sequence[str]
) -> tuple[list[float], dict[str, Near]]:
    """Nothing is remembered here: the process is asked each time."""
    times, near = [], {}
    for one in words:
        started = time.perf_counter()
        near[one] = await _asked(process, one)
        times.append((time.perf_counter() - started) * 1000)
    return times, near


def _spread(kind: str, times: Sequence[float]) -> list[Figure]:
    return [
        observed(BENCH, f"{kind} p50", percentile(times, 0.5), "ms"),
        observed(BENCH, f"{kind} p99", percentile(times, 0.99), "ms"),
    ]


def _known(engine: SearchEngine, near: dict[str, Near]) -> list[Figure]:
    """What was asked before costs the search and its candidates alone."""
    times: list[float] = []
    alone: list[float] = []
    for words, found in near.items():
        times.append(_middle(partial(engine.search, words, near=found)))
        alone.append(_middle(partial(engine.search, words)))
    return [
        observed(BENCH, "search alone p50", percentile(alone, 0.5), "ms"),
        observed(BENCH, "search alone p99", percentile(alone, 0.99), "ms"),
        observed(BENCH, "asked before p50", percentile(times, 0.5), "ms"),
        at_most(BENCH, "asked before p99", percentile(times, 0.99), "ms", TARGET_MS),
    ]


def _middle(call: Callable[[], object]) -> float:
    times = []
    for _ in range(ROUNDS):
        started = time.perf_counter()
        call()
        times.append((time.perf_counter() - started) * 1000)
    return sorted(times)[ROUNDS // 2]


async def _beside(process: MeaningProcess, words: Sequence[str]) -> list[Figure]:
    """How late whoever is served by the same process is, while questions are asked without end."""

    async def ask() -> None:
        while True:
            for one in words:
                await _asked(process, one)

    alone = await _lateness()
    asking = asyncio.create_task(ask())
    try:
        beside = await _lateness()
    finally:
        asking.cancel()
    return _spread("others late, alone,", alone) + _spread("others late, beside it,", beside)


async def _lateness() -> list[float]:
    times = []
    for _ in range(TICKS):
        started = time.perf_counter()
        await asyncio.sleep(TICK_SECONDS)
        times.append((time.perf_counter() - started - TICK_SECONDS) * 1000)
    return times
