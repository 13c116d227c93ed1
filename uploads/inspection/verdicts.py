"""Decides from the bytes alone what a file is, and whether and in which form it may be kept.

Runs in the sandbox (see `sandbox`): a hostile file must not reach the worker's memory or keys.
"""

import io
import zipfile
from dataclasses import dataclass

import filetype

from uploads import policy
from uploads.inspection.images import inspect_image
from uploads.policy import OFD, PDF, PNG, Rejected, Rejection

# OFD (GB/T 33190) is a zip, an animated PNG is a PNG; what they really are shows inside.
_READ_AS = {"application/zip": OFD, "image/apng": PNG}
_PDF_MARK_WITHIN = 1_024


@dataclass(frozen=True, slots=True)
class Inspected:
    """What is kept: the real type, the number of pages, and the content without needless data."""

    media_type: str
    pages: int
    content: bytes


def inspect(content: bytes, declared_type: str) -> Inspected:
    """Check `content` against the policy. Raises Rejected with the first reason found.

    Photos come back re-encoded: upright, and without EXIF, GPS, comments or anything that hides
    behind the picture. PDF and OFD come back unchanged, for a signature in them must stay valid.
    """
    media_type = _real_type(content)
    same_kind = policy.IMAGES if media_type in policy.IMAGES else {media_type}
    if declared_type not in same_kind:
        raise Rejected(Rejection.type_differs)
    _refuse_disguise(content, media_type)
    if media_type in (PDF, OFD):
        return Inspected(media_type, _pages(content, media_type), content)
    return Inspected(media_type, 1, inspect_image(content, media_type))


def _pages(content: bytes, media_type: str) -> int:
    # The PDF library takes longer to load than a photo takes to be looked at.
    from uploads.inspection.documents import inspect_ofd, inspect_pdf

    return inspect_pdf(content) if media_type == PDF else inspect_ofd(content)


def _real_type(content: bytes) -> str:
    media_type = filetype.guess_mime(content)
    if media_type in policy.HEIC:
        raise Rejected(Rejection.heic_not_supported)
    media_type = _READ_AS.get(media_type, media_type)
    if media_type not in policy.ALLOWED:
        raise Rejected(Rejection.type_not_supported)
    return str(media_type)


def _refuse_disguise(content: bytes, media_type: str) -> None:
    """One content must not be read as two kinds of file (polyglot)."""
    if media_type != PDF and b"%PDF-" in content[:_PDF_MARK_WITHIN]:
        raise Rejected(Rejection.disguised)
    if media_type != OFD and _opens_as_zip(content):
        raise Rejected(Rejection.disguised)


def _opens_as_zip(content: bytes) -> bool:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return bool(archive.infolist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
        return False
