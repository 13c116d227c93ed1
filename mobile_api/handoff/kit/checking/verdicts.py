"""What is said of each check: it holds, or which part of the message differs and how."""

from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from mobile_api.signatures.errors import SignatureFault

_MOST_SHOWN = 160


class MessagePart(StrEnum):
    """The part of a message that differs."""

    status = "status"
    code = "code"
    header = "header"
    digest = "digest"
    clock = "clock"
    components = "signature components"
    key = "key"
    algorithm = "algorithm"
    base = "signature base"
    field = "field"
    body = "body"
    line = "line"


OF_FAULT = {
    SignatureFault.missing: MessagePart.header,
    SignatureFault.malformed: MessagePart.header,
    SignatureFault.components: MessagePart.components,
    SignatureFault.digest: MessagePart.digest,
    SignatureFault.clock: MessagePart.clock,
    SignatureFault.key: MessagePart.key,
    SignatureFault.algorithm: MessagePart.algorithm,
    SignatureFault.signature: MessagePart.base,
}


class Differs(Exception):
    """`name` of the part, as a header or a field is called; `base`: the signature base as we
    read it, to be compared line by line where it is that which differs."""

    def __init__(self, part: MessagePart, told: str, name: str = "", base: str = "") -> None:
        super().__init__(f"{part} {name}: {told}")
        self.part, self.told, self.name, self.base = part, told, name, base


class NotAsked(Exception):
    """The check could not be made; the text says what was missing for it."""


class NoCity(Exception):
    """No city answers there at all: nobody, no trusted line, a page for people, another address."""


class CheckOutcome(StrEnum):
    holds = "holds"
    differs = "differs"
    not_asked = "not_asked"


_MARKS = {CheckOutcome.holds: "✓", CheckOutcome.differs: "✗", CheckOutcome.not_asked: "-"}


@dataclass(frozen=True)
class CheckVerdict:
    """Of one check, known by `name`; `part` and `told` say what differs, `base` as in Differs."""

    name: str
    title: str
    outcome: CheckOutcome
    part: str = ""
    told: str = ""
    base: str = ""

    @property
    def line(self) -> str:
        """For people: one line."""
        head = f"{_MARKS[self.outcome]} {self.name} {self.title}"
        said = " ".join(one for one in (self.part, self.told) if one)
        return f"{head}: {said}" if said else head

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def differing(part: MessagePart, expected: object, found: object, name: str = "") -> Differs:
    """Of a value that is another one."""
    return Differs(part, f"应为 {_short(expected)},实为 {_short(found)}", name)


def _short(value: object) -> str:
    text = " ".join(str(value).split()) or "空"
    return text if len(text) <= _MOST_SHOWN else text[:_MOST_SHOWN] + "…"
