"""Photos: bounded in pixels, turned upright, and written anew so that only the picture remains."""

import io
import struct
import warnings
import zlib
from typing import Any

from PIL import Image, ImageOps, JpegImagePlugin, UnidentifiedImageError

from uploads import policy
from uploads.policy import JPEG, PNG, WEBP, Rejected, Rejection

_FORMATS = {JPEG: "JPEG", PNG: "PNG", WEBP: "WEBP"}
# What of the description changes the look of the picture itself.
_KEPT = ("icc_profile", "transparency")
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
    Image.MAX_IMAGE_PIXELS = policy.MAX_PIXELS
    try:
        with warnings.catch_warnings():
            # Pillow complains about much that it can read; only the size is our concern.
            warnings.simplefilter("ignore")
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(content), formats=[_FORMATS[media_type]]) as image:
                return _written_anew(image, media_type)
    except (Image.DecompressionBombWarning, Image.DecompressionBombError, MemoryError):
        raise Rejected(Rejection.image_too_large) from None
    except _BROKEN:
        raise Rejected(Rejection.image_unreadable) from None


def _written_anew(image: Image.Image, media_type: str) -> bytes:
    # A JPEG of several pictures (MPO, from phones with two lenses) is its first picture.
    if media_type != JPEG and getattr(image, "is_animated", False):
        raise Rejected(Rejection.image_animated)
    options = _options(image, media_type)
    image.load()
    upright = ImageOps.exif_transpose(image)
    upright.info = {name: upright.info[name] for name in _KEPT if name in upright.info}
    if media_type == JPEG and upright.mode not in ("L", "RGB"):
        upright = upright.convert("RGB")
        options = {"quality": 90}
    written = io.BytesIO()
    upright.save(written, _FORMATS[media_type], **options)
    return written.getvalue()


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
