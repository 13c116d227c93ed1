"""Writes PDFs object by object, so that they may hold what no library would write."""

import io
import zlib
from collections.abc import Callable, Mapping
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf

Change = Callable[[Pdf], None]
_BLOCK = 2**20
_PAGES = b"<</Type/Pages/Kids[3 0 R]/Count 1>>"
_PAGE = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]%s>>"


def raw(
    *more: bytes,
    root: bytes = b"",
    page: bytes = b"",
    head: bytes = b"%PDF-1.7\n",
) -> bytes:
    """A document of one page: objects 1 to 3 are catalogue, pages and page, then come `more`."""
    objects = [b"<</Type/Catalog/Pages 2 0 R%s>>" % root, _PAGES, _PAGE % page, *more]
    written, places = io.BytesIO(head), []
    written.seek(0, io.SEEK_END)
    for number, content in enumerate(objects, 1):
        places.append(written.tell())
        written.write(b"%d 0 obj\n%s\nendobj\n" % (number, content))
    table = written.tell()
    rows = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    written.write(b"xref\n0 %d\n0000000000 65535 f \n%s" % (size, rows))
    written.write(b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (size, table))
    return written.getvalue()


def stream(content: bytes, entries: bytes = b"") -> bytes:
    return b"<<%s/Length %d>>\nstream\n%s\nendstream" % (entries, len(content), content)


def zeros(size: int) -> bytes:
    """So many zeros folded by Flate, block by block of one kind, so that it costs no time."""
    packer = zlib.compressobj(9)
    head = packer.compress(b"") + packer.flush(zlib.Z_FULL_FLUSH)
    block = packer.compress(bytes(_BLOCK)) + packer.flush(zlib.Z_FULL_FLUSH)
    return head + block * (size // _BLOCK) + packer.flush()


def changed(change: Change, **options: Any) -> bytes:
    """A document of one page as the library writes it, after a change."""
    written = io.BytesIO()
    with Pdf.new() as pdf:
        pdf.add_blank_page()
        change(pdf)
        pdf.save(written, **options)
    return written.getvalue()


def with_root(**entries: object) -> bytes:
    def change(pdf: Pdf) -> None:
        for name, value in entries.items():
            pdf.Root[Name("/" + name)] = value

    return changed(change)


def with_annotation(kind: str, **entries: Any) -> bytes:
    def change(pdf: Pdf) -> None:
        one = Dictionary(Type=Name.Annot, Subtype=Name("/" + kind), Rect=[0, 0, 9, 9], **entries)
        pdf.pages[0].Annots = Array([one])

    return changed(change)


def action(kind: str, **entries: Any) -> Dictionary:
    return Dictionary(S=Name("/" + kind), **entries)


def with_attachments(files: Mapping[str, bytes]) -> bytes:
    def change(pdf: Pdf) -> None:
        for name, content in files.items():
            pdf.attachments[name] = content

    return changed(change)


def encrypted(**how: Any) -> bytes:
    return changed(lambda pdf: None, encryption=pikepdf.Encryption(**how))


def lzw_of_zeros(rounds: int) -> bytes:
    """Each round is 3,836 codes, the longest of which stands for as many zeros: some 7 MB."""
    coded, held, bits = bytearray(), 0, 0
    codes = [256, 0, *range(258, 4_094)] * rounds + [257]
    known = 257
    for code in codes:
        width = min(max(9, (known + 1).bit_length()), 12)
        held, bits = (held << width) | code, bits + width
        while bits >= 8:
            bits -= 8
            coded.append((held >> bits) & 0xFF)
        held &= (1 << bits) - 1
        known = 257 if code == 256 else known + 1
    coded.append((held << (8 - bits)) & 0xFF)
    return bytes(coded)
