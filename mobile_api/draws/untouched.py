"""Whether a draw still is what was published: its rows against its keyed history.

Who can write the tables and has no key can change rows, but makes no event that says the same.
"""

from collections.abc import Sequence

from mobile_api.draws.errors import DrawTampered
from mobile_api.draws.models import Draw, DrawEntropy, DrawEvent
from mobile_api.draws.moves import DRAW_LOG, ENTRY, events_of
from mobile_api.draws.proof import algorithm
from mobile_api.draws.states import FREEZE


def terms_of(made: Draw) -> dict[str, object]:
    """What the first event binds, so that nobody changes it in the row unseen."""
    return {
        "number": made.number,
        "picks": made.picks,
        "commitment": made.commitment,
        "custodian": None if made.custodian is None else made.custodian.model_dump(),
        "sources": [one.model_dump(mode="json") for one in made.sources],
    }


async def check_untouched(found: Draw) -> None:
    """Compare the row with what its keyed history says was published. Raises DrawTampered."""
    events = await events_of(found)
    frozen = [one for one in events if one.kind == FREEZE.name]
    if DRAW_LOG.first_fault(found, events) is not None or not frozen:
        raise DrawTampered()
    hashed = algorithm.list_sha256(found.list_text or "")
    if events[0].payload != terms_of(found) or frozen[0].payload != {"list_sha256": hashed}:
        raise DrawTampered()
    if await _written(found) != _told(events):
        raise DrawTampered()


# Of an entry: who entered it, source, issue, what was published, and whether it still counts.
_Told = dict[str, tuple[str, str, str, list[str] | None, bool]]


async def _written(draw: Draw) -> _Told:
    """The entries by id, as their rows have them."""
    return {
        str(row.id): (f"staff:{row.entered_by}", row.name, row.issue, row.values, row.void is None)
        for row in await DrawEntropy.filter(draw_id=draw.id)
    }


def _told(events: Sequence[DrawEvent]) -> _Told:
    """The same as the keyed history tells it."""
    told: _Told = {}
    for event in events:
        said = event.payload or {}
        if event.kind == ENTRY:
            told[said["entry"]] = (
                event.actor_key,
                said["name"],
                said["issue"],
                said["values"],
                True,
            )
        for one in said.get("void", ()):
            told[one] = (*told[one][:4], False)
    return told
