"""What the content alone decides: the real kind of a file, and whether anything hides in it."""

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pikepdf import Array, Dictionary, Encryption, Name, Permissions
from PIL import Image

from tests.uploads import samples
from tests.uploads.samples import (
    JPEG,
    OFD,
    OFD_INDEX,
    PDF,
    PNG,
    WEBP,
    action,
    document,
    package,
    photo,
)
from uploads import policy
from uploads.inspection.verdicts import Inspected, inspect
from uploads.policy import Rejected, Rejection

_KINDS = [JPEG, PNG, WEBP, PDF, OFD]


def refusal(content: bytes, media_type: str) -> Rejection:
    with pytest.raises(Rejected) as found:
        inspect(content, media_type)
    return found.value.reason


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_photos_stay_what_they_are(kind: str) -> None:
    found = inspect(photo(50, 20, kind), f"image/{kind.lower()}")
    assert (found.media_type, found.pages) == (f"image/{kind.lower()}", 1)
    with Image.open(io.BytesIO(found.content)) as image:
        assert (image.format, image.size) == (kind, (50, 20))


def test_a_photo_tells_no_place_and_stands_upright() -> None:
    content = samples.photo_with_position()
    assert b"SECRET-CAMERA" in content
    assert b"SECRET-COMMENT" in content
    found = inspect(content, JPEG)
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
    assert b"SECRET" not in inspect(content, f"image/{kind.lower()}").content


def test_what_is_appended_to_a_photo_is_lost() -> None:
    found = inspect(photo() + b"<script>alert(1)</script>", JPEG)
    assert b"script" not in found.content


def test_the_picture_itself_is_kept() -> None:
    content = photo(64, 64, "PNG")
    kept = inspect(content, PNG).content
    with Image.open(io.BytesIO(content)) as before, Image.open(io.BytesIO(kept)) as after:
        assert before.tobytes() == after.tobytes()


def test_a_phone_may_call_one_photo_by_the_name_of_another() -> None:
    assert inspect(photo(9, 9, "PNG"), JPEG).media_type == PNG


@pytest.mark.parametrize(
    ("content", "media_type", "reason"),
    [
        (samples.HEIC, JPEG, Rejection.heic_not_supported),
        (b"GIF89a" + bytes(40), JPEG, Rejection.type_not_supported),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", PNG, Rejection.type_not_supported),
        (b"MZ" + bytes(200), PDF, Rejection.type_not_supported),
        (b"", PDF, Rejection.type_not_supported),
        (photo(), PDF, Rejection.type_differs),
        (document(), JPEG, Rejection.type_differs),
        (document(), OFD, Rejection.type_differs),
        (package(), PDF, Rejection.type_differs),
        (samples.image_bomb(), PNG, Rejection.image_too_large),
        (samples.animation("PNG"), PNG, Rejection.image_animated),
        (samples.animation("WEBP"), WEBP, Rejection.image_animated),
        (photo(90, 90)[:900], JPEG, Rejection.image_unreadable),
        (b"\xff\xd8\xff\xe0" + bytes(64), JPEG, Rejection.image_unreadable),
        (photo() + package(), JPEG, Rejection.disguised),
        (document() + package(), PDF, Rejection.disguised),
        (b"\xff\xd8\xff\xe0" + document(), JPEG, Rejection.disguised),
    ],
)
def test_refused_by_kind(content: bytes, media_type: str, reason: Rejection) -> None:
    assert refusal(content, media_type) is reason


_LATER = action("URI", Next=Array([Dictionary(S=Name.Launch)]))
_TREE = {"/Names": Dictionary(JavaScript=Dictionary(Names=Array(["a", Dictionary(JS="1")])))}
_FILES = {"/Names": Dictionary(EmbeddedFiles=Dictionary(Names=Array()))}


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (document(root=action("JavaScript", JS="app.alert(1)")), Rejection.pdf_active),
        (document(root=action("Launch", F="cmd.exe")), Rejection.pdf_active),
        (document(root=action("SubmitForm", F="http://x")), Rejection.pdf_active),
        (
            document(root=_LATER),
            Rejection.pdf_active,
        ),
        (document(root=_TREE), Rejection.pdf_active),
        (samples.document_with_button(), Rejection.pdf_active),
        (document(root=_FILES), Rejection.pdf_attachments),
        (samples.document_with_attachment(), Rejection.pdf_attachments),
        (document(root={"/AcroForm": Dictionary(XFA="x")}), Rejection.pdf_dynamic_form),
        (document(encryption=Encryption(owner="o", user="u")), Rejection.pdf_protected),
        (
            document(encryption=Encryption(owner="o", user="", allow=Permissions(extract=False))),
            Rejection.pdf_protected,
        ),
        (document(policy.MAX_PAGES + 1), Rejection.too_many_pages),
        (document(0), Rejection.pdf_unreadable),
        (b"%PDF-1.7\n" + bytes(100), Rejection.pdf_unreadable),
    ],
)
def test_refused_documents(content: bytes, reason: Rejection) -> None:
    assert refusal(content, PDF) is reason


def test_a_document_of_many_pages_and_links_passes() -> None:
    content = document(policy.MAX_PAGES, action("URI", URI="https://example.gov.cn"))
    assert inspect(content, PDF) == Inspected(PDF, policy.MAX_PAGES, content)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (package({"Doc_0/a": bytes(policy.MAX_OFD_BYTES)}), Rejection.ofd_too_large),
        (
            package({f"a{number}": b"" for number in range(policy.MAX_OFD_ENTRIES)}),
            Rejection.ofd_too_large,
        ),
        (package({"../../etc/cron": b"x"}), Rejection.ofd_unreadable),
        (package({"/etc/cron": b"x"}), Rejection.ofd_unreadable),
        (package(index=b"<OFD>"), Rejection.ofd_unreadable),
        (package(index=b"<html><DocBody/></html>"), Rejection.ofd_unreadable),
        (package(index=b"<OFD/>"), Rejection.ofd_unreadable),
        (package(index=b"<!DOCTYPE a []>" + OFD_INDEX[38:]), Rejection.ofd_unreadable),
        (package(index=OFD_INDEX + b" " * policy.MAX_OFD_XML_BYTES), Rejection.ofd_unreadable),
        (package()[:-30], Rejection.ofd_unreadable),
        (package().replace(b"OFD.xml", b"ODF.xml"), Rejection.ofd_unreadable),
    ],
)
def test_refused_packages(content: bytes, reason: Rejection) -> None:
    assert refusal(content, OFD) is reason


def test_every_refusal_says_what_to_do() -> None:
    assert all("请" in reason.sentence or "只支持" in reason.sentence for reason in Rejection)


_BEGINNINGS = [photo(4, 4), photo(4, 4, "PNG"), photo(4, 4, "WEBP"), document(), package()]


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=300), st.integers(0, 4), st.integers(0, 2_000), st.sampled_from(_KINDS))
def test_no_bytes_crash_the_inspector(noise: bytes, of: int, at: int, media_type: str) -> None:
    whole = _BEGINNINGS[of]
    for content in (noise, whole[:at] + noise, whole[:at] + noise + whole[at + len(noise) :]):
        try:
            found = inspect(content, media_type)
        except Rejected:
            continue
        assert found.media_type in policy.ALLOWED
