"""Whose cases a caller may see, and what they may do with them: the one place that says so."""

from collections.abc import Sequence
from uuid import UUID

from tortoise.expressions import Q
from tortoise.queryset import QuerySet

from mobile_api.cases.errors import CaseClaimed, CaseNotFound
from mobile_api.cases.models import Case, CaseClaim
from mobile_api.cases.states import Move
from mobile_api.shared.callers import ActingFor, Citizen, Staff, StaffRole
from mobile_api.shared.database import transaction_needed
from mobile_api.shared.errors import NotAllowed

# Whoever audits or publishes sees the history, but reads nobody's papers.
HANDLERS = frozenset(
    {StaffRole.front_desk, StaffRole.reviewer, StaffRole.decider, StaffRole.supervisor}
)


def scoped(caller: Citizen | Staff) -> QuerySet[Case]:
    """The cases that a caller may see at all: the one place where queries are scoped.

    A citizen sees their own, or, acting for an enterprise, its cases of the items that their power
    covers; staff see what was submitted to their department, and so carries a number: a draft that
    was withdrawn never reached them.
    """
    if isinstance(caller, Citizen):
        return _scoped_for_citizen(caller)
    return Case.filter(department_key=caller.department_key, number__isnull=False)


def _scoped_for_citizen(caller: Citizen) -> QuerySet[Case]:
    acting = caller.acting_for
    if acting is None:
        return scoped_to_oneself(caller.person_id)
    return Case.filter(_covered(acting))


def scoped_to_oneself(person_id: UUID) -> QuerySet[Case]:
    """The cases that a person has as themselves, and not for an enterprise."""
    return Case.filter(applicant_id=person_id, enterprise_id=None)


def scoped_to_any(powers: Sequence[ActingFor]) -> QuerySet[Case]:
    """The cases that at least one of these powers covers."""
    if not powers:
        return Case.filter(id__in=[])
    return Case.filter(Q(*(_covered(acting) for acting in powers), join_type=Q.OR))


def _covered(acting: ActingFor) -> Q:
    cases = Q(enterprise_id=acting.enterprise_id)
    return cases if acting.item_keys is None else cases & Q(item_key__in=acting.item_keys)


async def visible_case(caller: Citizen | Staff, case_id: UUID) -> Case:
    """One case in the caller's scope. Raises CaseNotFound, also for cases of others."""
    case = await scoped(caller).get_or_none(id=case_id)
    if case is None:
        raise CaseNotFound()
    return case


async def locked(visible: QuerySet[Case], case_id: UUID) -> Case:
    """The case, its row locked until the transaction ends. Raises CaseNotFound."""
    transaction_needed()
    case = await visible.select_for_update().get_or_none(id=case_id)
    if case is None:
        raise CaseNotFound()
    return case


async def locked_for_nobody(case_id: UUID) -> Case:
    """A locked case for what happens by itself: a limit passes, a parcel arrives, a remark comes.

    Nobody asked, and nobody is answered what is in it. Raises CaseNotFound.
    """
    return await locked(Case.all(), case_id)


async def numbered(number: str) -> Case | None:
    """The case of a number, whoever's: for a stranger with its second factor, and for the post."""
    return await Case.get_or_none(number=number)


async def locked_for(caller: Staff, case_id: UUID, move: Move) -> Case:
    """The case for a move of the caller's. Raises NotAllowed, CaseNotFound, CaseClaimed."""
    check_duty(move, caller)
    case = await locked(scoped(caller), case_id)
    await check_claim(caller, case)
    return case


async def check_claim(caller: Staff, case: Case) -> None:
    """Of a locked case. Raises CaseClaimed where a colleague works on it; a supervisor may step
    in, and the claim of a member who has left counts no more."""
    claim = await CaseClaim.get_or_none(case_id=case.id).select_related("staff")
    if claim is None or claim.staff_id == caller.staff_id or not claim.staff.is_active:
        return
    if StaffRole.supervisor not in caller.roles:
        raise CaseClaimed(claim.staff.display_name)


def check_duty(move: Move, caller: Staff) -> None:
    """Raises NotAllowed when none of the caller's roles may make the move."""
    if not move.roles & caller.roles:
        raise NotAllowed()
