"""Issues whose publishers have announced them: which of them a draw names, decided by rule.

Nobody chooses: of the issues that are known, those that close first after a given instant are
named, so that whoever publishes a need cannot look for a source that suits them.
"""

from collections.abc import Sequence
from datetime import datetime

from mobile_api.draws.errors import NoIssuesAnnounced
from mobile_api.draws.models import DrawIssue
from mobile_api.draws.proof.sources import bits_of, least_bits, source_named
from mobile_api.draws.schemas import AnnouncedSource, IssueSaid
from mobile_api.shared import clock
from mobile_api.shared.callers import Staff
from mobile_api.shared.database import one_at_a_time
from mobile_api.shared.errors import FieldFault, InvalidInput

# In this order; each has enough public entropy together.
SETS = (
    ("ssq", "ssq-blue", "sse-000001-close"),
    ("dlt", "dlt-back", "sse-000001-close"),
)
_UNKNOWN = "没有登记这个随机数来源。"
_MALFORMED = "期号格式不对,请按公布的写法填写。"
_CLOSED = "截止时间已经过去。"
_OTHER_TIME = "这一期已登记为另一个截止时间。已公布的期次不能更改。"


async def announce(caller: Staff, said: Sequence[IssueSaid]) -> int:
    """Note issues as their publishers announced them; answers how many are new.

    Again, it changes nothing; what is known is never moved. Raises InvalidInput with every fault.
    """
    await one_at_a_time("draw issues")
    known = {
        (one.name, one.issue): one.closes_at
        for one in await DrawIssue.filter(issue__in=[one.issue for one in said])
    }
    faults = [fault for place, one in enumerate(said) for fault in _faults(place, one, known)]
    if faults:
        raise InvalidInput(faults)
    new = {(one.name, one.issue): one for one in said if (one.name, one.issue) not in known}
    await DrawIssue.bulk_create(
        DrawIssue(
            name=one.name, issue=one.issue, closes_at=one.closes_at, entered_by=caller.staff_id
        )
        for one in new.values()
    )
    return len(new)


def _faults(place: int, one: IssueSaid, known: dict[tuple[str, str], datetime]) -> list[FieldFault]:
    source = source_named(one.name)
    if source is None:
        return [FieldFault(f"/issues/{place}/name", "unknown", _UNKNOWN)]
    if not source.is_issue(one.issue):
        return [FieldFault(f"/issues/{place}/issue", "malformed", _MALFORMED)]
    before = known.get((one.name, one.issue))
    if before is None and one.closes_at <= clock.now():
        return [FieldFault(f"/issues/{place}/closes_at", "closed_already", _CLOSED)]
    if before not in (None, one.closes_at):
        return [FieldFault(f"/issues/{place}/closes_at", "announced_otherwise", _OTHER_TIME)]
    return []


async def next_sources(after: datetime) -> list[AnnouncedSource]:
    """The first issues that close after that, each with the issue that follows it.

    Raises NoIssuesAnnounced where no set of sources has two such issues of each.
    """
    for names in SETS:
        found = [await _next(name, after) for name in names]
        whole = [one for one in found if one is not None]
        if len(whole) == len(names) and bits_of(names) >= least_bits():
            return whole
    raise NoIssuesAnnounced()


async def _next(name: str, after: datetime) -> AnnouncedSource | None:
    coming = DrawIssue.filter(name=name, closes_at__gt=after).order_by("closes_at").limit(2)
    pair = await coming
    if len(pair) < 2:
        return None
    first, second = pair
    return AnnouncedSource(
        name=name,
        issue=first.issue,
        closes_at=first.closes_at,
        fallback_issue=second.issue,
        fallback_closes_at=second.closes_at,
    )
