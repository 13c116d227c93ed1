"""OFD (GB/T 33190-2016): XML, pictures, fonts and seals in a package; nothing acts."""

import io
import posixpath
import zipfile
import zlib
from collections.abc import Mapping

from uploads import policy
from uploads.inspection.addresses import is_elsewhere, is_harmless_address
from uploads.inspection.xml import NotPlain, TooMuch, read_xml
from uploads.rejections import Rejected, Rejection

_INDEX = "OFD.xml"
_DATA = frozenset({"xml", "xbrl"})
# By what a part must begin; a picture or font may bear any of the names of its row.
_PICTURE = (b"\x89PNG", b"\xff\xd8\xff", b"BM", b"GIF8", b"II*\0", b"MM\0*", b"RIFF", b"\x97JB2")
_FONT = (b"\x00\x01\x00\x00", b"OTTO", b"true", b"ttcf", b"\x01\x00", b"\x80\x01", b"%!")
_DER = (b"\x30",)
_PARTS: Mapping[str, tuple[bytes, ...]] = (
    dict.fromkeys(("png", "jpg", "jpeg", "bmp", "gif", "tif", "tiff", "webp"), _PICTURE)
    | dict.fromkeys(("ttf", "otf", "ttc", "cff", "pfb", "pfa"), _FONT)
    | dict.fromkeys(("esl", "dat", "asn1", "cer"), _DER)  # seals and signed values, GB/T 38540
    | dict.fromkeys(("jb2", "jbig2", "gbig2"), (b"",))  # pictures without a mark of their own
)
# Chapter 14: what may stand in an action. Not GotoA (opens an attachment), Sound and Movie.
_IN_ACTIONS = frozenset(
    [
        "Region",
        "Area",
        "Move",
        "Line",
        "QuadraticBezier",
        "CubicBezier",
        "Arc",
        "Close",
        "Goto",
        "Dest",
        "Bookmark",
        "URI",
    ]
)
_LOCATIONS = frozenset({"DocRoot", "FileLoc", "MediaFile", "FontFile", "BaseLoc"})
_MULTIMEDIA = "Image"
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    KeyError,
    RuntimeError,
    NotImplementedError,
    OSError,
    EOFError,
    ValueError,
    NotPlain,
)


def inspect_ofd(content: bytes) -> int:
    """Number of pages of all documents in the package. Raises Rejected."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _refuse_package(archive)
            package = _Package(archive)
            for entry in archive.infolist():
                package.look_at(entry)
            return package.pages()
    except TooMuch:
        raise Rejected(Rejection.ofd_too_large) from None
    except _BROKEN:
        raise Rejected(Rejection.ofd_unreadable) from None


def _refuse_package(archive: zipfile.ZipFile) -> None:
    """The declared sizes bind: zipfile never unfolds an entry beyond its declared size."""
    entries = archive.infolist()
    unfolded = sum(entry.file_size for entry in entries)
    if len(entries) > policy.MAX_OFD_ENTRIES or unfolded > policy.MAX_OFD_BYTES:
        raise Rejected(Rejection.ofd_too_large)
    if any(entry.flag_bits & 1 for entry in entries):
        raise Rejected(Rejection.ofd_protected)
    names = [entry.filename for entry in entries]
    strays = (name.startswith("/") or ".." in name.split("/") or "\\" in name for name in names)
    # Of two parts of one name one reader shows the first, another the last.
    if any(strays) or len(set(names)) != len(names) or _INDEX not in names:
        raise Rejected(Rejection.ofd_unreadable)


class _Package:
    """What the parts of a package say, while they are looked at one after the other."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self._left = policy.MAX_OFD_ELEMENTS
        self._roots: list[str] = []
        self._pages: dict[str, int] = {}

    def look_at(self, entry: zipfile.ZipInfo) -> None:
        """Raises Rejected, NotPlain, TooMuch."""
        content = self._archive.read(entry)
        extension = _extension(entry.filename)
        if extension in _DATA:
            part = _Part()
            self._left -= read_xml(content, begins=part.begins, ends=part.ends, most=self._left)
            self._pages[entry.filename] = part.pages
            if entry.filename == _INDEX:
                self._roots = part.roots if part.is_index else []
        elif content and not content.startswith(_PARTS.get(extension, ())):
            raise Rejected(Rejection.ofd_attachments)

    def pages(self) -> int:
        """Raises KeyError where a document is missing, ValueError where there is none."""
        if not self._roots:
            raise ValueError("no document")
        return sum(max(1, self._pages[_place(root)]) for root in self._roots)


class _Part:
    """One part in XML. Raises Rejected for what acts, plays or stands elsewhere."""

    def __init__(self) -> None:
        self.is_index = False
        self.roots: list[str] = []
        self.pages = 0
        self._path: list[str] = []
        self._event = ""

    def begins(self, name: str, attributes: Mapping[str, str]) -> None:
        if not self._path:
            self.is_index = name == "OFD"
        if name == "Action":
            self._event = attributes.get("Event", "")
        elif "Action" in self._path:
            self._refuse_acting(name, attributes)
        if name == "MultiMedia" and attributes.get("Type", _MULTIMEDIA) != _MULTIMEDIA:
            raise Rejected(Rejection.ofd_active)
        if name == "Attachment" and _names_a_program(attributes):
            raise Rejected(Rejection.ofd_attachments)
        if is_elsewhere(attributes.get("BaseLoc", "")):
            raise Rejected(Rejection.ofd_active)
        self.pages += name == "Page" and self._path[-1:] == ["Pages"]
        self._path.append(name)

    def ends(self, name: str, text: str) -> None:
        self._path.pop()
        if name == "DocRoot" and self._path[-1:] == ["DocBody"]:
            self.roots.append(text)
        if name in _LOCATIONS and is_elsewhere(text):
            raise Rejected(Rejection.ofd_active)

    def _refuse_acting(self, name: str, attributes: Mapping[str, str]) -> None:
        if name not in _IN_ACTIONS:
            raise Rejected(Rejection.ofd_active)
        if name == "URI":
            address = attributes.get("Base", "") + attributes.get("URI", "")
            if self._event != "CLICK" or not is_harmless_address(address.encode()):
                raise Rejected(Rejection.ofd_active)


def _names_a_program(attributes: Mapping[str, str]) -> bool:
    """Under which name a reader lets an attachment be saved."""
    named = [_extension(attributes.get("Name", "")), attributes.get("Format", "").lower()]
    return any(one and one not in _DATA and one not in _PARTS for one in named)


def _extension(name: str) -> str:
    last = name.rpartition("/")[2]
    return "" if last == "" else posixpath.splitext(last)[1].removeprefix(".").lower()


def _place(location: str) -> str:
    return posixpath.normpath(location.removeprefix("/"))
