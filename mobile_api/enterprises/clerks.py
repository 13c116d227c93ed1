"""经办人: appointing one, accepting, and ending it; whether it holds is asked in `powers`."""

from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID

from tortoise.expressions import Q
from tortoise.queryset import QuerySet

from mobile_api.accounts.phones.models import PhoneBinding, hash_of_phone
from mobile_api.accounts.proofs.service import Action, require
from mobile_api.accounts.service import person_of
from mobile_api.enterprises.errors import (
    ClerkAppointed,
    ClerkNameDiffers,
    ClerkNotFound,
    EnterpriseNotFound,
    InvitationOver,
    TooManyClerks,
)
from mobile_api.enterprises.models import Clerk, Enterprise
from mobile_api.enterprises.rules import RULES
from mobile_api.enterprises.schemas import ClerkInvitation
from mobile_api.guides.publishing.queries import current_guide
from mobile_api.shared import clock
from mobile_api.shared.audit import audit
from mobile_api.shared.callers import Citizen
from mobile_api.shared.database import transaction_needed
from mobile_api.shared.errors import FieldFault, InvalidInput
from mobile_api.shared.json_columns import read_each
from mobile_api.shared.text.names import same_name
from notifications.service import notify
from notifications.words.service import date_text, phrases

INVITATION_FORGOTTEN = timedelta(days=30)
MOST_CLERKS = 200


async def appoint(caller: Citizen, enterprise_id: UUID, invitation: ClerkInvitation) -> Clerk:
    """授权经办人, by the legal representative who is proven to be there now.

    Raises EnterpriseNotFound, AssuranceTooLow, InvalidInput, ClerkAppointed, TooManyClerks.
    """
    await require(caller, Action.appoint_clerk)
    faults = await refusals(invitation.ends_on, invitation.item_keys or ())
    if faults:
        raise InvalidInput(faults)
    # Locked, so that two invitations to one phone are two tries and not two appointments.
    enterprise = await _own(caller, enterprise_id, lock=True)
    live = _live(enterprise_id)
    phone_hash = hash_of_phone(invitation.phone)
    if await live.filter(phone_hash=phone_hash).exists():
        raise ClerkAppointed()
    if await live.count() >= MOST_CLERKS:
        raise TooManyClerks()
    now = clock.now()
    clerk = await Clerk.create(
        enterprise_id=enterprise_id,
        name=invitation.name,
        phone=invitation.phone,
        phone_hash=phone_hash,
        item_keys=None if invitation.item_keys is None else tuple(invitation.item_keys),
        ends_on=invitation.ends_on,
        invited_at=now,
        invitation_ends_at=now + RULES.here().clerk_invitation.on(clock.beijing_date(now)).span,
    )
    await audit(caller, "appoint_clerk", subject_kind="clerk", subject_id=clerk.id)
    await _tell_invited(clerk, enterprise)
    return clerk


async def _tell_invited(clerk: Clerk, enterprise: Enterprise) -> None:
    """Whoever signs in with that number today; who binds it later finds the invitation on /me."""
    binding = await PhoneBinding.get_or_none(phone_hash=clerk.phone_hash)
    if binding is None:
        return
    until = clock.beijing_date(clerk.invitation_ends_at)
    await notify(
        binding.person_id,
        "clerk_invited",
        phrases({"enterprise_name": enterprise.name, "until": date_text(until)}),
        subject=f"clerk:{clerk.id}",
        dedupe_key=f"{clerk.id}:clerk_invited",
        page="enterprise/companies/index",
    )


def _live(enterprise_id: UUID) -> QuerySet[Clerk]:
    """Appointments that hold, or that may still be accepted."""
    open_ones = Q(accepted_at__isnull=False) | Q(invitation_ends_at__gt=clock.now())
    return Clerk.filter(
        open_ones, enterprise_id=enterprise_id, revoked_at=None, ends_on__gte=clock.today()
    )


def longest_appointment() -> date:
    """The latest last day of an appointment that is made today."""
    today = clock.today()
    return today + RULES.here().clerk_appointment.on(today).span


async def refusals(ends_on: date | None, item_keys: Sequence[str]) -> list[FieldFault]:
    """What is wrong with the terms of an appointment; a day that could not be read is None."""
    faults = []
    longest = longest_appointment()
    if ends_on is not None and not clock.today() <= ends_on <= longest:
        text = f"授权截止日期须在今天到{longest:%Y年%-m月%-d日}之间。"
        faults.append(FieldFault("/ends_on", "ends_on_out_of_range", text))
    for number, key in enumerate(item_keys):
        if await current_guide(key) is None:
            text = "没有这个事项,请从事项列表中选择。"
            faults.append(FieldFault(f"/item_keys/{number}", "unknown", text))
    return faults


async def _own(caller: Citizen, enterprise_id: UUID, *, lock: bool = False) -> Enterprise:
    """The enterprise of which the caller is the legal representative. Raises EnterpriseNotFound."""
    own = Enterprise.filter(id=enterprise_id, representative_id=caller.person_id)
    enterprise = await (own.select_for_update() if lock else own).first()
    if enterprise is None:
        raise EnterpriseNotFound()
    return enterprise


async def clerks_of(caller: Citizen, enterprise_id: UUID) -> list[Clerk]:
    """Every appointment, newest first. Raises EnterpriseNotFound."""
    await _own(caller, enterprise_id)
    found = Clerk.filter(enterprise_id=enterprise_id)
    return await read_each(found.order_by("-invited_at", "-id"))


async def revoke(caller: Citizen, enterprise_id: UUID, clerk_id: UUID) -> Clerk:
    """撤销授权, at once. Repeating it changes nothing. Raises EnterpriseNotFound, ClerkNotFound."""
    await _own(caller, enterprise_id)
    clerk = await _locked(Q(id=clerk_id, enterprise_id=enterprise_id))
    return await _end(caller, clerk, "revoke_clerk")


async def appointments_of(caller: Citizen) -> list[Clerk]:
    """Invitations to a phone that the caller has proven to hold, and what they accepted."""
    found = Clerk.filter(await _for(caller), revoked_at=None, ends_on__gte=clock.today())
    return await read_each(found.prefetch_related("enterprise").order_by("-invited_at", "-id"))


async def open_invitations(caller: Citizen) -> int:
    """How many enterprises wait for the caller's answer."""
    found = Clerk.filter(
        await _for(caller),
        accepted_at=None,
        revoked_at=None,
        ends_on__gte=clock.today(),
        invitation_ends_at__gt=clock.now(),
    )
    return await found.count()


async def accept(caller: Citizen, clerk_id: UUID) -> Clerk:
    """The invited person accepts. Repeating it changes nothing.

    Raises AssuranceTooLow, ClerkNotFound (not to a phone of the caller), InvitationOver (revoked,
    lapsed or ended), ClerkNameDiffers.
    """
    await require(caller, Action.accept_clerk_role)
    person = await person_of(caller)
    clerk = await _locked(await _for(caller) & Q(id=clerk_id))
    is_over = clerk.revoked_at is not None or clerk.ends_on < clock.today()
    if clerk.accepted_at is None:
        is_over = is_over or clerk.invitation_ends_at <= clock.now()
    if is_over:
        raise InvitationOver()
    if not same_name(person.name, clerk.name):
        raise ClerkNameDiffers()
    if clerk.accepted_at is None:
        clerk.person_id, clerk.accepted_at = caller.person_id, clock.now()
        await clerk.save(update_fields=["person_id", "accepted_at"])
        await audit(caller, "accept_clerk_role", subject_kind="clerk", subject_id=clerk.id)
    await clerk.fetch_related("enterprise")
    return clerk


async def give_up(caller: Citizen, clerk_id: UUID) -> Clerk:
    """The invited or appointed person declines or resigns. Raises ClerkNotFound."""
    clerk = await _locked(await _for(caller) & Q(id=clerk_id))
    await clerk.fetch_related("enterprise")
    return await _end(caller, clerk, "give_up_clerk_role")


async def _for(caller: Citizen) -> Q:
    """Accepted by the caller; or not accepted by anyone, and sent to a phone of theirs."""
    bindings = await PhoneBinding.filter(person_id=caller.person_id)
    hashes = [bytes(binding.phone_hash) for binding in bindings]
    return Q(person_id=caller.person_id) | Q(person_id=None, phone_hash__in=hashes)


async def _locked(which: Q) -> Clerk:
    transaction_needed()
    clerk = await Clerk.filter(which).select_for_update().first()
    if clerk is None:
        raise ClerkNotFound()
    return clerk


async def _end(caller: Citizen, clerk: Clerk, action: str) -> Clerk:
    if clerk.revoked_at is None:
        clerk.revoked_at = clock.now()
        await clerk.save(update_fields=["revoked_at"])
        await audit(caller, action, subject_kind="clerk", subject_id=clerk.id)
    return clerk


async def forget_old_invitations() -> int:
    """Delete invitations that nobody accepted: names and numbers of people who never agreed."""
    before = clock.now() - INVITATION_FORGOTTEN
    return await Clerk.filter(accepted_at=None, invitation_ends_at__lt=before).delete()
