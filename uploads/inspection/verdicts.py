"""Decides from the bytes alone what a file is, and whether and in which form it may be kept.

Runs in the sandbox (see `apart`): a hostile file must not reach the worker's memory or keys.
"""

from dataclasses import dataclass

from uploads.inspection.images import inspect_image
from uploads.inspection.kinds import kind_of
from uploads.media_types import IMAGES, PDF
from uploads.rejections import Rejected, Rejection


@dataclass(frozen=True, slots=True)
class Inspected:
    """What is kept: the real type, the number of pages, and the content without needless data."""

    media_type: str
    pages: int
    content: bytes


def inspect(content: bytes, most_pages: int) -> Inspected:
    """Check `content` against the policy. Raises Rejected with the first reason found.

    Photos come back re-encoded: upright, and without EXIF, GPS, comments or anything that hides
    behind the picture. PDF and OFD come back unchanged, for a signature in them must stay valid.
    """
    media_type = kind_of(content)
    if media_type in IMAGES:
        return Inspected(media_type, 1, inspect_image(content, media_type))
    pages = _pages(content, media_type)
    if pages > most_pages:
        raise Rejected(Rejection.too_many_pages)
    return Inspected(media_type, pages, content)


def _pages(content: bytes, media_type: str) -> int:
    # Only who inspects needs them (see `forker`); the worker asks for a verdict and has no parser.
    from uploads.inspection.ofd import inspect_ofd
    from uploads.inspection.pdf import inspect_pdf

    return inspect_pdf(content) if media_type == PDF else inspect_ofd(content)
