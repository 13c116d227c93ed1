"""One message as files: header lines as curl reads and writes them, and the bytes of its body."""

from collections.abc import Mapping
from pathlib import Path

from mobile_api.handoff.profile import COVERED, MESSAGE_ID, TAG
from mobile_api.signatures.errors import NotSigned
from mobile_api.signatures.service import (
    Answer,
    Request,
    SigningKey,
    VerifyingKey,
    sign_answer,
    sign_request,
    signature_base,
    verify_answer,
    verify_request,
)

_MOST_LINES = 100


def new_headers(body: bytes) -> dict[str, str]:
    """Before it is signed: bodies are JSON."""
    return {"Content-Type": "application/json"} if body else {}


def signed(message: Request | Answer, key: SigningKey, message_id: str) -> None:
    """Add its headers: a request gets its id, an answer is bound to the request.

    Raises ValueError for a URL that is none and for an answer to what is not signed, SmUnavailable.
    """
    if isinstance(message, Answer):
        sign_answer(message, key, TAG)
        return
    message.headers[MESSAGE_ID] = message_id
    sign_request(message, key, TAG, COVERED)


def lines_of(headers: Mapping[str, str]) -> str:
    """For `curl --header @FILE`."""
    return "".join(f"{name}: {value}\n" for name, value in headers.items())


def read_lines(path: Path) -> dict[str, str]:
    """Headers by name, as curl takes and saves them; a line of status is passed over.

    Raises ValueError for a line that is no header, and for one that comes twice.
    """
    lines = path.read_text(encoding="utf-8").splitlines()
    headers: dict[str, str] = {}
    for line in lines[:_MOST_LINES]:
        name, colon, value = line.partition(":")
        if not line.strip() or line.startswith("HTTP/"):
            continue
        if not colon or name.lower() in {one.lower() for one in headers}:
            raise ValueError(f"不是报文头,或者重复:{name[:40]}")
        headers[name] = value.strip()
    return headers


def checked(message: Request | Answer, key: VerifyingKey) -> tuple[str, NotSigned | None]:
    """What was signed line by line, if that can be read, and the part that does not hold, if any.

    Raises SmUnavailable.
    """
    base = ""
    try:
        base = signature_base(message, TAG)
        if isinstance(message, Answer):
            verify_answer(message, {key.key_id: key}.get, TAG)
        else:
            verify_request(message, {key.key_id: key}.get, TAG, COVERED)
    except NotSigned as error:
        return base, error
    return base, None
