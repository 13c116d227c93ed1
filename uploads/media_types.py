"""What kinds of file are taken, and by how many names phones and web views call them."""

from mimetypes import MimeTypes
from types import MappingProxyType

JPEG = "image/jpeg"
PNG = "image/png"
WEBP = "image/webp"
PDF = "application/pdf"
OFD = "application/ofd"
IMAGES = frozenset({JPEG, PNG, WEBP})
ALLOWED = IMAGES | {PDF, OFD}
# Pillow cannot decode HEIC without a codec that carries patents, so we say how to avoid it.
HEIC = frozenset({"image/heic", "image/heif", "image/heic-sequence", "image/heif-sequence"})
EXTENSIONS = MappingProxyType({JPEG: "jpg", PNG: "png", WEBP: "webp", PDF: "pdf", OFD: "ofd"})

# A name that says nothing: the bytes decide.
UNKNOWN = "application/octet-stream"

_OTHER_NAMES = MappingProxyType(
    dict.fromkeys(("image/jpg", "image/pjpeg", "image/jpe", "image/jfif", "image/x-jpeg"), JPEG)
    | dict.fromkeys(("image/x-png", "image/apng"), PNG)
    | dict.fromkeys(("image/x-webp",), WEBP)
    | dict.fromkeys(("application/x-pdf", "application/acrobat", "application/vnd.pdf"), PDF)
    | dict.fromkeys(("applications/vnd.pdf", "text/pdf", "text/x-pdf"), PDF)
    | dict.fromkeys(("application/x-ofd", "application/vnd.ofd"), OFD)
)
# An OFD is a zip, and no browser knows its type; a text is what a browser without a guess says.
_SAYS_NOTHING = frozenset({UNKNOWN, "application/zip", "application/x-zip-compressed"})
# What everybody calls by these names is nothing that we take. A fixed list that comes with Python,
# not that of the host.
_OTHERS = (frozenset(MimeTypes().types_map[True].values()) | {"image/svg+xml"}) - _SAYS_NOTHING


def normal_type(given: str) -> str:
    """The one name of a type that a phone gave: one of ALLOWED, of HEIC, UNKNOWN where the name
    says nothing (then the bytes decide), or as given where it names something that is not taken.
    """
    name = given.partition(";")[0].strip().lower()
    name = _OTHER_NAMES.get(name, name)
    return name if name in ALLOWED | HEIC | _OTHERS else UNKNOWN
