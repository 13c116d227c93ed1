"""The draws of a panel and their lists: committed before anybody is on them, then frozen by rule.

Nobody chooses who stands on a list: everybody in the register who is active, has the specialty and
is to be avoided by nobody.
"""

import secrets
from collections.abc import Collection, Sequence

from mobile_api.agency_supermarket.experts.models import Expert
from mobile_api.agency_supermarket.experts.panels.models import (
    ExpertPanel,
    PanelCandidate,
    PanelDraw,
)
from mobile_api.agency_supermarket.experts.panels.scope import draws_of, is_bound
from mobile_api.agency_supermarket.experts.panels.seating import entry_of
from mobile_api.agency_supermarket.experts.scope import able_to_judge, active_in
from mobile_api.agency_supermarket.service_types.rules import RULES as SERVICES
from mobile_api.draws.rules import MOST_ENTRIES
from mobile_api.draws.schemas import AnnouncedSource, Reference
from mobile_api.draws.service import ListEntry, commit, freeze

_WAIT_DAYS = 7


async def who_may_sit(
    specialty: str, avoided: Collection[str], *, signs_in: bool = False
) -> list[Expert]:
    """Everybody who may be drawn; `signs_in`: only those who have an account to score with."""
    found = able_to_judge(specialty) if signs_in else active_in(specialty)
    in_register = await found.order_by("number").limit(MOST_ENTRIES)
    return [one for one in in_register if not is_bound(one, avoided)]


async def commit_draws(panel: ExpertPanel, sources: Sequence[AnnouncedSource]) -> None:
    """One for each group."""
    for group, one in enumerate(panel.groups):
        reference = Reference(kind="expert_panel", number=f"{panel.number}-{group + 1}")
        made = await commit(
            reference,
            sources,
            one.seats + one.alternates,
            wait_days=_WAIT_DAYS,
            kept_by=SERVICES.here().operator,
        )
        await PanelDraw.create(
            panel_id=panel.id, group=group, draw_id=made.id, number=reference.number
        )


async def freeze_lists(panel: ExpertPanel, lists: Sequence[Sequence[Expert]]) -> None:
    """Raises SourcesClosed."""
    for found, one in zip(lists, await draws_of(panel.id), strict=True):
        entries = await _enlist(panel, one.group, found)
        await freeze(one.draw_id, [ListEntry(entry, 1) for entry in entries])


async def _enlist(panel: ExpertPanel, group: int, found: Sequence[Expert]) -> list[str]:
    candidates = []
    # Ids tell in which order rows were made; in that of the register they would tell who it is.
    for expert in secrets.SystemRandom().sample(found, len(found)):
        nonce = secrets.token_hex(16)
        made = PanelCandidate(panel_id=panel.id, group=group, expert_id=expert.id, nonce=nonce)
        made.entry = entry_of(panel.number, expert.number, nonce)
        candidates.append(made)
    await PanelCandidate.bulk_create(candidates)
    return [one.entry for one in candidates]
