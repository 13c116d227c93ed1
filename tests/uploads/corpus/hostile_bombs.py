"""Files that are small until somebody unfolds them."""

import io
import zlib

from PIL import Image

from tests.uploads.corpus.specimens import Maker, Specimen
from tests.uploads.corpus.writing import lzw_of_zeros, raw, stream, zeros
from tests.uploads.samples import OFD, OFD_INDEX, PDF, PNG, WEBP, image_bomb, package
from uploads import policy
from uploads.rejections import Rejection

_MEGABYTES_400 = 400 * 2**20
_FLATE = b"/Filter/FlateDecode"


def folded_once() -> bytes:
    return raw(stream(zeros(_MEGABYTES_400), _FLATE))


def folded_twice() -> bytes:
    """Some 1.3 kB."""
    twice = zlib.compress(zeros(_MEGABYTES_400), 9)
    return raw(stream(twice, b"/Filter[/FlateDecode/FlateDecode]"), page=b"/Contents 4 0 R")


def folded_before_a_picture() -> bytes:
    """The library leaves the last coding alone, so the first must not be passed over."""
    entries = b"/Type/XObject/Subtype/Image/Width 9/Height 9/BitsPerComponent 8"
    filters = b"/ColorSpace/DeviceGray/Filter[/FlateDecode/DCTDecode]"
    return raw(stream(zeros(_MEGABYTES_400), entries + filters))


def folded_by_runs() -> bytes:
    """RunLength within Flate: 64 times as much again."""
    runs = b"\x81\x00" * (2**22)
    return raw(stream(zlib.compress(runs, 9), b"/Filter[/FlateDecode/RunLengthDecode]"))


def folded_by_lzw() -> bytes:
    return raw(stream(lzw_of_zeros(37), b"/Filter/LZWDecode"))


def many_that_are_large_together() -> bytes:
    one = stream(zeros(200 * 2**20), _FLATE)
    return raw(*[one] * 6)


def stream_of_objects(size: int = 600 * 2**20) -> bytes:
    """Objects inside a stream that a reader unfolds before it shows anything."""
    content = zeros(size)
    entries = b"/Type/ObjStm/N 1/First 4" + _FLATE
    return raw(stream(content, entries))


def table_of_objects() -> bytes:
    """The table that every reader unfolds first."""
    content = zeros(600 * 2**20)
    start = b"%PDF-1.7\n"
    entries = b"/Type/XRef/Size 1/W[1 2 1]/Root 2 0 R" + _FLATE
    body = b"1 0 obj\n" + stream(content, entries) + b"\nendobj\n"
    return start + body + b"startxref\n%d\n%%%%EOF\n" % len(start)


def endless_picture() -> bytes:
    """Ninety thousand by ninety thousand in a hundred bytes."""
    entries = b"/Type/XObject/Subtype/Image/Width 90000/Height 90000/BitsPerComponent 8"
    return raw(stream(b"", entries + b"/ColorSpace/DeviceRGB/Filter/JPXDecode"))


def many_dictionaries(count: int = 2_500_000) -> bytes:
    """Ten megabytes of them in one array."""
    return raw(b"[" + b"<<>>" * count + b"]")


def deep_arrays() -> bytes:
    return raw(b"[" * 100_000 + b"]" * 100_000)


def _picture() -> bytes:
    written = io.BytesIO()
    Image.new("RGB", (9_500, 7_000)).save(written, "WEBP", method=0)
    return written.getvalue()


def _elements() -> bytes:
    return package({"Doc_0/Document.xml": b"<a>" + b"<b/>" * policy.MAX_OFD_ELEMENTS + b"</a>"})


def _entities() -> bytes:
    declared = b"".join(b'<!ENTITY a%d "&a%d;&a%d;">' % (n + 1, n, n) for n in range(30))
    return package({"Doc_0/Document.xml": b"<!DOCTYPE a [%s]><a>&a30;</a>" % declared})


def _pdf(name: str, make: Maker, refused: Rejection = Rejection.pdf_too_large) -> Specimen:
    return Specimen(name, make, PDF, refused)


def _ofd(name: str, make: Maker, refused: Rejection = Rejection.ofd_too_large) -> Specimen:
    return Specimen(name, make, OFD, refused)


SPECIMENS = (
    _pdf("folded-once", folded_once),
    _pdf("folded-twice", folded_twice),
    _pdf("folded-before-a-picture", folded_before_a_picture),
    _pdf("folded-by-runs", folded_by_runs),
    _pdf("folded-by-lzw", folded_by_lzw),
    _pdf("large-together", many_that_are_large_together),
    _pdf("stream-of-objects", stream_of_objects),
    _pdf("table-of-objects", table_of_objects, Rejection.pdf_unreadable),
    _pdf("endless-picture", endless_picture),
    _pdf("many-dictionaries", many_dictionaries, Rejection.cannot_inspect),
    _pdf("deep-arrays", deep_arrays, Rejection.cannot_inspect),
    Specimen("pixels-png", image_bomb, PNG, Rejection.image_too_large),
    Specimen("pixels-webp", _picture, WEBP, Rejection.image_too_large),
    _ofd("unfolds", lambda: package({"Doc_0/a.xml": bytes(policy.MAX_OFD_BYTES)})),
    _ofd("entries", lambda: package({f"{n}.xml": b"" for n in range(policy.MAX_OFD_ENTRIES)})),
    _ofd("elements", _elements),
    _ofd("entities", _entities, Rejection.ofd_unreadable),
    _ofd(
        "entities-in-the-index",
        lambda: package(index=b"<!DOCTYPE a []>" + OFD_INDEX[38:]),
        Rejection.ofd_unreadable,
    ),
)
