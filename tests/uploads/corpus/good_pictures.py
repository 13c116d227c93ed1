"""Photos as phones and scanners make them: each is written anew, upright and without its place."""

import io
from functools import partial
from typing import Any

from PIL import Image

from tests.uploads import samples
from tests.uploads.corpus.specimens import Maker, Specimen
from tests.uploads.samples import JPEG, PNG, WEBP, photo

_ORIENTATION = 0x0112
_LARGEST_PHONE = (9248, 6936)


def picture(size: tuple[int, int], kind: str, mode: str = "RGB", **options: Any) -> bytes:
    """A large picture that costs no time to draw."""
    written = io.BytesIO()
    Image.linear_gradient("L").convert(mode).resize(size).save(written, kind, **options)
    return written.getvalue()


def busy_webp() -> bytes:
    """Foliage, as it were: what costs a coder most."""
    written = io.BytesIO()
    grain = Image.effect_noise((1_156, 867), 20).resize(_LARGEST_PHONE).convert("RGB")
    grain.save(written, "WEBP", quality=50, method=2, exif=turned())
    return written.getvalue()


def turned(by: int = 6) -> Image.Exif:
    exif = Image.Exif()
    exif[_ORIENTATION] = by
    return exif


def _large(kind: str, size: tuple[int, int] = _LARGEST_PHONE, **options: Any) -> Maker:
    return lambda: picture(size, kind, **options)


def _scanned(mode: str, kind: str = "PNG") -> Maker:
    return partial(picture, (300, 200), kind, mode)


def _of(name: str, make: Maker, declared: str, *, is_costly: bool = False) -> Specimen:
    return Specimen(name, make, declared, rewritten=True, is_costly=is_costly)


SPECIMENS = (
    _of("jpeg", photo, JPEG),
    _of("jpeg-as-jpg", photo, "image/jpg"),
    _of("jpeg-as-pjpeg", photo, "image/pjpeg"),
    _of("jpeg-with-a-parameter", photo, "image/jpeg; charset=binary"),
    _of("jpeg-as-bytes", photo, "application/octet-stream"),
    _of("jpeg-called-a-pdf", photo, "application/pdf"),
    _of("jpeg-with-its-place", samples.photo_with_position, JPEG),
    _of("jpeg-in-stages", partial(photo, progressive=True), JPEG),
    _of("jpeg-for-print", _scanned("CMYK", "JPEG"), JPEG),
    _of("jpeg-grey", _scanned("L", "JPEG"), JPEG),
    _of("jpeg-with-a-film-behind", lambda: photo() + b"\x00\x00\x00\x18ftypmp42" + bytes(99), JPEG),
    _of("jpeg-with-a-script-in-its-comment", partial(photo, comment=b"<script>1</script>"), JPEG),
    _of("png", partial(photo, 40, 30, "PNG"), PNG),
    _of("png-called-a-jpeg", partial(photo, 40, 30, "PNG"), JPEG),
    _of("png-as-x-png", partial(photo, 40, 30, "PNG"), "image/x-png"),
    _of("png-black-and-white", _scanned("1"), PNG),
    _of("png-of-few-colours", _scanned("P"), PNG),
    _of("png-see-through", _scanned("RGBA"), PNG),
    _of("webp", partial(photo, 40, 30, "WEBP"), WEBP),
    _of("webp-lossless", partial(photo, 40, 30, "WEBP", lossless=True), WEBP),
    _of("jpeg-64-megapixels", _large("JPEG"), JPEG),
    _of("jpeg-64-megapixels-turned", _large("JPEG", exif=turned()), JPEG),
    _of(
        "jpeg-64-megapixels-in-stages",
        _large("JPEG", progressive=True, exif=turned()),
        JPEG,
        is_costly=True,
    ),
    _of(
        "jpeg-108-megapixels-turned",
        _large("JPEG", (12032, 9024), exif=turned()),
        JPEG,
        is_costly=True,
    ),
    _of("jpeg-200-megapixels", _large("JPEG", (16320, 12240), exif=turned()), JPEG, is_costly=True),
    _of("png-64-megapixels-turned", _large("PNG", exif=turned()), PNG, is_costly=True),
    _of(
        "png-64-megapixels-see-through",
        _large("PNG", mode="RGBA", exif=turned()),
        PNG,
        is_costly=True,
    ),
    _of("webp-63-megapixels", _large("WEBP", (9000, 7000), method=0), WEBP),
    _of("webp-64-megapixels-of-grain", busy_webp, WEBP, is_costly=True),
    _of("webp-64-megapixels-turned", _large("WEBP", method=0, exif=turned()), WEBP, is_costly=True),
)
