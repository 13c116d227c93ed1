"""Who may act for which enterprise today: the one question that every call asks anew."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from tortoise.expressions import Q

from mobile_api.accounts.service import hold_accounts, names_of
from mobile_api.enterprises.models import Clerk, Enterprise
from mobile_api.shared import clock
from mobile_api.shared.callers import ActingFor, Citizen
from mobile_api.shared.json_columns import lacks, read_each


@dataclass(frozen=True, slots=True)
class Power:
    """What a person may do for an enterprise; `clerks` are the appointments that say so, none for
    its legal representative."""

    enterprise: Enterprise
    is_representative: bool
    acting: ActingFor
    clerks: Sequence[Clerk] = ()


async def power_of(person_id: UUID, enterprise_id: UUID) -> Power | None:
    """The person's power for this enterprise now; None without any."""
    return next(iter(await _powers(person_id, enterprise_id=enterprise_id)), None)


async def powers_of(person_id: UUID) -> list[Power]:
    """Every enterprise that the person may act for now, by name."""
    return await _powers(person_id)


async def _powers(person_id: UUID, enterprise_id: UUID | None = None) -> list[Power]:
    own = Enterprise.filter(representative_id=person_id)
    appointed = Clerk.filter(
        person_id=person_id, accepted_at__isnull=False, revoked_at=None, ends_on__gte=clock.today()
    )
    if enterprise_id is not None:
        own, appointed = own.filter(id=enterprise_id), appointed.filter(enterprise_id=enterprise_id)
    powers = {one.id: _as_representative(one) for one in await own}
    by_enterprise: dict[UUID, list[Clerk]] = {}
    for clerk in await read_each(appointed.prefetch_related("enterprise").order_by("ends_on")):
        # Who knows what it allows? The others go on.
        if not lacks(clerk, "item_keys"):
            by_enterprise.setdefault(clerk.enterprise_id, []).append(clerk)
    for found, clerks in by_enterprise.items():
        powers.setdefault(found, _as_clerk(clerks))
    return sorted(powers.values(), key=lambda power: (power.enterprise.name, power.enterprise.id))


def _as_representative(enterprise: Enterprise) -> Power:
    return Power(enterprise, True, ActingFor(enterprise.id, None))


def _as_clerk(clerks: Sequence[Clerk]) -> Power:
    enterprise = clerks[0].enterprise
    if any(clerk.item_keys is None for clerk in clerks):
        items = None
    else:
        items = frozenset(key for clerk in clerks for key in clerk.item_keys or ())
    return Power(enterprise, False, ActingFor(enterprise.id, items), clerks)


async def people_behind(
    enterprise_ids: Sequence[UUID], since: datetime, until: datetime | None
) -> dict[UUID, frozenset[UUID]]:
    """By enterprise, its legal representative and everybody who was its clerk at some time since
    then and before `until`: who gave it up in between stood on that side.

    Without `until` it is whoever stands there to this day. Of legal representatives only the one of
    today is known.
    """
    found = {
        one.id: {one.representative_id} for one in await Enterprise.filter(id__in=enterprise_ids)
    }
    clerks = Clerk.filter(
        Q(revoked_at=None) | Q(revoked_at__gt=since),
        enterprise_id__in=list(found),
        accepted_at__isnull=False,
        ends_on__gte=clock.beijing_date(since),
    )
    if until is not None:
        clerks = clerks.filter(accepted_at__lt=until)
    for enterprise_id, person_id in await clerks.values_list("enterprise_id", "person_id"):
        if person_id is not None:
            found[UUID(str(enterprise_id))].add(UUID(str(person_id)))
    return {enterprise_id: frozenset(people) for enterprise_id, people in found.items()}


async def representatives_names(codes: Collection[str]) -> dict[str, str]:
    """By social credit code, the name of the legal representative, to be compared and not shown;
    an enterprise that is not here, or whose representative has no name any more, is not there."""
    found = Enterprise.filter(social_credit_code__in=list(codes))
    by_code = {one.social_credit_code: one.representative_id for one in await found}
    names = await names_of(list(by_code.values()))
    return {code: names[person] for code, person in by_code.items() if person in names}


async def enterprise_by_id(enterprise_id: UUID) -> Enterprise:
    """For what stands in its name already; who may act for it is another question."""
    return await Enterprise.get(id=enterprise_id)


async def hold_who_answers(caller: Citizen) -> None:
    """The accounts of the caller and of the legal representative for whom they act go on until the
    transaction ends: what is begun in it is seen by whoever erases them after it.

    To be asked after the row of the matter is locked, as everywhere. Raises NotSignedIn when the
    caller's account is closed.
    """
    people = []
    if caller.acting_for is not None:
        people = [(await enterprise_by_id(caller.acting_for.enterprise_id)).representative_id]
    await hold_accounts(caller.person_id, *people)


async def whom_to_tell(enterprise_id: UUID, handler_id: UUID, item_key: str) -> UUID:
    """The handler while they may act in that item, else the legal representative.

    What is told about a case is not for a clerk whose power has ended.
    """
    power = await power_of(handler_id, enterprise_id)
    if power is not None and power.acting.covers(item_key):
        return handler_id
    return (await enterprise_by_id(enterprise_id)).representative_id
