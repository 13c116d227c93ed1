"""Photos: bounded in pixels, turned upright, and written anew so that only the picture remains."""

import io
import struct
import warnings
import zlib
from typing import Any

from PIL import Image, ImageOps, JpegImagePlugin, UnidentifiedImageError

from uploads import policy
from uploads.media_types import JPEG, PNG, WEBP
from uploads.rejections import Rejected, Rejection

_FORMATS = {JPEG: "JPEG", PNG: "PNG", WEBP: "WEBP"}
# What of the description changes the look of the picture itself.
_KEPT = ("icc_profile", "transparency")
# How Pillow says that the picture ends too early.
_CUT = ("truncated", "unexpected end", "incomplete")
_BROKEN = (
    UnidentifiedImageError,
    OSError,
    ValueError,
    SyntaxError,
    EOFError,
    IndexError,
    KeyError,
    TypeError,
    struct.error,
    zlib.error,
)


def inspect_image(content: bytes, media_type: str) -> bytes:
    """The photo written anew in its own format. Raises Rejected.

    Re-encoding is the only way that surely loses EXIF with its GPS position, thumbnails of the
    uncropped picture, comments, and whatever is appended behind the picture.
    """
    # Its own guard knows one number for all formats; ours is asked before a pixel is decoded.
    Image.MAX_IMAGE_PIXELS = None
    if media_type == WEBP and _riff_size(content) > len(content):
        raise Rejected(Rejection.file_incomplete)
    try:
        with warnings.catch_warnings():
            # Pillow complains about much that it can read.
            warnings.simplefilter("ignore")
            with Image.open(io.BytesIO(content), formats=[_FORMATS[media_type]]) as image:
                return _written_anew(image, media_type)
    except _BROKEN as error:
        is_cut = any(word in str(error).lower() for word in _CUT)
        reason = Rejection.file_incomplete if is_cut else Rejection.image_unreadable
        raise Rejected(reason) from None


def _written_anew(image: Image.Image, media_type: str) -> bytes:
    # A JPEG of several pictures (MPO, from phones with two lenses) is its first picture.
    if media_type != JPEG and getattr(image, "is_animated", False):
        raise Rejected(Rejection.image_animated)
    _bound(image, media_type)
    options = _options(image, media_type)
    image.load()
    upright = ImageOps.exif_transpose(_halved(image) if media_type == WEBP else image)
    upright.info = {name: upright.info[name] for name in _KEPT if name in upright.info}
    if media_type == JPEG and upright.mode not in ("L", "RGB"):
        upright = upright.convert("RGB")
        options = {"quality": 90}
    written = io.BytesIO()
    upright.save(written, _FORMATS[media_type], **options)
    return written.getvalue()


def _bound(image: Image.Image, media_type: str) -> None:
    """Raises Rejected; a JPEG that is too large only to be decoded whole is decoded at half."""
    width, height = image.size
    most = policy.MAX_JPEG_PIXELS if media_type == JPEG else policy.MAX_PIXELS
    if width * height > most:
        raise Rejected(Rejection.image_too_large)
    if width * height > policy.MAX_PIXELS:
        image.draft(image.mode, (width // 2, height // 2))


def _halved(image: Image.Image) -> Image.Image:
    """What is larger than its coder writes in bounded time, at half its width and height."""
    width, height = image.size
    if width * height <= policy.MAX_WEBP_PIXELS:
        return image
    smaller = image.reduce(2)
    smaller.info = image.info
    return smaller


def _riff_size(content: bytes) -> int:
    """What the head of a WebP says that there is (RFC 9649, 2.4)."""
    return int.from_bytes(content[4:8], "little") + 8


def _options(image: Image.Image, media_type: str) -> dict[str, Any]:
    if media_type == WEBP:
        return {"quality": 90}
    if not isinstance(image, JpegImagePlugin.JpegImageFile):
        return {}
    # The same tables as before: re-encoding then loses next to nothing.
    return {
        "qtables": image.quantization,
        "subsampling": JpegImagePlugin.get_sampling(image),
        "icc_profile": image.info.get("icc_profile"),
    }
