"""What is said of each check: it holds, or which part of the message differs and how."""

from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from mobile_api.signatures.errors import SignatureFault

_MOST_SHOWN = 160


class Part(StrEnum):
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
    SignatureFault.missing: Part.header,
    SignatureFault.malformed: Part.header,
    SignatureFault.components: Part.components,
    SignatureFault.digest: Part.digest,
    SignatureFault.clock: Part.clock,
    SignatureFault.key: Part.key,
    SignatureFault.algorithm: Part.algorithm,
    SignatureFault.signature: Part.base,
}


class Differs(Exception):
    """`name` of the part, as a header or a field is called; `base`: the signature base as we
    read it, to be compared line by line where it is that which differs."""

    def __init__(self, part: Part, told: str, name: str = "", base: str = "") -> None:
        super().__init__(f"{part} {name}: {told}")
        self.part, self.told, self.name, self.base = part, told, name, base


class NotAsked(Exception):
    """The check could not be made; the text says what was missing for it."""


class NoCity(Exception):
    """No city answers there at all: nobody, no trusted line, a page for people, another address."""


class Outcome(StrEnum):
    holds = "holds"
    differs = "differs"
    not_asked = "not_asked"


_MARKS = {Outcome.holds: "✓", Outcome.differs: "✗", Outcome.not_asked: "-"}


@dataclass(frozen=True)
class Verdict:
    """Of one check, known by `name`; `part` and `told` say what differs, `base` as in Differs."""

    name: str
    title: str
    outcome: Outcome
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


def differing(part: Part, expected: object, found: object, name: str = "") -> Differs:
    """Of a value that is another one."""
    return Differs(part, f"应为 {_short(expected)},实为 {_short(found)}", name)


def _short(value: object) -> str:
    text = " ".join(str(value).split()) or "空"
    return text if len(text) <= _MOST_SHOWN else text[:_MOST_SHOWN] + "…"
