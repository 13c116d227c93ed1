"""What anybody may know of a draw."""

import re
from pathlib import Path

from mobile_api.draws.errors import DrawNotFound
from mobile_api.draws.models import Draw, DrawContest, DrawWinner
from mobile_api.draws.moves import entries_said
from mobile_api.draws.proof import algorithm
from mobile_api.draws.proof.algorithm import PublishedIssue
from mobile_api.draws.proof.sources import source_named
from mobile_api.draws.proof.standing import standing
from mobile_api.draws.schemas import NUMBER_PATTERN, ContestSaid, DrawRecord, PickSaid
from mobile_api.draws.states import DrawStatus
from mobile_api.shared.json_columns import read_each

# The page that repeats a draw from its record, alone and without any network.
CHECKER = Path(__file__).with_name("checker.html").read_bytes()


async def draw_numbered(number: str) -> Draw:
    """Raises DrawNotFound, also for what is no number at all."""
    is_number = re.fullmatch(NUMBER_PATTERN, number) is not None
    found = await Draw.get_or_none(number=number) if is_number else None
    if found is None:
        raise DrawNotFound()
    return found


def source_title(name: str) -> str:
    """What a source is called in Chinese; one that the list no longer has, by its name."""
    found = source_named(name)
    return found.title if found else name


async def winners_of(draw: Draw) -> list[str]:
    """Ids of the entries that were picked, in order; none before the draw."""
    return [one.entry for one in await _winners(draw)]


async def _winners(draw: Draw) -> list[DrawWinner]:
    return await DrawWinner.filter(draw_id=draw.id).order_by("place")


async def contests_of(draw: Draw) -> list[DrawContest]:
    """With their reasons, oldest first: for whoever answers them; a reason may be unreadable."""
    return await read_each(DrawContest.filter(draw_id=draw.id).order_by("made_at", "id"))


async def record_of(draw: Draw) -> DrawRecord:
    """The public record: everything but the secret before it is revealed, and nobody's words."""
    entries = await entries_said(draw.id)
    stood = standing(draw.sources, entries)
    used = list(stood.used) if stood.status is DrawStatus.entropy_entered else []
    published = [PublishedIssue(one.name, one.issue, one.values, one.unordered) for one in used]
    contests = (
        await DrawContest.filter(draw_id=draw.id)
        .order_by("made_at", "id")
        .only("id", "made_at", "outcome", "answer")
    )
    return DrawRecord(
        purpose=draw.purpose,
        number=draw.number,
        status=draw.status,
        picks=draw.picks,
        commitment=draw.commitment,
        custodian=draw.custodian,
        sources=draw.sources,
        committed_at=draw.committed_at,
        frozen_at=draw.frozen_at,
        list_text=draw.list_text,
        list_sha256=draw.list_sha256,
        entries=entries,
        entropy=used,
        entropy_text=algorithm.entropy_text(published) if used else None,
        secret=draw.revealed_secret,
        seed=draw.seed,
        drawn=[
            PickSaid(x=one.x, tickets_left=one.tickets_left, winner=one.entry)
            for one in await _winners(draw)
        ],
        drawn_at=draw.drawn_at,
        failure=draw.failure,
        contests=[
            ContestSaid(id=one.id, made_at=one.made_at, outcome=one.outcome, answer=one.answer)
            for one in contests
        ],
    )
