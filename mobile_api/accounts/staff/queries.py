"""Members of staff, looked up."""

from collections.abc import Collection
from uuid import UUID

from tortoise.queryset import QuerySet

from mobile_api.accounts.models import StaffMember
from mobile_api.accounts.staff.errors import MemberNotFound
from mobile_api.shared.http.pagination import sorted_after


async def member_by_id(staff_id: UUID) -> StaffMember:
    """Raises MemberNotFound."""
    member = await StaffMember.get_or_none(id=staff_id)
    if member is None:
        raise MemberNotFound()
    return member


async def members_by_id(staff_ids: Collection[UUID]) -> dict[UUID, StaffMember]:
    """Those of them that there are, dismissed ones too."""
    return {one.id: one for one in await StaffMember.filter(id__in=list(staff_ids))}


def members_page(department: str | None, cursor: str | None) -> QuerySet[StaffMember]:
    """The newest first, from where a page ended. Raises InvalidInput."""
    found = (
        StaffMember.all() if department is None else StaffMember.filter(department_key=department)
    )
    return sorted_after(found, "-created_at", cursor)
