"""How a reset is shown to who may agree to it."""

from collections.abc import Sequence

from mobile_api.accounts.staff.queries import members_by_id
from mobile_api.accounts.staff.second_factor.models import SecondFactorReset
from mobile_api.accounts.staff.second_factor.schemas import ResetView


async def reset_views(resets: Sequence[SecondFactorReset]) -> list[ResetView]:
    """With the names of who is meant and of who asked."""
    people = {one for reset in resets for one in (reset.staff_id, reset.asked_by)}
    known = await members_by_id(people)
    return [
        ResetView(
            id=reset.id,
            staff_id=reset.staff_id,
            username=known[reset.staff_id].username,
            display_name=known[reset.staff_id].display_name,
            reason=reset.reason,
            asked_by_name=known[reset.asked_by].display_name,
            asked_at=reset.asked_at,
        )
        for reset in resets
    ]
