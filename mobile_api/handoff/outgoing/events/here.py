"""An event beside the case and the handoff that it is about."""

from dataclasses import dataclass

from mobile_api.cases.models import Case
from mobile_api.cases.states import END_AT_HOME, CaseStatus, Move
from mobile_api.cases.status.service import STATUS_NAMES
from mobile_api.cases.transfer.service import note_from_home
from mobile_api.handoff.models import Handoff
from mobile_api.handoff.outgoing import words
from mobile_api.handoff.outgoing.events.reading import ReadEvent
from mobile_api.handoff.wire.events import EventKind

# Where a case may stand here while the home city has it.
OPEN = END_AT_HOME.sources


@dataclass(slots=True)
class Here:
    """An event beside the locked case and handoff; the caller saves the handoff."""

    event: ReadEvent
    case: Case
    handoff: Handoff

    @property
    def city(self) -> str:
        return self.handoff.partner.name

    def may(self, move: Move) -> bool:
        return self.case.status in move.sources

    async def note(self, kind: str, text: str, **more: str) -> None:
        await note_from_home(self.case, f"home_{kind}", text.format(city=self.city, **more))


async def crossed(here: Here) -> None:
    """True all the same: it is told, and staff have a look. That it is withdrawn is what a window
    wanted that has taken it back."""
    kind = here.event.said.event
    what = words.CROSSED_WHAT.get(kind)
    if what is None:
        return
    if kind != EventKind.withdrawn:
        here.handoff.problem = words.CROSSED
    status = STATUS_NAMES[CaseStatus(here.case.status)]
    await here.note(kind, words.CROSSED_TEXT, what=what, status=status)


async def out_of_order(here: Here) -> None:
    """The home city contradicts what it has told before: shown, and staff ask there."""
    here.handoff.problem = words.OUT_OF_ORDER
    kind = here.event.said.event
    await here.note(kind, words.OUT_OF_ORDER_TEXT, what=words.CROSSED_WHAT.get(kind, words.NEWS))


def line(text: str) -> str:
    """What another city wrote, as part of a public sentence."""
    return "".join(one for one in text if one.isprintable())[:100]
