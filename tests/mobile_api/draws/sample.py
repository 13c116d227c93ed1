"""A whole record as the city publishes it, made without a database."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from mobile_api.draws.proof import algorithm
from mobile_api.draws.proof.algorithm import ListEntry, PublishedIssue
from mobile_api.draws.schemas import (
    AnnouncedSource,
    DrawRecord,
    EntrySaid,
    PickSaid,
    UsedEntropy,
)
from mobile_api.draws.states import DrawStatus

COMMITTED = datetime.fromisoformat("2026-12-01T09:00:00+08:00")
CLOSES = COMMITTED + timedelta(days=2, hours=6)
SECRET = bytes(range(32)).hex()
NUMBER = "N999900-20261201-000001-7"
ENTRIES = [ListEntry(f"91999900MA000000{place}{letter}") for place, letter in enumerate("ABCDEFG")]
VALUES: Mapping[str, list[str]] = {
    "ssq": ["09", "33", "01", "17", "26", "22"],
    "ssq-blue": ["08"],
    "sse-000001-close": ["3912.47"],
}


def sources(closes: datetime = CLOSES) -> list[AnnouncedSource]:
    """Three sources of 37 bits; the next issue of each closes two days after the first."""
    named = {
        "ssq": ("2026140", "2026141"),
        "ssq-blue": ("2026140", "2026141"),
        "sse-000001-close": ("2026-12-03", "2026-12-04"),
    }
    return [
        AnnouncedSource(
            name=name,
            issue=first,
            closes_at=closes,
            fallback_issue=second,
            fallback_closes_at=closes + timedelta(days=2),
        )
        for name, (first, second) in named.items()
    ]


def used() -> list[UsedEntropy]:
    return [
        UsedEntropy(
            name=one.name, issue=one.issue, values=VALUES[one.name], unordered=one.name == "ssq"
        )
        for one in sources()
    ]


def entered() -> list[EntrySaid]:
    """Each number by two people, some hours after the sources closed."""
    return [
        EntrySaid(
            by=by,
            name=one.name,
            issue=one.issue,
            values=one.values,
            evidence="https://www.cwl.gov.cn/",
            at=CLOSES + timedelta(hours=3, minutes=by),
        )
        for one in used()
        for by in (1, 2)
    ]


def record_of(
    secret: str = SECRET, entries: list[ListEntry] = ENTRIES, count: int = 3
) -> DrawRecord:
    text = algorithm.list_text(entries)
    hashed, commit = algorithm.list_sha256(text), algorithm.commitment(NUMBER, secret)
    published = [PublishedIssue(one.name, one.issue, one.values, one.unordered) for one in used()]
    entropy = algorithm.entropy_text(published)
    seed = algorithm.seed(NUMBER, hashed, commit, secret, entropy)
    picks = algorithm.picks(seed, algorithm.entries_of(text), count)
    return DrawRecord(
        purpose="need",
        number=NUMBER,
        status=DrawStatus.drawn,
        picks=count,
        commitment=commit,
        sources=sources(),
        committed_at=COMMITTED,
        frozen_at=COMMITTED + timedelta(days=1),
        list_text=text,
        list_sha256=hashed,
        entries=entered(),
        entropy=used(),
        entropy_text=entropy,
        secret=secret,
        seed=seed,
        drawn=[PickSaid(x=o.x, tickets_left=o.tickets_left, winner=o.winner) for o in picks],
        drawn_at=CLOSES + timedelta(hours=5),
    )


def drawn(**changes: Any) -> dict[str, Any]:
    """The record as JSON."""
    return record_of(**changes).model_dump(mode="json", exclude_none=True)


# What was not public yet when the list was frozen.
_LATER = ("entries", "entropy", "entropy_text", "secret", "seed", "drawn", "drawn_at")


def as_frozen(record: dict[str, Any]) -> dict[str, Any]:
    """The same record as anyone could save it when the list was frozen."""
    return {name: value for name, value in record.items() if name not in _LATER} | {
        "status": "frozen"
    }
