"""The demo's public numbers: invented, always the same for an issue, and said to be so."""

import hashlib
import random
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from mobile_api.draws.issues import announce
from mobile_api.draws.models import Draw
from mobile_api.draws.schemas import EntropyEntry, IssueSaid
from mobile_api.draws.service import enter_entropy
from mobile_api.shared import clock
from mobile_api.shared.callers import Staff
from mobile_api.shared.clock import BEIJING
from mobile_api.shared.database import in_transaction

BEFORE, AHEAD = timedelta(days=62), timedelta(days=90)
_INDEX = "sse-000001-close"
_EVIDENCE = "示范数据:编造的号码,不是真实的开奖或收盘结果"
# Issues of a year that is far away, so that none is taken for a real one.
_FAR_YEAR = 90_000


async def announce_issues(staff: Staff, today: date) -> int:
    """Of every day from two months before to three months ahead; answers how many are new."""
    days = range((BEFORE + AHEAD).days + 1)
    said = [one for day in days for one in _issues_of(today - BEFORE + timedelta(days=day))]
    with clock.standing_at(said[0].closes_at - timedelta(days=1)):
        async with in_transaction():
            return await announce(staff, said)


def _issues_of(day: date) -> list[IssueSaid]:
    number = f"20{_FAR_YEAR + day.toordinal() % 10_000}"
    evening, afternoon = (datetime.combine(day, time(hour), BEIJING) for hour in (20, 15))
    return [
        IssueSaid(name="ssq", issue=number, closes_at=evening),
        IssueSaid(name="ssq-blue", issue=number, closes_at=evening),
        IssueSaid(name=_INDEX, issue=str(day), closes_at=afternoon),
    ]


def published(name: str, issue: str) -> list[str]:
    """What the demo's publisher says of that issue."""
    chance = random.Random(hashlib.sha256(f"{name} {issue}".encode()).digest())
    if name == _INDEX:
        return [f"{chance.randint(250_000, 420_000) / 100:.2f}"]
    if name == "ssq-blue":
        return [f"{chance.randint(1, 16):02}"]
    return [f"{ball:02}" for ball in sorted(chance.sample(range(1, 34), 6))]


async def enter_numbers(number: str, readers: Sequence[Staff]) -> None:
    """Each reader enters every source of the draw with that number, now."""
    found = await Draw.get(number=number)
    for reader in readers:
        for source in found.sources:
            entry = EntropyEntry(
                name=source.name,
                issue=source.issue,
                values=published(source.name, source.issue),
                evidence=_EVIDENCE,
            )
            async with in_transaction():
                await enter_entropy(found.id, reader, entry)
