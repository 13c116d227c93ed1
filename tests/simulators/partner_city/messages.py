"""HTTP messages as they go over the wire, and how a test may want one signed or spoiled."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

from pydantic import Field

from tests.simulators.admin import AdminBody

MESSAGE_ID = "Handoff-Message-Id"
TAG = "yiwang-handoff-1"
LABEL = "sig1"
LIFETIME = SKEW = 300


@dataclass
class Asked:
    """A request; `url` is absolute, letter by letter as it was or will be asked for."""

    method: str
    url: str
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""


@dataclass
class Answered:
    """An answer and what it answers."""

    status_code: int
    request: Asked
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""


def http_fields(lines: Iterable[tuple[str, str]]) -> dict[str, str]:
    """By name in small letters; a field that stands twice is one list (RFC 9110 5.3)."""
    fields: dict[str, str] = {}
    for name, value in lines:
        known = fields.get(name.lower())
        fields[name.lower()] = value if known is None else f"{known}, {value}"
    return fields


class Signing(AdminBody):
    """How a message is signed: as it stands here, as the cities agreed.

    `key` "stranger" is registered nowhere; `key_id` is said instead of the key's own.
    `created_offset` and `lifetime` in seconds. `omit` and `also`: components as RFC 9421 writes
    them, `@method` or `"@method";req`. `digest_of`: a text whose digest is told instead. Without
    the `nonce` of RFC 9421 two signatures of one second over the same message are the same one.
    """

    unsigned: bool = False
    key: Literal["own", "stranger"] = "own"
    key_id: str | None = None
    created_offset: int = 0
    lifetime: int = LIFETIME
    omit: list[str] = Field(default_factory=list)
    also: list[str] = Field(default_factory=list)
    tag: str = TAG
    label: str = LABEL
    says_algorithm: bool = True
    nonce: bool = True
    digest_of: str | None = None


class Tampering(AdminBody):
    """What is changed after a request was signed, on its way; a header with null is taken away."""

    method: str | None = None
    url: str | None = None
    body: str | None = None
    headers: dict[str, str | None] = Field(default_factory=dict)

    def of(self, asked: Asked) -> Asked:
        """The request as it arrives."""
        headers = {name: value for name, value in asked.headers.items() if name not in self.headers}
        headers |= {name: value for name, value in self.headers.items() if value is not None}
        body = asked.body if self.body is None else self.body.encode()
        return Asked(self.method or asked.method, self.url or asked.url, headers, body)
