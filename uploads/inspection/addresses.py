"""Addresses behind links of a document: where a click of the counter may lead."""

import re

# A shared folder (`file:`, \\host, //host) earns its owner the password of a Windows computer.
_SCHEMES = frozenset({b"http", b"https", b"mailto", b"tel"})
_SCHEME = re.compile(rb"\s*([a-zA-Z][a-zA-Z0-9+.-]*):")
_HOST_WITHOUT_SCHEME = re.compile(rb"\s*[\\/][\\/]")


def is_harmless_address(address: bytes) -> bool:
    """A web page, a mailbox, a telephone, or a place without a scheme."""
    # As PDFs may write text (ISO 32000-1, 7.9.2.2): in two bytes each.
    plain = address.replace(b"\x00", b"").removeprefix(b"\xfe\xff")
    if _HOST_WITHOUT_SCHEME.match(plain):
        return False
    scheme = _SCHEME.match(plain)
    return scheme is None or scheme[1].lower() in _SCHEMES


def is_elsewhere(location: str) -> bool:
    """Whether a part of a package is looked for outside of it."""
    return "://" in location or location.startswith(("\\\\", "//")) or location[1:2] == ":"
