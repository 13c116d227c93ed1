"""PDF and OFD: readable, of bounded size, and with nothing in them that acts or hides."""

import io
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any
from xml.etree import ElementTree

import pikepdf

from uploads import policy
from uploads.policy import Rejected, Rejection

# ISO 32000-1: 12.6.4 actions that run, open, send or load; 7.11.4 embedded files; 12.7.8 XFA.
_ACTS = frozenset({"/JavaScript", "/Launch", "/ImportData", "/SubmitForm", "/GoToE", "/Rendition"})
_SCRIPT_KEYS = frozenset({"/JS", "/JavaScript"})
_ATTACHMENT_KEYS = frozenset({"/EmbeddedFiles", "/EF"})
_ATTACHMENT_KINDS = frozenset({"/EmbeddedFile", "/FileAttachment", "/RichMedia"})


def inspect_pdf(content: bytes) -> int:
    """Number of pages. Raises Rejected."""
    try:
        with pikepdf.open(io.BytesIO(content)) as pdf:
            if pdf.is_encrypted:
                raise Rejected(Rejection.pdf_protected)
            pages = len(pdf.pages)
            for dictionary in _dictionaries(pdf):
                _refuse_unsafe(dictionary)
    except pikepdf.PasswordError:
        raise Rejected(Rejection.pdf_protected) from None
    except (pikepdf.PdfError, pikepdf.DependencyError, ValueError, TypeError, RuntimeError):
        raise Rejected(Rejection.pdf_unreadable) from None
    if pages > policy.MAX_PAGES:
        raise Rejected(Rejection.too_many_pages)
    if pages == 0:
        raise Rejected(Rejection.pdf_unreadable)
    return pages


def _dictionaries(pdf: pikepdf.Pdf) -> Iterator[dict[str, Any]]:
    """Every dictionary of the document, also those that stand inside other objects."""
    waiting: list[Any] = [*pdf.objects, pdf.trailer]
    while waiting:
        node = waiting.pop()
        if isinstance(node, pikepdf.Dictionary | pikepdf.Stream):
            entries = dict(node.items())
            yield entries
            inner: Any = entries.values()
        elif isinstance(node, pikepdf.Array):
            inner = node
        else:
            continue
        # What is not inside but referred to stands in pdf.objects itself.
        waiting += [
            part for part in inner if isinstance(part, pikepdf.Object) and not part.is_indirect
        ]


def _refuse_unsafe(entries: dict[str, Any]) -> None:
    kinds = {
        str(entries[key])
        for key in ("/S", "/Type", "/Subtype")
        if isinstance(entries.get(key), pikepdf.Name)
    }
    if kinds & _ACTS or entries.keys() & _SCRIPT_KEYS:
        raise Rejected(Rejection.pdf_active)
    if kinds & _ATTACHMENT_KINDS or entries.keys() & _ATTACHMENT_KEYS:
        raise Rejected(Rejection.pdf_attachments)
    if "/XFA" in entries:
        raise Rejected(Rejection.pdf_dynamic_form)


def inspect_ofd(content: bytes) -> int:
    """Number of documents in the package (GB/T 33190-2016, 7.4). Raises Rejected."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _refuse_bomb(archive)
            if archive.testzip() is not None:
                raise Rejected(Rejection.ofd_unreadable)
            entry = archive.read("OFD.xml")
            root = ElementTree.fromstring(_plain_xml(entry))
    except (
        zipfile.BadZipFile,
        zlib.error,
        KeyError,
        RuntimeError,
        NotImplementedError,
        OSError,
        EOFError,
        ValueError,
        ElementTree.ParseError,
    ):
        raise Rejected(Rejection.ofd_unreadable) from None
    bodies = [part for part in root if part.tag.rpartition("}")[2] == "DocBody"]
    if root.tag.rpartition("}")[2] != "OFD" or not bodies:
        raise Rejected(Rejection.ofd_unreadable)
    return len(bodies)


def _refuse_bomb(archive: zipfile.ZipFile) -> None:
    """The declared sizes bind: zipfile never unfolds an entry beyond its declared size."""
    entries = archive.infolist()
    unfolded = sum(entry.file_size for entry in entries)
    if len(entries) > policy.MAX_OFD_ENTRIES or unfolded > policy.MAX_OFD_BYTES:
        raise Rejected(Rejection.ofd_too_large)
    names = [entry.filename for entry in entries]
    if any(name.startswith("/") or ".." in name.split("/") or "\\" in name for name in names):
        raise Rejected(Rejection.ofd_unreadable)
    index = [entry for entry in entries if entry.filename == "OFD.xml"]
    if len(index) != 1 or index[0].file_size > policy.MAX_OFD_XML_BYTES:
        raise Rejected(Rejection.ofd_unreadable)


def _plain_xml(text: bytes) -> bytes:
    # Entities can only be declared in a DTD, and no OFD needs one.
    if b"<!DOCTYPE" in text or b"<!ENTITY" in text:
        raise Rejected(Rejection.ofd_unreadable)
    return text
