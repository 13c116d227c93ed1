"""Whose handoffs a caller may see: those of the cases that they may see. Locks go from the case to
its handoff to the messages in the city that took it; in the home city, where messages of the other
one come to a handoff first, from the handoff to the case."""

from uuid import UUID

from tortoise.expressions import Subquery
from tortoise.queryset import QuerySet

from mobile_api.cases.models import Case
from mobile_api.cases.transfer.service import locked, locked_for_nobody, scoped
from mobile_api.handoff.errors import HandoffNotFound
from mobile_api.handoff.models import Handoff
from mobile_api.handoff.states import HandoffSide
from mobile_api.shared.callers import Staff


async def handoff_of(case: Case) -> Handoff | None:
    """The one that counts for a case that its caller may see: the newest."""
    found = Handoff.filter(case_id=case.id).order_by("-created_at", "-id")
    return await found.prefetch_related("partner", "agreed_item__agreement").first()


async def locked_handoff_of(case: Case) -> Handoff | None:
    """The same, of a locked case, its own row locked as well."""
    found = await handoff_of(case)
    return None if found is None else await relocked(found)


async def relocked(handoff: Handoff) -> Handoff:
    """The row as it is now, locked until the transaction ends. Raises HandoffNotFound."""
    row = await Handoff.filter(id=handoff.id).select_for_update().first()
    if row is None:
        raise HandoffNotFound()
    await row.fetch_related("partner", "agreed_item__agreement")
    return row


async def locked_by_itself(handoff: Handoff) -> tuple[Case | None, Handoff]:
    """Case and handoff, locked in the order of that side, for what happens by itself."""
    if handoff.side is HandoffSide.home:
        row = await relocked(handoff)
        return await _case_of(row), row
    return await _case_of(handoff), await relocked(handoff)


async def _case_of(handoff: Handoff) -> Case | None:
    return await locked_for_nobody(handoff.case_id) if handoff.case_id else None


def in_scope(caller: Staff) -> QuerySet[Handoff]:
    """Handoffs of the cases of the caller's department."""
    return Handoff.filter(case_id__in=Subquery(scoped(caller).values("id")))


async def locked_for(caller: Staff, handoff_id: UUID) -> tuple[Case, Handoff]:
    """Raises HandoffNotFound, also for those of other departments."""
    found = await in_scope(caller).get_or_none(id=handoff_id)
    if found is None or found.case_id is None:
        raise HandoffNotFound()
    if found.side is HandoffSide.home:
        row = await relocked(found)
        return await locked(scoped(caller), found.case_id), row
    case = await locked(scoped(caller), found.case_id)
    return case, await relocked(found)


async def is_current(case: Case, handoff: Handoff) -> bool:
    """Whether the case has not been handed to another city since."""
    newest = await Handoff.filter(case_id=case.id).order_by("-created_at", "-id").first()
    return newest is not None and newest.id == handoff.id
