"""What crashes, fills or stalls a parser costs one upload, not the worker."""

import resource
import zlib

import pytest

from tests.uploads.corpus.hostile_bombs import many_dictionaries
from tests.uploads.corpus.specimens import MOST_PAGES
from tests.uploads.samples import PDF, document, photo
from uploads.inspection.in_child import InspectionFailed, inspect_apart
from uploads.rejections import Rejected, Rejection

_GIGABYTE = 2**30
_BLOCK = 16 * 2**20


async def test_a_verdict_crosses_the_border() -> None:
    content = document(2)
    found = await inspect_apart(content, MOST_PAGES)
    assert (found.media_type, found.pages, found.content) == (PDF, 2, content)


async def test_content_with_line_breaks_comes_back_whole() -> None:
    found = await inspect_apart(photo(120, 90), MOST_PAGES)
    assert found.content.startswith(b"\xff\xd8\xff")
    assert found.content.endswith(b"\xff\xd9")


async def test_a_refusal_crosses_the_border() -> None:
    with pytest.raises(Rejected) as found:
        await inspect_apart(b"nothing", MOST_PAGES)
    assert found.value.reason is Rejection.type_not_supported


async def test_a_document_that_unfolds_to_gigabytes() -> None:
    with pytest.raises((Rejected, InspectionFailed)):
        await inspect_apart(_unfolding_to(3 * _GIGABYTE), MOST_PAGES)
    largest_child = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024
    assert largest_child < 2 * _GIGABYTE


async def test_an_inspection_that_does_not_end() -> None:
    with pytest.raises(InspectionFailed):
        await inspect_apart(photo(), MOST_PAGES, wait_seconds=0.01)


async def test_processor_time_is_the_fault_of_the_file() -> None:
    """Said at once: three tries would take the time of three others."""
    with pytest.raises(Rejected) as found:
        await inspect_apart(many_dictionaries(8_000_000), MOST_PAGES, cpu_seconds=1)
    assert found.value.reason is Rejection.cannot_inspect


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
