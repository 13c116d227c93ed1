"""Who has bound a second factor."""

from collections.abc import Collection
from uuid import UUID

from mobile_api.accounts.staff.second_factor.models import SecondFactor


async def with_second_factor(staff_ids: Collection[UUID]) -> frozenset[UUID]:
    """Those of them who have bound one."""
    found = SecondFactor.filter(staff_id__in=list(staff_ids), enrolled_at__isnull=False)
    return frozenset(UUID(str(one)) for one in await found.values_list("staff_id", flat=True))
