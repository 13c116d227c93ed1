"""Shapes enterprises and appointments for those who look at them."""

from mobile_api.enterprises.models import Clerk, Enterprise
from mobile_api.enterprises.schemas import (
    AppointmentView,
    ClerkState,
    ClerkView,
    EnterpriseView,
)
from mobile_api.shared import clock
from mobile_api.shared.text.masking import mask_name, mask_phone


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


def clerk_view(clerk: Clerk) -> ClerkView:
    """For the legal representative, who typed name and number, but maybe on a shared screen."""
    return ClerkView(
        id=clerk.id,
        name_masked=mask_name(clerk.name),
        phone_masked=mask_phone(clerk.phone),
        item_keys=clerk.item_keys,
        ends_on=clerk.ends_on,
        state=state_of(clerk),
        invited_at=clerk.invited_at,
        accepted_at=clerk.accepted_at,
    )


def appointment_view(clerk: Clerk) -> AppointmentView:
    """For the person who was invited; `enterprise` is fetched."""
    return AppointmentView(
        id=clerk.id,
        enterprise=enterprise_view(clerk.enterprise),
        item_keys=clerk.item_keys,
        ends_on=clerk.ends_on,
        state=state_of(clerk),
        invited_at=clerk.invited_at,
    )
