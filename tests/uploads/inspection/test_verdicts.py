"""What the content alone decides: the real kind of a file, and whether anything hides in it."""

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from tests.uploads import samples
from tests.uploads.corpus.good_pictures import picture, turned
from tests.uploads.corpus.hostile_packages import whole
from tests.uploads.corpus.specimens import MOST_PAGES
from tests.uploads.samples import document, package, photo
from uploads.inspection.verdicts import inspect
from uploads.media_types import ALLOWED
from uploads.rejections import Rejected, Rejection


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_photos_stay_what_they_are(kind: str) -> None:
    found = inspect(photo(50, 20, kind), MOST_PAGES)
    assert (found.media_type, found.pages) == (f"image/{kind.lower()}", 1)
    with Image.open(io.BytesIO(found.content)) as image:
        assert (image.format, image.size) == (kind, (50, 20))


def test_a_photo_tells_no_place_and_stands_upright() -> None:
    content = samples.photo_with_position()
    assert b"SECRET-CAMERA" in content
    assert b"SECRET-COMMENT" in content
    found = inspect(content, MOST_PAGES)
    assert b"SECRET" not in found.content
    with Image.open(io.BytesIO(found.content)) as image:
        assert dict(image.getexif()) == {}
        assert image.size == (30, 40)


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_other_photos_tell_no_place_either(kind: str) -> None:
    exif = Image.Exif()
    exif[0x0110] = "SECRET-CAMERA"
    content = photo(30, 20, kind, exif=exif)
    assert b"SECRET" in content
    assert b"SECRET" not in inspect(content, MOST_PAGES).content


def test_what_is_appended_to_a_photo_is_lost() -> None:
    found = inspect(photo() + b"<script>alert(1)</script>", MOST_PAGES)
    assert b"script" not in found.content


def test_the_picture_itself_is_kept() -> None:
    content = photo(64, 64, "PNG")
    kept = inspect(content, MOST_PAGES).content
    with Image.open(io.BytesIO(content)) as before, Image.open(io.BytesIO(kept)) as after:
        assert before.tobytes() == after.tobytes()


@pytest.mark.parametrize(
    ("kind", "size", "kept"),
    [
        ("JPEG", (9_248, 6_936), (6_936, 9_248)),
        ("JPEG", (12_032, 9_024), (4_512, 6_016)),
        ("WEBP", (6_000, 4_000), (4_000, 6_000)),
        ("WEBP", (9_000, 7_000), (3_500, 4_500)),
    ],
)
def test_what_is_too_large_to_be_written_whole_is_kept_at_half(
    kind: str, size: tuple[int, int], kept: tuple[int, int]
) -> None:
    content = picture(size, kind, exif=turned())
    with Image.open(io.BytesIO(inspect(content, MOST_PAGES).content)) as image:
        assert image.size == kept


@pytest.mark.parametrize(
    ("content", "pages"),
    [
        (document(), 1),
        (document(MOST_PAGES), MOST_PAGES),
        (package(), 1),
        (package(whole(pages=7)), 7),
    ],
)
def test_pages_are_counted_up_to_what_is_allowed(content: bytes, pages: int) -> None:
    assert inspect(content, pages).pages == pages
    if pages > 1:
        with pytest.raises(Rejected) as found:
            inspect(content, pages - 1)
        assert found.value.reason is Rejection.too_many_pages


_BEGINNINGS = [photo(4, 4), photo(4, 4, "PNG"), photo(4, 4, "WEBP"), document(), package()]


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=300), st.integers(0, 4), st.integers(0, 2_000))
def test_no_bytes_crash_the_inspector(noise: bytes, of: int, at: int) -> None:
    whole = _BEGINNINGS[of]
    for content in (noise, whole[:at] + noise, whole[:at] + noise + whole[at + len(noise) :]):
        try:
            found = inspect(content, MOST_PAGES)
        except Rejected:
            continue
        assert found.media_type in ALLOWED
