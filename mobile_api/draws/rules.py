"""What may be announced and who may stand on a list: every fault at once."""

from collections.abc import Iterator, Sequence

from mobile_api.draws.proof import algorithm
from mobile_api.draws.proof.algorithm import ListEntry
from mobile_api.draws.proof.checks import faults_of_sources
from mobile_api.draws.schemas import AnnouncedSource
from mobile_api.shared import clock
from mobile_api.shared.errors import FieldFault

MOST_PICKS, MOST_ENTRIES, LONGEST_WAIT = 1000, 10_000, 60


def faults_of_terms(
    sources: Sequence[AnnouncedSource], picks: int, wait_days: int
) -> Iterator[FieldFault]:
    yield from faults_of_sources(sources)
    now = clock.now()
    for place, one in enumerate(sources):
        if one.closes_at <= now:
            told = f"第{place + 1}个来源已经截止,请改用以后的期号"
            yield FieldFault(f"/sources/{place}/closes_at", "closed_already", told)
    if not 1 <= picks <= MOST_PICKS:
        yield FieldFault("/picks", "out_of_range", f"名额应为1至{MOST_PICKS}。")
    if not 1 <= wait_days <= LONGEST_WAIT:
        yield FieldFault("/wait_days", "out_of_range", f"等待天数应为1至{LONGEST_WAIT}。")


def faults_of_entries(entries: Sequence[ListEntry], picks: int) -> Iterator[FieldFault]:
    if not picks <= len(entries) <= MOST_ENTRIES:
        yield FieldFault("/entries", "out_of_range", f"名单应有{picks}至{MOST_ENTRIES}个。")
    seen: set[str] = set()
    for place, one in enumerate(entries):
        if not algorithm.is_entry_id(one.id):
            yield FieldFault(f"/entries/{place}/id", "id_malformed", "编号不能有空格或特殊字符。")
        elif one.id in seen:
            yield FieldFault(f"/entries/{place}/id", "id_twice", "同一编号在名单中出现两次。")
        if not 1 <= one.tickets <= algorithm.MOST_TICKETS:
            told = f"号数应为1至{algorithm.MOST_TICKETS}。"
            yield FieldFault(f"/entries/{place}/tickets", "out_of_range", told)
        seen.add(one.id)
