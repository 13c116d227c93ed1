"""Unfolds the streams of a PDF as its readers do, within bounds: what grows beyond is a bomb."""

import zlib
from itertools import takewhile
from typing import Any

import pikepdf
from pikepdf import Name

from uploads import policy
from uploads.rejections import Rejected, Rejection

# ISO 32000-1, table 6, with the short names of table 94.
_FLATE = frozenset({"/FlateDecode", "/Fl"})
_LETTERS = frozenset({"/ASCIIHexDecode", "/AHx", "/ASCII85Decode", "/A85"})
_UNFOLDING = _FLATE | _LETTERS | {"/LZWDecode", "/LZW", "/RunLengthDecode", "/RL"}
_STEP = policy.MEGABYTE


class Unfolding:
    """Counts what the streams of one document come to."""

    def __init__(self, pdf: pikepdf.Pdf) -> None:
        self._pdf = pdf
        self._left = policy.MAX_UNFOLDED

    def add(self, stream: pikepdf.Stream) -> None:
        """Raises Rejected when this stream, or all of them together, become too large."""
        if stream.get("/Subtype") == Name.Image:
            _refuse_large_image(stream)
        filters = [str(one) for one in _listed(stream.get("/Filter"))]
        # Up to the coding of a picture (JPEG and others), whose size the image tells.
        unfolding = list(takewhile(_UNFOLDING.__contains__, filters))
        if _UNFOLDING & set(filters[len(unfolding) :]):
            # Something folded inside of a picture's coding: no reader knows that.
            raise Rejected(Rejection.pdf_unreadable)
        parameters = _listed(stream.get("/DecodeParms"))
        content = stream.read_raw_bytes() if unfolding else b""
        for number, name in enumerate(unfolding):
            if name in _FLATE:
                content = self._inflated(content, is_last=number == len(unfolding) - 1)
            else:
                content = self._decoded(content, name, parameters[number : number + 1])

    def _inflated(self, content: bytes, *, is_last: bool) -> bytes:
        """Counted step by step; the last result is not kept, for nobody looks at it."""
        reader, kept, size = zlib.decompressobj(), bytearray(), 0
        while content and not reader.eof:
            try:
                step = reader.decompress(content, _STEP)
            except zlib.error:
                # Damaged in itself: its page shows less than it should, as in every reader.
                break
            content = reader.unconsumed_tail
            size += len(step)
            self._count(len(step), size)
            if not is_last:
                kept += step
        return bytes(kept)

    def _decoded(self, content: bytes, name: str, parameters: list[Any]) -> bytes:
        """By the library, within the memory of the sandbox; none of these folds as Flate does."""
        part = pikepdf.Stream(self._pdf, content)
        part.Filter = Name(name)
        if parameters and isinstance(parameters[0], pikepdf.Dictionary):
            part.DecodeParms = parameters[0]
        try:
            content = part.read_bytes(pikepdf.StreamDecodeLevel.specialized)
        except pikepdf.PdfError:
            return b""
        self._count(len(content), len(content))
        return content

    def _count(self, more: int, size: int) -> None:
        self._left -= more
        if size > policy.MAX_UNFOLDED_PART or self._left < 0:
            raise Rejected(Rejection.pdf_too_large)


def _refuse_large_image(stream: pikepdf.Stream) -> None:
    """By what it declares, which is what a reader makes room for."""
    width, height = _number(stream.get("/Width")), _number(stream.get("/Height"))
    bits = _number(stream.get("/BitsPerComponent")) or 8
    # A bit is black or white; more are taken for the usual three colours.
    components = 1 if bits == 1 or stream.get("/ImageMask") else 3
    if width * height * bits * components // 8 > policy.MAX_IMAGE_BYTES:
        raise Rejected(Rejection.pdf_too_large)


def _listed(value: Any) -> list[Any]:
    if value is None:
        return []
    return list(value) if isinstance(value, pikepdf.Array) else [value]


def _number(value: Any) -> int:
    return int(value) if isinstance(value, int) else 0
