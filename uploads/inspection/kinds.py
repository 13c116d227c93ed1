"""What a content really is: told by its bytes, whatever it was called."""

import io
import re
import zipfile

import filetype

from uploads.media_types import ALLOWED, HEIC, OFD, PDF, PNG
from uploads.rejections import Rejected, Rejection

# OFD (GB/T 33190) is a zip, an animated PNG is a PNG; what they really are shows inside.
_READ_AS = {"application/zip": OFD, "image/apng": PNG}
_PDF_MARK = b"%PDF-"
# ISO 32000-1, annex H, note 13: viewers look for the mark that far.
_PDF_MARK_WITHIN = 1_024
# What real files carry before it: a byte order mark, blanks, and the headers of the letter, answer
# or print job that they came in. No markup and nothing binary, or it would be two files in one.
_BEFORE_PDF = re.compile(rb"(\xef\xbb\xbf)?[\x00\t\n\x0b\f\r\x1b\x20-\x3b\x3d\x3f-\x7e]*")
_ZIP_END = b"PK\x05\x06"


def kind_of(content: bytes) -> str:
    """One of ALLOWED. Raises Rejected: type_not_supported, heic_not_supported, disguised where it
    may be read as two kinds of file (polyglot), file_incomplete.
    """
    kind = _kind_at_start(content)
    if kind != PDF and (at := content[:_PDF_MARK_WITHIN].find(_PDF_MARK)) >= 0:
        if kind is not None or content[:2] in (b"MZ", b"#!") or not _is_harmless(content[:at]):
            raise Rejected(Rejection.disguised)
        kind = PDF
    if kind in HEIC:
        raise Rejected(Rejection.heic_not_supported)
    if kind not in ALLOWED:
        raise Rejected(Rejection.type_not_supported)
    if kind == OFD and _ZIP_END not in content:
        raise Rejected(Rejection.file_incomplete)
    if kind != OFD and _opens_as_zip(content):
        raise Rejected(Rejection.disguised)
    return kind


def _kind_at_start(content: bytes) -> str | None:
    found = filetype.guess_mime(content)
    # The library passes over a byte order mark before a PDF, and so does the rule below.
    return None if found is None else _READ_AS.get(found, str(found))


def _is_harmless(before: bytes) -> bool:
    return _BEFORE_PDF.fullmatch(before) is not None


def _opens_as_zip(content: bytes) -> bool:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return bool(archive.infolist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
        return False
