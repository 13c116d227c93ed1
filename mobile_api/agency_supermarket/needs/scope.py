"""Whose needs a caller may see and change: the one place that says so."""

from collections.abc import Collection
from uuid import UUID

from tortoise.expressions import Q
from tortoise.queryset import QuerySet

from mobile_api.agency_supermarket.agencies.scope import enterprise_of
from mobile_api.agency_supermarket.errors import NeedNotFound
from mobile_api.agency_supermarket.needs.models import Need
from mobile_api.agency_supermarket.needs.states import PUBLIC_NEEDS
from mobile_api.agency_supermarket.service_types.scope import check_desk
from mobile_api.shared.callers import Citizen, Staff
from mobile_api.shared.database import transaction_needed


def own_needs(caller: Citizen) -> QuerySet[Need]:
    """Those of the person, or of the enterprise for which they act. Raises NotForMarket."""
    if caller.acting_for is None:
        return Need.filter(owner_id=caller.person_id, enterprise_id=None)
    return Need.filter(enterprise_id=enterprise_of(caller))


async def owners_of(
    person_id: UUID, enterprise_ids: Collection[UUID], need_ids: Collection[UUID]
) -> dict[UUID, UUID | None]:
    """Which of these are the person's own (None) or an enterprise's of these (its id)."""
    own = Q(owner_id=person_id, enterprise_id=None) | Q(enterprise_id__in=list(enterprise_ids))
    found = Need.filter(own, id__in=list(need_ids)).only("id", "enterprise_id")
    return {one.id: one.enterprise_id for one in await found}


def public_needs() -> QuerySet[Need]:
    """What anybody may see: what was published once."""
    return Need.filter(status__in=PUBLIC_NEEDS, number__isnull=False)


def needs_at_the_desk(caller: Staff) -> QuerySet[Need]:
    """What the keepers of the market see: what was published once. Raises NotAtTheDesk."""
    check_desk(caller)
    return public_needs()


async def locked_need(visible: QuerySet[Need], need_id: UUID) -> Need:
    """The need, its row locked until the transaction ends. Raises NeedNotFound."""
    transaction_needed()
    need = await visible.select_for_update().get_or_none(id=need_id)
    if need is None:
        raise NeedNotFound()
    return need


async def need_by_itself(need_id: UUID) -> Need:
    """A locked need for what happens by itself: a term is over, a draw is done."""
    return await locked_need(Need.all(), need_id)
