"""Files that are not what they say, are two things at once, or are pictures that cannot be kept."""

import struct
import zlib
from collections.abc import Callable

from tests.uploads import samples
from tests.uploads.corpus.specimens import Specimen
from tests.uploads.samples import JPEG, PDF, PNG, WEBP, document, package, photo
from uploads.rejections import Rejection


def _png_with(kind: bytes, content: bytes) -> bytes:
    """A picture with one more part behind its head."""
    whole = photo(20, 20, "PNG")
    part = kind + content
    written = struct.pack(">I", len(content)) + part + struct.pack(">I", zlib.crc32(part))
    return whole[:33] + written + whole[33:]


def _bad_sum() -> bytes:
    whole = bytearray(photo(60, 60, "PNG"))
    whole[len(whole) // 2] ^= 0xFF
    return bytes(whole)


def _kind(
    name: str, make: Callable[[], bytes], refused: Rejection, declared: str = JPEG
) -> Specimen:
    return Specimen(name, make, declared, refused)


_OTHER, _TWO = Rejection.type_not_supported, Rejection.disguised
_CUT, _BROKEN = Rejection.file_incomplete, Rejection.image_unreadable
_SVG = b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"
SPECIMENS = (
    _kind("nothing", lambda: b"", _OTHER, PDF),
    _kind("program", lambda: b"MZ" + bytes(200), _OTHER, PDF),
    _kind("page", lambda: b"<html><script>alert(1)</script></html>", _OTHER, PDF),
    _kind("drawing", lambda: _SVG, _OTHER, PNG),
    _kind("gif", lambda: b"GIF89a" + bytes(40), _OTHER),
    _kind("heic", lambda: samples.HEIC, Rejection.heic_not_supported),
    _kind("page-before-a-pdf", lambda: b"<script>alert(1)</script>\n" + document(), _TWO, PDF),
    _kind("program-before-a-pdf", lambda: b"MZ\x90\x00" + document(), _TWO, PDF),
    _kind("shell-before-a-pdf", lambda: b"#!/bin/sh\nrm a\n" + document(), _TWO, PDF),
    _kind("picture-before-a-pdf", lambda: b"\xff\xd8\xff\xe0" + document(), _TWO),
    _kind("gif-before-a-pdf", lambda: b"GIF89a" + document(), _TWO),
    _kind("pdf-too-far-behind", lambda: b" " * 1_024 + document(), _OTHER, PDF),
    _kind("package-behind-a-picture", lambda: photo() + package(), _TWO),
    _kind("package-behind-a-pdf", lambda: document() + package(), _TWO, PDF),
    _kind("jpeg-cut", lambda: photo(90, 90)[:900], _CUT),
    _kind("png-cut", lambda: photo(90, 90, "PNG")[:900], _CUT, PNG),
    _kind("webp-cut", lambda: photo(90, 90, "WEBP")[:900], _CUT, WEBP),
    _kind("jpeg-of-nothing", lambda: b"\xff\xd8\xff\xe0" + bytes(64), _BROKEN),
    _kind("png-with-a-wrong-sum", _bad_sum, _BROKEN, PNG),
    _kind("png-moves", lambda: samples.animation("PNG"), Rejection.image_animated, PNG),
    _kind("webp-moves", lambda: samples.animation("WEBP"), Rejection.image_animated, WEBP),
    _kind(
        "png-with-a-long-text",
        lambda: _png_with(b"zTXt", b"a\x00\x00" + zlib.compress(bytes(2**27), 9)),
        _BROKEN,
        PNG,
    ),
)
