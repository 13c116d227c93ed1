"""Who may see and change the register: the one place that says so."""

from collections.abc import Collection, Sequence
from uuid import UUID

from tortoise.expressions import Q
from tortoise.queryset import QuerySet

from mobile_api.accounts.service import id_numbers_of
from mobile_api.agency_supermarket.experts.errors import ExpertNotFound, NotAnExpert
from mobile_api.agency_supermarket.experts.models import Expert
from mobile_api.agency_supermarket.experts.states import ExpertStatus
from mobile_api.agency_supermarket.service_types.scope import check_desk
from mobile_api.shared.callers import Citizen, Staff
from mobile_api.shared.database import transaction_needed


def at_the_desk(caller: Staff) -> QuerySet[Expert]:
    """The register. Raises NotAtTheDesk."""
    check_desk(caller)
    return Expert.all()


def own(caller: Citizen) -> QuerySet[Expert]:
    """The caller's own entry, if there is one."""
    return Expert.filter(person_id=caller.person_id)


def active_in(specialty: str) -> QuerySet[Expert]:
    """Who may be drawn for it: for the freezing of a list, whoever asks."""
    return Expert.filter(status=ExpertStatus.active, specialties__specialty=specialty)


def able_to_judge(specialty: str) -> QuerySet[Expert]:
    """Those of them who can sign in, and so score by themselves."""
    return active_in(specialty).filter(person_id__isnull=False, person__closed_at=None)


async def numbers_of(people: Collection[UUID]) -> list[str]:
    """In the register, of those accounts or of another one of the same human: people whom a panel
    has to do without."""
    same = Q(person_id__in=list(people))
    # Two accounts of one human bear one number.
    if numbers := await id_numbers_of(people):
        same |= Q(person__id_number_hash__in=list(numbers))
    found = Expert.filter(same).order_by("number")
    return [str(one) for one in await found.values_list("number", flat=True)]


def each(expert_ids: Collection[UUID]) -> QuerySet[Expert]:
    """These, whoever asks: members of a panel that its caller may see."""
    return Expert.filter(id__in=list(expert_ids))


async def standing(numbers: Sequence[str]) -> set[str]:
    """Those of the numbers that are in the register."""
    found = await Expert.filter(number__in=list(numbers)).values_list("number", flat=True)
    return {str(one) for one in found}


async def locked(visible: QuerySet[Expert], expert_id: UUID) -> Expert:
    """The expert, the row locked until the transaction ends. Raises ExpertNotFound."""
    transaction_needed()
    expert = await visible.select_for_update(of=("expert",)).get_or_none(id=expert_id)
    if expert is None:
        raise ExpertNotFound()
    return expert


async def own_entry(caller: Citizen) -> Expert:
    """Raises NotAnExpert."""
    expert = await own(caller).first()
    if expert is None:
        raise NotAnExpert()
    return expert


async def locked_own(caller: Citizen) -> Expert:
    """Raises NotAnExpert."""
    transaction_needed()
    expert = await own(caller).select_for_update().first()
    if expert is None:
        raise NotAnExpert()
    return expert
