"""`yiwang-draw/1`: a draw that anyone can repeat, as pure functions of text and bytes.

In the spirit of RFC 3797, whose published numbers are mixed with a secret that was committed to
before anybody was on the list. Text is UTF-8, lines end with a line feed, hex is lower case. The
page `checker.html` does the same in a browser, and the tests hold a third program, in JavaScript.
"""

import hashlib
import hmac
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

NAME = "yiwang-draw/1"
SECRET_BYTES = 32
MOST_TICKETS = 1_000_000
LONGEST_ID = 100
# Separators and whatever is not seen: one line must read as one entry.
_NOT_IN_IDS = frozenset({"Cc", "Cf", "Cs", "Cn", "Co", "Zs", "Zl", "Zp"})


@dataclass(frozen=True, slots=True)
class ListEntry:
    """One who may be drawn; `tickets` is the weight (信用配号).

    `id` becomes public: the code of an agency or a number of the register, never the number of a
    person's identity document.
    """

    id: str
    tickets: int = 1


@dataclass(frozen=True, slots=True)
class PublishedIssue:
    """What one source published in one issue, character by character.

    `unordered`: its numbers are a set (balls that were drawn), so they are sorted as numbers.
    """

    name: str
    issue: str
    values: Sequence[str]
    unordered: bool = False


@dataclass(frozen=True, slots=True)
class Pick:
    """One pick: ticket `x` (from 0) of those that were left was that of `winner`."""

    x: int
    tickets_left: int
    winner: str


def is_entry_id(text: str) -> bool:
    """Whether it may stand on a list: NFC, 1 to 100 characters, none of them blank or unseen."""
    return (
        0 < len(text) <= LONGEST_ID
        and unicodedata.is_normalized("NFC", text)
        and not any(unicodedata.category(one) in _NOT_IN_IDS for one in text)
    )


def normal_id(text: str) -> str:
    return unicodedata.normalize("NFC", text)


def list_text(entries: Sequence[ListEntry]) -> str:
    """The frozen list: a line `id tickets` each, sorted by the bytes of the ids.

    Raises ValueError for an id that `is_entry_id` refuses, one that stands twice, and for tickets
    outside of 1 to 1,000,000.
    """
    lines = {}
    for entry in entries:
        if not is_entry_id(entry.id) or entry.id in lines:
            raise ValueError("an id of the list is malformed or stands twice")
        if not 1 <= entry.tickets <= MOST_TICKETS:
            raise ValueError("tickets of the list are out of range")
        lines[entry.id] = f"{entry.id} {entry.tickets}\n"
    return "".join(lines[one] for one in sorted(lines, key=str.encode))


def entries_of(text: str) -> list[ListEntry]:
    """The entries of a list text, in its order. Raises ValueError for what `list_text` never
    writes."""
    if text and not text.endswith("\n"):
        raise ValueError("the last line has no end")
    entries = [ListEntry(name, int(tickets)) for name, tickets in _columns(text)]
    if list_text(entries) != text:
        raise ValueError("the list is not in its canonical form")
    return entries


def _columns(text: str) -> Iterator[tuple[str, str]]:
    for line in text.split("\n")[:-1]:
        name, blank, tickets = line.rpartition(" ")
        if not (blank and tickets.isascii() and tickets.isdigit() and len(tickets) <= 7):
            raise ValueError("a line is not `id tickets`")
        yield name, tickets


def list_sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def commitment(number: str, secret: str) -> str:
    """What is published before anybody is on the list. `secret`: 64 hex digits."""
    return _lines_sha256(f"{NAME} commit", number, secret)


def entropy_text(published: Sequence[PublishedIssue]) -> str:
    """All public numbers as one text; sources in the order in which they were announced."""
    return "".join(f"{one.name} {one.issue}={_values(one)}/" for one in published)


def _values(one: PublishedIssue) -> str:
    values = sorted(one.values, key=int) if one.unordered else one.values
    return "".join(f"{value}." for value in values)


def seed(number: str, list_hash: str, commit: str, secret: str, entropy: str) -> str:
    """64 hex digits; nobody knows them before the last of its parts is public."""
    return _lines_sha256(f"{NAME} seed", number, list_hash, commit, secret, entropy)


def _lines_sha256(*lines: str) -> str:
    return hashlib.sha256("".join(f"{line}\n" for line in lines).encode()).hexdigest()


def picks(seed_hex: str, entries: Sequence[ListEntry], count: int) -> list[Pick]:
    """Draw `count` of the entries, in order, each at most once; `entries` as the list has them.

    A pick is a number of 256 bits modulo the tickets that are left: the bias is below n / 2^256,
    so nothing is drawn twice. Raises ValueError where there are fewer entries than picks.
    """
    if not 1 <= count <= len(entries):
        raise ValueError("a draw picks one entry at least and all of them at most")
    left, made = list(entries), []
    for turn in range(count):
        message = f"{NAME} pick {turn}".encode()
        number = int.from_bytes(hmac.digest(bytes.fromhex(seed_hex), message, "sha256"))
        tickets = sum(entry.tickets for entry in left)
        x = number % tickets
        winner = left.pop(_place(left, x))
        made.append(Pick(x, tickets, winner.id))
    return made


def _place(entries: Sequence[ListEntry], x: int) -> int:
    """Where the holder of ticket `x` stands, counted from 0."""
    for place, entry in enumerate(entries):
        if x < entry.tickets:
            return place
        x -= entry.tickets
    raise ValueError("there is no such ticket")
