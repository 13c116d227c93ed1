"""The register: experts are entered, corrected, paused and taken out by the desk."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from tortoise.expressions import Q

from mobile_api.accounts.phones.models import hash_of_phone
from mobile_api.accounts.phones.service import binding_of, holders_of
from mobile_api.agency_supermarket.experts.errors import ExpertRegistered
from mobile_api.agency_supermarket.experts.history import EXPERT_LOG, move, note
from mobile_api.agency_supermarket.experts.models import Expert, ExpertSpecialty
from mobile_api.agency_supermarket.experts.rules import RULES
from mobile_api.agency_supermarket.experts.schemas import (
    ExpertRequest,
    ExpertsQuery,
    ExpertStatusRequest,
)
from mobile_api.agency_supermarket.experts.scope import at_the_desk, locked, locked_own
from mobile_api.agency_supermarket.experts.states import (
    EXPERT_STATUS_NAMES,
    MOVES,
    REMOVE_DOUBLE,
    ExpertStatus,
)
from mobile_api.agency_supermarket.service_types.scope import check_desk
from mobile_api.shared import clock
from mobile_api.shared.callers import Citizen, Staff
from mobile_api.shared.database import one_at_a_time, transaction_needed
from mobile_api.shared.errors import FieldFault, InvalidInput
from mobile_api.shared.history import writing
from mobile_api.shared.history.moves import SYSTEM, actor_of
from mobile_api.shared.http.pagination import sorted_after
from mobile_api.shared.json_columns import read_each
from mobile_api.shared.process.parts import SETTINGS
from mobile_api.shared.serial_numbers import next_number

# Whoever may be drawn stands before who may not.
_ORDER = (ExpertStatus.active, ExpertStatus.paused, ExpertStatus.removed)
_UNKNOWN = "没有这个专业类别,请从本市的类别表中选择。"


async def register(caller: Staff, given: ExpertRequest) -> Expert:
    """A new expert with a number. Raises NotAtTheDesk, InvalidInput, ExpertRegistered."""
    check_desk(caller)
    said = await _columns(given)
    await one_at_a_time("expert register")
    await _check_new(said)
    now = clock.now()
    day, region = clock.beijing_date(now), SETTINGS.here().region_code
    number = "Z" + await next_number("expert_sequence", region, day)
    expert = await Expert.create(number=number, status_since=now, registered_at=now, **said)
    await _specialise(expert, given.specialties)
    # What a person is called and where they are reached stands in no history.
    text = "登记入库。"
    await writing.append(EXPERT_LOG, expert, "register", actor_of(caller), public_text=text)
    return expert


async def correct(caller: Staff, expert_id: UUID, given: ExpertRequest) -> Expert:
    """Replace what was said. Raises NotAtTheDesk, ExpertNotFound, InvalidInput and
    ExpertRegistered."""
    check_desk(caller)
    said = await _columns(given)
    await one_at_a_time("expert register")
    expert = await locked(at_the_desk(caller), expert_id)
    await _check_new(said, expert.id)
    await expert.update_from_dict(said).save(update_fields=list(said))
    await ExpertSpecialty.filter(expert_id=expert.id).delete()
    await _specialise(expert, given.specialties)
    await note(expert, actor_of(caller), "correct", "更正登记内容。")
    return expert


async def decide(caller: Staff, expert_id: UUID, ordered: ExpertStatusRequest) -> Expert:
    """暂停、恢复、出库. Raises NotAtTheDesk, ExpertNotFound, ExpertMoveNotAllowed."""
    expert = await locked(at_the_desk(caller), expert_id)
    text = f"{EXPERT_STATUS_NAMES[ordered.status]}。原因:{ordered.reason}"
    await move(
        expert,
        MOVES[ordered.status],
        actor_of(caller),
        text,
        status_reason=ordered.reason,
        status_since=clock.now(),
    )
    return expert


async def avoid(caller: Citizen, avoided: Sequence[str]) -> Expert:
    """What an expert declares of themselves. Raises NotAnExpert, TooManyRequests."""
    expert = await locked_own(caller)
    said = tuple(dict.fromkeys(avoided))
    if said != expert.avoided:
        await note(expert, actor_of(caller), "avoid", "本人更新了回避单位。")
        await Expert.filter(id=expert.id).update(avoided=said)
        expert.avoided = said
    return expert


async def join_entries(absorbed_id: UUID, survivor_id: UUID) -> None:
    """Two accounts of one person become one: one entry is theirs, and the other leaves the register
    with a trace. The one that may be drawn stays, of two alike the older one.

    `person_id` of the one that stays moves with everything else.
    """
    transaction_needed()
    of_both = Expert.filter(person_id__in=[absorbed_id, survivor_id]).order_by(
        "registered_at", "id"
    )
    found = sorted(await of_both.select_for_update(), key=lambda one: _ORDER.index(one.status))
    for double in found[1:]:
        if double.status in REMOVE_DOUBLE.sources:
            text = f"与同一人的登记{found[0].number}合并,出库。"
            await move(
                double,
                REMOVE_DOUBLE,
                SYSTEM,
                text,
                status_reason=text,
                status_since=clock.now(),
                person_id=None,
            )
        else:
            await Expert.filter(id=double.id).update(person_id=None)


async def once_each(lists: Sequence[Sequence[Expert]]) -> list[list[Expert]]:
    """Lists of a panel without the second entry of one person: a number that was registered before
    its account was known is that account's by now, and would be drawn twice as often.
    """
    found = {one.id: one for each in lists for one in each}
    holders = await holders_of([bytes(one.phone_hash) for one in found.values()])
    first: dict[UUID, UUID] = {}
    for one in sorted(found.values(), key=lambda one: one.number):
        person_id = one.person_id or holders.get(bytes(one.phone_hash))
        first.setdefault(person_id or one.id, one.id)
    kept = set(first.values())
    return [[one for one in each if one.id in kept] for each in lists]


async def listed(caller: Staff, asked: ExpertsQuery) -> Sequence[Expert]:
    """`limit + 1` experts in a status, the newest first. Raises NotAtTheDesk."""
    found = at_the_desk(caller).filter(status=asked.status)
    found = sorted_after(found, "-registered_at", asked.cursor)
    ordered = found.prefetch_related("specialties")
    return await read_each(ordered.limit(asked.limit + 1))


async def _columns(given: ExpertRequest) -> dict[str, Any]:
    """Raises InvalidInput with every specialty that nobody knows."""
    known = RULES.here().specialties.on(clock.today()).names
    faults = [
        FieldFault(f"/specialties/{place}", "unknown", _UNKNOWN)
        for place, one in enumerate(given.specialties)
        if one not in known
    ]
    if faults:
        raise InvalidInput(faults)
    binding = await binding_of(given.phone)
    return {
        "name": given.name,
        "phone": given.phone,
        "phone_hash": hash_of_phone(given.phone),
        "person_id": binding.person_id if binding else None,
        "employer_name": given.employer_name,
        "employer_code": given.employer_code or "",
        "avoided": tuple(dict.fromkeys(given.avoided)),
    }


async def _check_new(said: Mapping[str, Any], own_id: UUID | None = None) -> None:
    """One person twice in the register would be drawn twice as often, by whatever phone.

    Raises ExpertRegistered.
    """
    same = Q(phone_hash=said["phone_hash"])
    if said["person_id"] is not None:
        same |= Q(person_id=said["person_id"])
    found = await Expert.filter(same).values_list("id", flat=True)
    if set(found) - {own_id}:
        raise ExpertRegistered()


async def _specialise(expert: Expert, specialties: Sequence[str]) -> None:
    await ExpertSpecialty.bulk_create(
        ExpertSpecialty(expert_id=expert.id, specialty=one) for one in dict.fromkeys(specialties)
    )
