"""What the numbers entered so far amount to: by pure rule, from the rows alone.

An issue counts when two members of staff or more said of it, and all their last words agree. Where
they agree that it was never published, the fallback issue named beforehand takes its place. Silence
never does that: whoever could wait for the next numbers by entering none would draw twice.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from mobile_api.draws.proof.checks import last_said
from mobile_api.draws.proof.sources import agree, source_named
from mobile_api.draws.schemas import AnnouncedSource, EntrySaid, UsedEntropy
from mobile_api.draws.states import DrawStatus

NEEDED_VOICES = 2


@dataclass(frozen=True, slots=True)
class EntropyStanding:
    """`status`: frozen (numbers are missing), disputed or entropy_entered.

    `issues`: per source in announced order, the issue that is waited for or counts. `used`: the
    numbers, complete only when entered. `never`: an issue and its fallback both never came.
    """

    status: DrawStatus
    issues: Sequence[str]
    used: Sequence[UsedEntropy]
    never: bool = False


@dataclass(frozen=True, slots=True)
class _Source:
    issue: str
    disputed: bool = False
    used: UsedEntropy | None = None
    never: bool = False


def standing(sources: Sequence[AnnouncedSource], entries: Sequence[EntrySaid]) -> EntropyStanding:
    """Where a draw stands whose list is frozen."""
    last = last_said(entries)
    found = list(_each(sources, last))
    used = [one.used for one in found if one.used is not None]
    status = DrawStatus.entropy_entered if len(used) == len(sources) else DrawStatus.frozen
    if any(one.disputed for one in found):
        status = DrawStatus.disputed
    issues = [one.issue for one in found]
    return EntropyStanding(status, issues, used, any(one.never for one in found))


def _each(
    sources: Sequence[AnnouncedSource], last: dict[tuple[str, str], list[EntrySaid]]
) -> Iterator[_Source]:
    for one in sources:
        stood = _look(one.name, one.issue, last)
        if stood.never:
            stood = _look(one.name, one.fallback_issue, last)
        yield stood


def _look(name: str, issue: str, last: dict[tuple[str, str], list[EntrySaid]]) -> _Source:
    said = [one.values for one in last.get((name, issue), ())]
    if not agree(name, said):
        return _Source(issue, disputed=True)
    if len(said) < NEEDED_VOICES:
        return _Source(issue)
    values = said[0]
    if values is None:
        return _Source(issue, never=True)
    known = source_named(name)
    unordered = known is not None and known.unordered
    return _Source(
        issue, used=UsedEntropy(name=name, issue=issue, values=values, unordered=unordered)
    )


def last_closing(sources: Sequence[AnnouncedSource], issues: Sequence[str]) -> datetime:
    """When the last of the issues that count closes."""
    return max(one.closing_of(issue) for one, issue in zip(sources, issues, strict=True))
