"""A page that asks for a few things and has one button: its words and its fields."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from sanic import HTTPResponse, Request

from mobile_api.shared.text.amounts import number_of
from mobile_api.web.citizen.account.telling import tell
from mobile_api.web.frame.failures import failure_of
from mobile_api.web.frame.visitor import typed

_FEN = 100
# The hidden field that says what was read when the form was opened.
READ = "read"


@dataclass(frozen=True, slots=True)
class InputLine:
    """A field. `kind`: text, area, date, money, number, secret, radio, select, check or heading.

    `options`: value, label and what is said of it. `most`: characters.
    """

    name: str
    label: str
    kind: str = "text"
    value: str = ""
    help: str = ""
    options: Sequence[tuple[str, str, str]] = ()
    most: int = 200


@dataclass(frozen=True, slots=True)
class AskingPage:
    """What a form says around its fields; `back` is where it leads without sending."""

    title: str
    lines: Sequence[InputLine]
    back: tuple[str, str]
    lead: Sequence[str] = ()
    warning: str = ""
    button: str = "保存并继续"
    is_grave: bool = False
    hidden: Mapping[str, str] = field(default_factory=dict)
    method: str = "post"
    action: str = ""


def ask(request: Request, path: str, page: AskingPage, *, here: str = "") -> HTTPResponse:
    """The page at `path`; after a refusal with what was typed."""
    failure = failure_of(request, path)
    before = failure.values if failure else {}
    values = {one.name: before.get(one.name, one.value) for one in page.lines}
    # What is sent back says what was read when it was typed, and not what is there since.
    hidden = {name: before.get(name, value) for name, value in page.hidden.items()}
    return tell(
        request,
        "owning_form.html",
        path,
        here=here,
        asked=replace(page, action=page.action or path, hidden=hidden),
        values=values,
        labels={one.name: one.label for one in page.lines if one.kind != "check"},
    )


def number_read(request: Request) -> int | None:
    """The number of what was read when the form was opened; None where it does not say."""
    number = typed(request, READ, 9)
    return int(number) if number.isdecimal() else None


def fen_of(text: str) -> Any:
    """Yuan as people type them in fen; None for nothing, the text itself for no amount."""
    if not text:
        return None
    number = number_of(text.removesuffix("元").strip())
    if number is None:
        return text
    fen = Decimal(number) * _FEN
    return int(fen) if fen == int(fen) else text


def whole_of(text: str) -> Any:
    """A whole number; None for nothing, the text itself for anything else."""
    number = number_of(text) if text else None
    return int(number) if number and "." not in number else (text or None)


def yuan_of(fen: int | None) -> str:
    """As an amount stands in its field."""
    return "" if fen is None else f"{Decimal(fen) / _FEN:f}"
