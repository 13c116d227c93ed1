"""OFD packages that act, carry programs, reach outside of themselves or lack a part."""

import io
import zipfile
from collections.abc import Mapping

from tests.uploads.corpus.specimens import MOST_PAGES, Maker, Specimen
from tests.uploads.samples import OFD, OFD_INDEX, package
from uploads.rejections import Rejection

_SPACE = b' xmlns:ofd="http://www.ofdspec.org/2016"'
_PAGE = b'<ofd:Page ID="%d" BaseLoc="Pages/Page_%d/Content.xml"/>'
ROOT = "Doc_0/Document.xml"


def whole(inside: bytes = b"", pages: int = 1, **parts: bytes) -> dict[str, bytes]:
    """The entries of a document of that many pages, with `inside` in its root."""
    listed = b"".join(_PAGE % (n, n) for n in range(pages))
    root = b"<ofd:Document%s><ofd:Pages>%s</ofd:Pages>%s</ofd:Document>" % (_SPACE, listed, inside)
    content = b"<ofd:Page%s/>" % _SPACE
    entries = {ROOT: root} | {f"Doc_0/Pages/Page_{n}/Content.xml": content for n in range(pages)}
    return entries | {name.replace("__", "/"): content for name, content in parts.items()}


def acting(action: bytes, event: bytes = b"CLICK") -> dict[str, bytes]:
    inner = b'<ofd:Action Event="%s">%s</ofd:Action>' % (event, action)
    return whole(b"<ofd:Actions>%s</ofd:Actions>" % inner)


def attached(name: str, content: bytes, told: bytes = b"") -> dict[str, bytes]:
    place = f"Doc_0/Attachs/{name}"
    listed = b"<ofd:Attachments%s><ofd:Attachment ID='1' %s><ofd:FileLoc>%s</ofd:FileLoc>" % (
        _SPACE,
        told or b"Name='a'",
        name.encode(),
    )
    entries = whole(b"<ofd:Attachments>Attachs/Attachments.xml</ofd:Attachments>")
    listed += b"</ofd:Attachment></ofd:Attachments>"
    return entries | {"Doc_0/Attachs/Attachments.xml": listed, place: content}


def _twice() -> bytes:
    written = io.BytesIO(package(whole()))
    with zipfile.ZipFile(written, "a") as archive:
        archive.writestr("Doc_1/a.xml", b"<a/>")
        archive.filelist[-1].filename = ROOT
    return written.getvalue()


def _with_password() -> bytes:
    """The mark of encryption in both heads of every entry."""
    content = bytearray(package(whole()))
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = content.find(mark)
        while place >= 0:
            content[place + at] |= 1
            place = content.find(mark, place + 1)
    return bytes(content)


def _ofd(name: str, entries: Mapping[str, bytes], refused: Rejection) -> Specimen:
    return _made(name, lambda: package(entries), refused)


def _made(name: str, make: Maker, refused: Rejection) -> Specimen:
    return Specimen(name, make, OFD, refused)


_ACTIVE, _CARRIES = Rejection.ofd_active, Rejection.ofd_attachments
_BROKEN = Rejection.ofd_unreadable
_URI = b'<ofd:URI URI="%s"/>'
_SOUND = b'<ofd:MultiMedias><ofd:MultiMedia ID="1" Type="Audio"/></ofd:MultiMedias>'
SPECIMENS = (
    _ofd("ofd-opens-address", acting(_URI % b"https://attacker.example", b"DO"), _ACTIVE),
    _ofd("ofd-click-on-a-share", acting(_URI % b"file://attacker/a"), _ACTIVE),
    _ofd("ofd-click-on-a-share-by-slashes", acting(_URI % b"\\\\attacker\\a"), _ACTIVE),
    _ofd("ofd-plays-sound", acting(b'<ofd:Sound ResourceID="1"/>', b"PO"), _ACTIVE),
    _ofd("ofd-plays-film", acting(b'<ofd:Movie ResourceID="1"/>'), _ACTIVE),
    _ofd("ofd-opens-attachment", acting(b'<ofd:GotoA AttachID="1"/>'), _ACTIVE),
    _ofd("ofd-act-unknown", acting(b"<ofd:Run/>"), _ACTIVE),
    _ofd("ofd-carries-sound", whole(_SOUND), _ACTIVE),
    _ofd(
        "ofd-part-elsewhere",
        whole(b"<ofd:FileLoc>\\\\attacker\\share\\a.xml</ofd:FileLoc>"),
        _ACTIVE,
    ),
    _ofd("ofd-page-elsewhere", whole(b'<ofd:A BaseLoc="http://attacker.example/a"/>'), _ACTIVE),
    _ofd("ofd-carries-program", attached("a.exe", b"MZ\x90"), _CARRIES),
    _ofd("ofd-carries-program-as-a-seal", attached("a.dat", b"MZ\x90"), _CARRIES),
    _ofd("ofd-carries-program-as-a-picture", attached("a.png", b"MZ\x90"), _CARRIES),
    _ofd("ofd-carries-program-by-name", attached("a.xml", b"<a/>", b"Name='a.exe'"), _CARRIES),
    _ofd("ofd-carries-script", attached("a.js", b"alert(1)"), _CARRIES),
    _ofd("ofd-carries-package", attached("a.zip", package()), _CARRIES),
    _ofd("ofd-carries-nameless", attached("a", b"#!/bin/sh"), _CARRIES),
    _ofd("ofd-carries-page", attached("a.xml", b"<html><script>1</script></html>"), _BROKEN),
    _ofd("ofd-climbs-out", {"../../etc/cron.xml": b"<a/>"}, _BROKEN),
    _ofd("ofd-from-the-root", {"/etc/cron.xml": b"<a/>"}, _BROKEN),
    _ofd("ofd-without-its-document", {"Doc_1/Document.xml": b"<a/>"}, _BROKEN),
    _ofd("ofd-too-many-pages", whole(pages=MOST_PAGES + 1), Rejection.too_many_pages),
    _made("ofd-two-parts-of-a-name", _twice, _BROKEN),
    _made("ofd-with-password", _with_password, Rejection.ofd_protected),
    _made("ofd-index-is-a-page", lambda: package(index=b"<html><DocBody/></html>"), _BROKEN),
    _made("ofd-index-without-document", lambda: package(index=b"<OFD/>"), _BROKEN),
    _made("ofd-index-cut", lambda: package(index=OFD_INDEX[:90]), _BROKEN),
    _made("ofd-cut", lambda: package(whole())[:-40], Rejection.file_incomplete),
)
