"""How members of staff are shown to who runs the place."""

from collections.abc import Sequence

from mobile_api.accounts.models import StaffMember
from mobile_api.accounts.staff.changing import must_change
from mobile_api.accounts.staff.schemas import StaffMemberView
from mobile_api.accounts.staff.second_factor.queries import with_second_factor


async def member_views(members: Sequence[StaffMember]) -> list[StaffMemberView]:
    """In the same order."""
    bound = await with_second_factor([one.id for one in members])
    return [
        StaffMemberView(
            id=one.id,
            username=one.username,
            display_name=one.display_name,
            department_key=one.department_key,
            roles=sorted(one.roles),
            is_active=one.is_active,
            has_second_factor=one.id in bound,
            must_change_password=must_change(one),
            password_set_at=one.password_set_at,
        )
        for one in members
    ]


async def member_view(member: StaffMember) -> StaffMemberView:
    """One of them."""
    return (await member_views([member]))[0]
