"""What a PDF carries beside its pages, and what of its pages it leaves elsewhere."""

from collections.abc import Mapping
from typing import Any

import pikepdf

from uploads.inspection.xml import is_plain_data
from uploads.rejections import Rejected, Rejection

Entries = Mapping[str, Any]

# Data for programs, as the state's electronic invoices carry it: it can be looked at as a whole.
_DATA_NAMES = (b".xml", b".xbrl")


def refuse_elsewhere(node: Any, entries: Entries) -> None:
    """Look at one dictionary or stream, wherever it stands. Raises Rejected."""
    if _leaves_elsewhere(node, entries):
        raise Rejected(Rejection.pdf_external)
    if "/Collection" in entries or entries.get("/Type") == pikepdf.Name.EmbeddedFile:
        _refuse_carried(node)
    if isinstance(files := entries.get("/EF"), pikepdf.Dictionary):
        _refuse_attachment(entries, files)
    if _is_filled(entries.get("/XFA")):
        raise Rejected(Rejection.pdf_dynamic_form)


def _leaves_elsewhere(node: Any, entries: Entries) -> bool:
    """ISO 32000-1: 7.3.8.2 a stream in another file, 7.11.5 an address, 8.10.4 pages and 14.11.7
    pictures of other documents; ISO 32000-2, 14.11.5 a profile of colours at an address.
    """
    if isinstance(node, pikepdf.Stream) and _is_filled(entries.get("/F")):
        return True
    is_address = entries.get("/FS") == pikepdf.Name.URL
    is_form = entries.get("/Subtype") == pikepdf.Name.Form
    refers = is_form and (_is_filled(entries.get("/Ref")) or _is_filled(entries.get("/OPI")))
    is_picture = entries.get("/Subtype") == pikepdf.Name.Image and _is_filled(entries.get("/OPI"))
    return is_address or refers or is_picture or _is_filled(entries.get("/DestOutputProfileRef"))


def _refuse_carried(node: Any) -> None:
    """The cover of a portfolio, or a carried file by itself."""
    if not isinstance(node, pikepdf.Stream) or not is_plain_data(node.read_bytes()):
        raise Rejected(Rejection.pdf_attachments)


def _refuse_attachment(entries: Entries, files: pikepdf.Dictionary) -> None:
    carried = [file for _, file in files.items()]
    names = [entries[key] for key in ("/F", "/UF") if key in entries]
    plain = [bytes(name).replace(b"\x00", b"").lower() for name in names]
    if carried and not all(name.endswith(_DATA_NAMES) for name in plain):
        raise Rejected(Rejection.pdf_attachments)
    for file in carried:
        _refuse_carried(file)


def _is_filled(value: Any) -> bool:
    if isinstance(value, pikepdf.Array | pikepdf.Dictionary):
        return len(value) > 0
    if isinstance(value, pikepdf.String):
        return bool(bytes(value))
    return value is not None
