"""How much one applicant may add to a history in a day.

Nothing of a history ever goes, and everybody who opens its row reads and checks all of it: who
acts without end would make it too long for all others.
"""

from datetime import timedelta
from typing import Any
from uuid import UUID

from mobile_api.shared import clock
from mobile_api.shared.errors import TooManyRequests
from mobile_api.shared.history.logs import Log
from mobile_api.shared.history.moves import Actor, ActorKind

MOST_A_DAY, _DAY = 30, timedelta(days=1)


async def check_room(
    log: Log[Any, Any], row_id: UUID, actor: Actor, *, has_sides: bool = False
) -> None:
    """Raises TooManyRequests, with the seconds to wait, where citizens have caused MOST_A_DAY.

    `has_sides`: they stand against each other, so that nobody is stopped by what another one did.
    """
    if actor.kind is not ActorKind.citizen:
        return
    now = clock.now()
    own = {log.subject: row_id, "actor_kind": ActorKind.citizen.value, "at__gt": now - _DAY}
    if has_sides:
        own["actor_key"] = actor.key
    oldest = await log.events.filter(**own).order_by("-at").offset(MOST_A_DAY - 1).first()
    if oldest is not None:
        wait = oldest.at + _DAY - now
        raise TooManyRequests(retry_after=max(int(wait.total_seconds()), 1))
