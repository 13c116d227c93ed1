"""PDF: whole, readable by everybody, bounded, and with nothing in it that acts or hides."""

import io
from collections.abc import Iterator
from typing import Any

import pikepdf
from pikepdf import settings

from uploads import policy
from uploads.inspection.pdf_actions import refuse_acting
from uploads.inspection.pdf_content import refuse_elsewhere
from uploads.inspection.pdf_streams import Unfolding
from uploads.rejections import Rejected, Rejection

_BROKEN = (pikepdf.PdfError, pikepdf.DependencyError, ValueError, TypeError, RuntimeError)
_CONTAINERS = (pikepdf.Dictionary, pikepdf.Stream, pikepdf.Array)
_ENCRYPTED_OTHERWISE = "encryption"


def inspect_pdf(content: bytes) -> int:
    """Number of pages. Raises Rejected.

    What is encrypted with an owner's password only opens for everybody, so it is read as readers
    do. MemoryError may pass: it is the sandbox that bounds the library.
    """
    _refuse_cut(content)
    beyond = _bounded()
    try:
        # Without looking for pages: the library mends their number when it finds fewer.
        with pikepdf.open(io.BytesIO(content), inherit_page_attributes=False) as pdf:
            pages = _pages(pdf)
            _refuse_unsafe(pdf)
        if settings.qpdf_limit_errors() > beyond:
            # A part was passed over that readers may show.
            raise Rejected(Rejection.cannot_inspect)
    except pikepdf.PasswordError:
        raise Rejected(Rejection.pdf_protected) from None
    except _BROKEN as error:
        # Keys of a certificate, or a handler of one vendor: as closed to us as a password.
        if _ENCRYPTED_OTHERWISE in str(error):
            raise Rejected(Rejection.pdf_protected) from None
        reason = Rejection.pdf_unreadable
        if settings.qpdf_limit_errors() > beyond:
            reason = Rejection.cannot_inspect
        raise Rejected(reason) from None
    if pages == 0:
        raise Rejected(Rejection.pdf_unreadable)
    return pages


def _bounded() -> int:
    """Bound what the library unfolds by itself, tables and streams of objects; answers how often
    it met a bound before.
    """
    settings.set_qpdf_limits(flate_max_memory=policy.MAX_UNFOLDED_PART)
    return settings.qpdf_limit_errors()


def _refuse_cut(content: bytes) -> None:
    """After the last object stands where the table of objects begins (ISO 32000-1, 7.5.5), also
    after each later addition; of a file that was cut it stands before, or nowhere.
    """
    last_object = max(content.rfind(b"endobj"), content.rfind(b" 0 obj"))
    if last_object >= 0 and content.rfind(b"startxref") < last_object:
        raise Rejected(Rejection.file_incomplete)


def _pages(pdf: pikepdf.Pdf) -> int:
    """Raises Rejected for a document some of whose pages cannot be found any more."""
    tree = pdf.Root.get("/Pages")
    declared: Any = tree.get("/Count") if isinstance(tree, pikepdf.Dictionary) else None
    pages = len(pdf.pages)
    # Warnings: the library had to search for the objects. Many a producer miscounts without.
    if pdf.get_warnings() and isinstance(declared, int) and declared > pages:
        raise Rejected(Rejection.file_incomplete)
    return pages


def _refuse_unsafe(pdf: pikepdf.Pdf) -> None:
    unfolding = Unfolding(pdf)
    for node, entries in _dictionaries(pdf):
        refuse_acting(entries)
        refuse_elsewhere(node, entries)
        if isinstance(node, pikepdf.Stream):
            unfolding.add(node)


def _dictionaries(pdf: pikepdf.Pdf) -> Iterator[tuple[Any, dict[str, Any]]]:
    """Every dictionary and stream with its entries, also those that stand inside other objects and
    those that nothing refers to: a reader that repairs the file may find them.
    """
    waiting: list[Any] = [*pdf.objects, pdf.trailer]
    left = policy.MAX_NODES
    while waiting:
        node = waiting.pop()
        if not isinstance(node, _CONTAINERS):
            continue
        # Counted before it is taken apart, which costs more than to read it did.
        left -= 1 + len(node.keys() if isinstance(node, pikepdf.Stream) else node)
        if left < 0:
            raise Rejected(Rejection.cannot_inspect)
        if isinstance(node, pikepdf.Array):
            inner = list(node)
        else:
            entries = dict(node.items())
            yield node, entries
            inner = list(entries.values())
        # What is not inside but referred to stands in pdf.objects itself.
        waiting += [
            part for part in inner if isinstance(part, _CONTAINERS) and not part.is_indirect
        ]
