"""What operators and supervisors do to a partner: pause, drain, resume; revoke a key."""

from mobile_api.handoff.partners.errors import PartnerKeyNotFound, PartnerNotFound
from mobile_api.handoff.partners.models import OwnKey, Partner, PartnerKey
from mobile_api.handoff.partners.states import PartnerState
from mobile_api.shared import clock
from mobile_api.shared.audit import audit
from mobile_api.shared.callers import Operator, Staff

_ACTIONS = {
    PartnerState.active: "partner_resumed",
    PartnerState.draining: "partner_drained",
    PartnerState.paused: "partner_paused",
}


async def set_state(
    caller: Staff | Operator, key: str, state: PartnerState, *, reason: str
) -> Partner:
    """How it goes with a partner from now on; audited where it changes. Raises PartnerNotFound."""
    partner = await Partner.filter(key=key).select_for_update().first()
    if partner is None:
        raise PartnerNotFound()
    if partner.state is not state:
        partner.state, partner.changed_at = state, clock.now()
        await partner.save(update_fields=["state", "changed_at"])
        action = _ACTIONS[state]
        await audit(caller, action, subject_kind="partner", subject_id=partner.id, reason=reason)
    return partner


async def revoke_key(key_id: str, *, reason: str) -> PartnerKey | OwnKey:
    """A key of a partner, or one of ours, is dead from now on, also if it was the only one.

    Revoking again changes nothing. Raises PartnerKeyNotFound.
    """
    theirs = await PartnerKey.filter(key_id=key_id).select_for_update().first()
    own = await OwnKey.filter(key_id=key_id).select_for_update().first()
    if theirs is not None and theirs.revoked_at is None:
        theirs.revoked_at = clock.now()
        await theirs.save(update_fields=["revoked_at"])
    elif own is not None and own.retired_at is None:
        own.retired_at = own.valid_until = clock.now()
        await own.save(update_fields=["retired_at", "valid_until"])
    elif theirs is None and own is None:
        raise PartnerKeyNotFound()
    else:
        return theirs or own  # type: ignore[return-value]
    await audit(
        Operator(),
        "partner_key_revoked",
        subject_kind="partner_key",
        subject_id=key_id,
        reason=reason,
    )
    return theirs or own  # type: ignore[return-value]
