"""What crashes, fills or stalls a parser costs one upload, not the worker."""

import asyncio
import os
import resource
import signal
import sys
import zlib
from pathlib import Path

import pytest

from tests.uploads.corpus.hostile_bombs import many_dictionaries
from tests.uploads.corpus.specimens import MOST_PAGES
from tests.uploads.samples import PDF, document, photo
from tests.waiting import until
from uploads.inspection import apart
from uploads.inspection.apart import InspectionFailed, Inspectors
from uploads.rejections import Rejected, Rejection

_GIGABYTE = 2**30
_BLOCK = 16 * 2**20
_PROC = Path("/proc")


async def test_a_verdict_crosses_the_border(inspectors: Inspectors) -> None:
    content = document(2)
    found = await inspectors.inspect(content, MOST_PAGES)
    assert (found.media_type, found.pages, found.content) == (PDF, 2, content)


async def test_content_with_line_breaks_comes_back_whole(inspectors: Inspectors) -> None:
    found = await inspectors.inspect(photo(120, 90), MOST_PAGES)
    assert found.content.startswith(b"\xff\xd8\xff")
    assert found.content.endswith(b"\xff\xd9")


async def test_a_refusal_crosses_the_border(inspectors: Inspectors) -> None:
    with pytest.raises(Rejected) as found:
        await inspectors.inspect(b"nothing", MOST_PAGES)
    assert found.value.reason is Rejection.type_not_supported


async def test_a_document_that_unfolds_to_gigabytes() -> None:
    inspectors = Inspectors()
    with pytest.raises((Rejected, InspectionFailed)):
        await inspectors.inspect(_unfolding_to(3 * _GIGABYTE), MOST_PAGES)
    # What it has waited for, and what those had waited for, counts with ours.
    await inspectors.close()
    largest_child = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024
    assert largest_child < 2 * _GIGABYTE


async def test_an_inspection_that_does_not_end(inspectors: Inspectors) -> None:
    with pytest.raises(InspectionFailed):
        await inspectors.inspect(photo(), MOST_PAGES, wait_seconds=0.01)


async def test_processor_time_is_the_fault_of_the_file(inspectors: Inspectors) -> None:
    """Said at once: three tries would take the time of three others."""
    with pytest.raises(Rejected) as found:
        await inspectors.inspect(many_dictionaries(8_000_000), MOST_PAGES, cpu_seconds=1)
    assert found.value.reason is Rejection.cannot_inspect


async def test_who_leaves_ends_its_inspector(inspectors: Inspectors) -> None:
    endless = asyncio.create_task(inspectors.inspect(many_dictionaries(8_000_000), MOST_PAGES))
    await until(lambda: _inspector_of(inspectors) is not None)
    inspector = _inspector_of(inspectors)
    assert inspector is not None
    # It shares nothing with those beside it: no orders, no file of somebody else.
    await until(lambda: _handles(inspector) == [*["/dev/null"] * 3, "pipe", "socket"])
    # It would never end by itself now.
    os.kill(inspector, signal.SIGSTOP)
    endless.cancel()
    await until(lambda: not (_PROC / str(inspector)).exists())


async def test_what_a_killed_guard_did_not_say_is_not_read_from_the_file() -> None:
    inspectors = Inspectors()
    # Its last bytes are those of an inspector that has ended well.
    content = many_dictionaries(100_000) + bytes(4)
    asked = asyncio.create_task(inspectors.inspect(content, MOST_PAGES))
    await until(lambda: inspectors._forker is not None and _inspector_of(inspectors) is not None)
    (guard,) = _children(_forker_of(inspectors))
    os.kill(guard, signal.SIGKILL)
    with pytest.raises(InspectionFailed, match="cut short"):
        await asked
    await inspectors.close()


async def test_who_says_too_much_is_not_heard_out(monkeypatch: pytest.MonkeyPatch) -> None:
    inspectors, content = Inspectors(), document(2)
    monkeypatch.setattr(apart, "MOST_SAID", len(content) - 1)
    with pytest.raises(InspectionFailed, match="too much"):
        await inspectors.inspect(content, MOST_PAGES)
    await inspectors.close()


async def test_nothing_stays_open_of_what_nobody_takes_up(monkeypatch: pytest.MonkeyPatch) -> None:
    inspectors = Inspectors()
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    before = _open_here()
    failures = []
    for _ in range(5):
        with pytest.raises(InspectionFailed) as failed:
            await inspectors.inspect(b"", MOST_PAGES)
        # Held, as a report of a fault may be, it holds all that was in its frames.
        failures.append(failed)
    assert _open_here() == before


async def test_it_knows_no_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("YIWANG_SECRET_KEY", "not-for-strangers")
    own = Inspectors()
    await own.inspect(photo(), MOST_PAGES)
    assert "not-for-strangers" not in (_PROC / str(_forker_of(own)) / "environ").read_text()
    await own.close()


async def test_many_at_once_get_each_their_own(inspectors: Inspectors) -> None:
    documents = [document(pages) for pages in range(1, 9)]
    found = await asyncio.gather(*(inspectors.inspect(one, MOST_PAGES) for one in documents))
    assert [one.pages for one in found] == list(range(1, 9))
    assert [one.content for one in found] == documents


async def test_another_takes_the_place_of_a_killed_one() -> None:
    inspectors = Inspectors()
    await inspectors.inspect(photo(), MOST_PAGES)
    killed = _forker_of(inspectors)
    os.kill(killed, signal.SIGKILL)
    await until(lambda: "State:\tZ" in (_PROC / str(killed) / "status").read_text())
    await inspectors.inspect(photo(), MOST_PAGES)
    assert _forker_of(inspectors) != killed
    await inspectors.close()


async def test_it_ends_with_the_worker() -> None:
    inspectors = Inspectors()
    await inspectors.inspect(photo(), MOST_PAGES)
    forker = _forker_of(inspectors)
    await inspectors.close()
    assert not (_PROC / str(forker)).exists()


def _forker_of(inspectors: Inspectors) -> int:
    assert inspectors._forker is not None
    return inspectors._forker.pid


def _inspector_of(inspectors: Inspectors) -> int | None:
    """The grandchild that looks at the file."""
    guards = _children(_forker_of(inspectors))
    return next((one for guard in guards for one in _children(guard)), None)


def _children(pid: int) -> list[int]:
    try:
        return [int(one) for one in (_PROC / f"{pid}/task/{pid}/children").read_text().split()]
    except FileNotFoundError:
        return []


def _open_here() -> int:
    """How many handles this process has open."""
    return sum(1 for _ in (_PROC / "self/fd").iterdir())


def _handles(pid: int) -> list[str]:
    """The kinds of what a process has open."""
    return sorted(str(one.readlink()).partition(":")[0] for one in (_PROC / f"{pid}/fd").iterdir())


def _unfolding_to(size: int) -> bytes:
    """A PDF whose table of objects, which every reader has to unfold, is that long."""
    packer = zlib.compressobj()
    head = packer.compress(b"") + packer.flush(zlib.Z_FULL_FLUSH)
    block = packer.compress(bytes(_BLOCK)) + packer.flush(zlib.Z_FULL_FLUSH)
    packed = head + block * (size // _BLOCK) + packer.flush()
    table = b"<</Type/XRef/Size 1/W[1 2 1]/Root 2 0 R/Filter/FlateDecode/Length %d>>" % len(packed)
    start = b"%PDF-1.7\n"
    body = b"1 0 obj\n" + table + b"\nstream\n" + packed + b"\nendstream\nendobj\n"
    return start + body + b"startxref\n%d\n%%%%EOF\n" % len(start)
