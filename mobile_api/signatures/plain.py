"""Signed messages in the plain form that nearly all have, read and written without a parser.

What is said here of a message is what the library says, letter by letter (RFC 9421 2.5); of any
other form nothing is said, and the library has to. It costs a twentieth.
"""

import base64
import binascii
import hashlib
import re
from collections.abc import Mapping, Sequence
from typing import Any

_PARAMETER = r';(created|expires)=([1-9]\d{0,14}|0)|;(keyid|alg|nonce|tag)="([\w.~+/=:-]*)"'
_NAME = re.compile(r'"(@method|@target-uri|@status|[a-z][a-z0-9-]*)"(;req|;req;key="sig1")?')
_TEXT = re.compile(r"[\w.~+/=:-]*", re.ASCII)
_SAID = re.compile(rf'sig1=\(((?:"[@a-z0-9-]+"(?: (?!\))|(?=\))))*)\)((?:{_PARAMETER})*)', re.ASCII)
_EACH = re.compile(_PARAMETER, re.ASCII)
_SIGNATURE = re.compile(r"sig1=:([A-Za-z0-9+/]*={0,2}):")
_URL = re.compile(r"https?://[a-z0-9.-]+(?::\d+)?/[\w.~/-]*(?:\?[\w.~=&-]*)?", re.ASCII)

Fields = Mapping[str, str]


def said_by(signature_input: str) -> tuple[list[str], dict[str, str | int]] | None:
    """Names of the components and the parameters of `sig1`; None for another form."""
    found = _SAID.fullmatch(signature_input)
    if found is None:
        return None
    parameters: dict[str, str | int] = {}
    for number, value, name, text in _EACH.findall(found[2]):
        if (number or name) in parameters:
            return None
        parameters[number or name] = int(value) if number else text
    return [one.strip('"') for one in found[1].split()], parameters


def is_plain(text: str) -> bool:
    """Whether a parameter of that text needs nothing but quotes."""
    return _TEXT.fullmatch(text) is not None


def signature_in(signature: str) -> bytes | None:
    """The bytes of `sig1`; None for another form, or Base64 that others would write otherwise."""
    found = _SIGNATURE.fullmatch(signature)
    if found is None:
        return None
    try:
        value = base64.b64decode(found[1], validate=True)
    except binascii.Error:
        return None
    return value if base64.b64encode(value).decode() == found[1] else None


def digest_of(body: bytes) -> str:
    """The field Content-Digest (RFC 9530), by SHA-256."""
    return f"sha-256=:{base64.b64encode(hashlib.sha256(body).digest()).decode()}:"


def fields_of(headers: Fields) -> dict[str, str]:
    """By lower case; empty where a name stands twice."""
    found = {name.lower(): value for name, value in headers.items()}
    return found if len(found) == len(headers) else {}


def base_of(message: Any, components: Sequence[str], parameters: str) -> bytes | None:
    """What is signed, of a Request or Answer. `components` as they stand in Signature-Input, with
    quotes; `parameters` behind them, as they stand there. None: only the library knows."""
    own = fields_of(message.headers)
    asked = getattr(message, "request", None)
    of_request = fields_of(asked.headers) if asked is not None else {}
    lines = []
    for component in components:
        found = _NAME.fullmatch(component)
        if found is None:
            return None
        name, kind = found[1], found[2]
        source, fields = (asked, of_request) if kind else (message, own)
        value = _value(source, fields, name, is_member=kind is not None and "key" in kind)
        if value is None:
            return None
        lines.append(f"{component}: {value}")
    if len(set(components)) != len(components):
        return None
    lines.append(f'"@signature-params": ({" ".join(components)}){parameters}')
    return "\n".join(lines).encode()


def _value(source: Any, fields: Fields, name: str, *, is_member: bool) -> str | None:
    if source is None:
        return None
    is_answer = hasattr(source, "status_code")
    if name == "@status":
        return str(source.status_code) if is_answer else None
    if name.startswith("@"):
        return None if is_answer else _of_target(source, name)
    value = fields.get(name)
    if value is None or not value.isascii() or not value.isprintable() or value != value.strip():
        return None
    if is_member:
        is_plain = name == "signature" and signature_in(value) is not None
        return value.removeprefix("sig1=") if is_plain else None
    return value


def _of_target(source: Any, name: str) -> str | None:
    if name == "@method":
        method = str(source.method)
        return method if method.isascii() and method.isalpha() and method.isupper() else None
    return str(source.url) if _URL.fullmatch(source.url) else None
