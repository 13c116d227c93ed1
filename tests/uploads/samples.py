"""Files as people and attackers send them, made here so that each shows what is in it."""

import hashlib
import io
import zipfile
from collections.abc import Mapping
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf
from PIL import Image

JPEG, PNG, WEBP = "image/jpeg", "image/png", "image/webp"
PDF, OFD = "application/pdf", "application/ofd"
_ORIENTATION, _GPS, _CAMERA = 0x0112, 0x8825, 0x0110
OFD_INDEX = (
    b'<?xml version="1.0" encoding="UTF-8"?>'
    b'<ofd:OFD xmlns:ofd="http://www.ofdspec.org/2016" Version="1.0" DocType="OFD"><ofd:DocBody>'
    b"<ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>"
)
# `ftyp` box of ISO/IEC 23008-12 as an iPhone writes it.
HEIC = b"\x00\x00\x00\x24ftypheic\x00\x00\x00\x00mif1MiHEmiafMiHBheic" + bytes(400)


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def photo(width: int = 40, height: int = 30, kind: str = "JPEG", **options: Any) -> bytes:
    """A noisy picture, different at each call."""
    written = io.BytesIO()
    Image.effect_noise((width, height), 60).convert("RGB").save(written, kind, **options)
    return written.getvalue()


def photo_with_position() -> bytes:
    """A photo lying on its side, as phones store it, which tells where it was taken."""
    exif = Image.Exif()
    exif[_ORIENTATION] = 6
    exif[_CAMERA] = "SECRET-CAMERA"
    exif[_GPS] = {1: "N", 2: (30.0, 40.0, 50.0), 3: "E", 4: (104.0, 3.0, 2.0)}
    return photo(exif=exif, comment=b"SECRET-COMMENT")


def image_bomb() -> bytes:
    """90 million pixels in some 11 KB."""
    written = io.BytesIO()
    Image.new("1", (10_000, 9_000)).save(written, "PNG")
    return written.getvalue()


def animation(kind: str) -> bytes:
    written = io.BytesIO()
    frames = [Image.new("RGB", (8, 8), colour) for colour in ("red", "green")]
    frames[0].save(written, kind, save_all=True, append_images=frames[1:])
    return written.getvalue()


def document(pages: int = 1, root: Mapping[str, Any] | None = None, **options: Any) -> bytes:
    """A PDF with more entries in its catalogue (`/Names`, `/OpenAction` and so on)."""
    written = io.BytesIO()
    with Pdf.new() as pdf:
        for _ in range(pages):
            pdf.add_blank_page()
        for name, value in (root or {}).items():
            pdf.Root[name] = value
        pdf.save(written, **options)
    return written.getvalue()


def action(kind: str, **more: Any) -> dict[str, Any]:
    return {"/OpenAction": Dictionary(S=Name("/" + kind), **more)}


def document_with_attachment() -> bytes:
    written = io.BytesIO()
    with Pdf.new() as pdf:
        pdf.add_blank_page()
        pdf.attachments["a.txt"] = b"hidden"
        pdf.save(written)
    return written.getvalue()


def document_with_button() -> bytes:
    """A script that stands in an annotation, inside an array, inside a page."""
    written = io.BytesIO()
    with Pdf.new() as pdf:
        page = pdf.add_blank_page()
        acts = Dictionary(D=Dictionary(S=Name.JavaScript, JS="app.alert(1)"))
        button = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=[0, 0, 9, 9], AA=acts)
        page.Annots = Array([button])
        pdf.save(written, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return written.getvalue()


def package(entries: Mapping[str, bytes] | None = None, *, index: bytes = OFD_INDEX) -> bytes:
    """An OFD package."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("OFD.xml", index)
        for name, content in (entries or {"Doc_0/Document.xml": b"<Document/>"}).items():
            archive.writestr(name, content)
    return written.getvalue()
