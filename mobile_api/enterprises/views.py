"""Shapes enterprises and appointments for those who look at them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from mobile_api.enterprises.models import Clerk, Enterprise
from mobile_api.enterprises.schemas import (
    AppointmentList,
    AppointmentView,
    ClerkList,
    ClerkState,
    ClerkView,
    EnterpriseView,
)
from mobile_api.guides.publishing.queries import item_names
from mobile_api.shared import clock
from mobile_api.shared.json_columns import lacks, shown
from mobile_api.shared.text.masking import mask_name, mask_phone

STATE_NAMES = {
    ClerkState.invited: "等待对方接受",
    ClerkState.active: "有效",
    ClerkState.lapsed: "邀请已过期",
    ClerkState.ended: "授权已到期",
    ClerkState.revoked: "已撤销或放弃",
}
REPRESENTATIVE, CLERK = "法定代表人", "经办人"


def enterprise_view(enterprise: Enterprise) -> EnterpriseView:
    return EnterpriseView(
        id=enterprise.id, name=enterprise.name, social_credit_code=enterprise.social_credit_code
    )


def state_of(clerk: Clerk) -> ClerkState:
    """How the appointment stands now."""
    if clerk.revoked_at is not None:
        return ClerkState.revoked
    if clerk.ends_on < clock.today():
        return ClerkState.ended
    if clerk.accepted_at is not None:
        return ClerkState.active
    return ClerkState.invited if clerk.invitation_ends_at > clock.now() else ClerkState.lapsed


@dataclass(frozen=True, slots=True)
class ItemNames:
    """What the items of some powers are called, read once for all of them."""

    names: Mapping[str, str]

    def of(self, item_keys: Collection[str] | None) -> list[str] | None:
        """In the order of the names; None for every item."""
        if item_keys is None:
            return None
        return sorted(self.names.get(key, key) for key in item_keys)


async def names_for(powers: Sequence[Collection[str] | None]) -> ItemNames:
    """The names of all items that these powers cover."""
    return ItemNames(await item_names({key for keys in powers for key in keys or ()}))


async def names_of_clerks(clerks: Sequence[Clerk]) -> ItemNames:
    """The names of all items of these appointments."""
    return await names_for([one.item_keys for one in clerks if not lacks(one, "item_keys")])


def clerk_view(clerk: Clerk, items: ItemNames) -> ClerkView:
    """For the legal representative, who typed name and number, but maybe on a shared screen."""
    state = state_of(clerk)
    return ClerkView(
        id=clerk.id,
        name_masked=mask_name(clerk.name),
        phone_masked=mask_phone(clerk.phone),
        item_keys=clerk.item_keys,
        item_names=items.of(clerk.item_keys),
        ends_on=clerk.ends_on,
        state=state,
        state_name=STATE_NAMES[state],
        invited_at=clerk.invited_at,
        accepted_at=clerk.accepted_at,
    )


async def one_clerk_view(clerk: Clerk) -> ClerkView:
    return clerk_view(clerk, await names_of_clerks([clerk]))


async def clerk_list(clerks: Sequence[Clerk]) -> ClerkList:
    """The appointments of an enterprise, and how many cannot be shown."""
    items = await names_of_clerks(clerks)
    listed, unreadable = shown(clerks, lambda one: clerk_view(one, items))
    return ClerkList(clerks=listed, unreadable=unreadable)


def appointment_view(clerk: Clerk, items: ItemNames) -> AppointmentView:
    """For the person who was invited; `enterprise` is fetched."""
    state = state_of(clerk)
    return AppointmentView(
        id=clerk.id,
        enterprise=enterprise_view(clerk.enterprise),
        item_keys=clerk.item_keys,
        item_names=items.of(clerk.item_keys),
        ends_on=clerk.ends_on,
        state=state,
        state_name=STATE_NAMES[state],
        invited_at=clerk.invited_at,
    )


async def one_appointment_view(clerk: Clerk) -> AppointmentView:
    return appointment_view(clerk, await names_of_clerks([clerk]))


async def appointment_list(clerks: Sequence[Clerk]) -> AppointmentList:
    """What somebody was invited to, and how many of it cannot be shown."""
    items = await names_of_clerks(clerks)
    listed, unreadable = shown(clerks, lambda one: appointment_view(one, items))
    return AppointmentList(appointments=listed, unreadable=unreadable)
