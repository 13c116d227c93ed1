"""Across enterprises: whom somebody may act for, and what each person did there."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from tortoise.expressions import Subquery

from mobile_api.accounts.service import names_of
from mobile_api.cases.models import CaseEvent
from mobile_api.cases.scope import scoped_to_any, scoped_to_oneself
from mobile_api.cases.states import SUBMIT, ActorKind, CaseStatus
from mobile_api.cases.status.enterprise_schemas import (
    ActivityEntry,
    ActivityPage,
    PowerList,
    PowerView,
)
from mobile_api.cases.status.queries import open_cases
from mobile_api.cases.words import WORDS
from mobile_api.enterprises.errors import EnterpriseNotFound
from mobile_api.enterprises.models import Enterprise
from mobile_api.enterprises.queries import (
    CLERK,
    REPRESENTATIVE,
    ItemNames,
    Power,
    enterprise_view,
    names_for,
    power_of,
    powers_of,
)
from mobile_api.shared.callers import Citizen
from mobile_api.shared.http.pagination import page_of, sorted_after
from mobile_api.shared.json_columns import read_each
from mobile_api.shared.text.masking import mask_name


async def power_list(caller: Citizen) -> PowerList:
    """Every enterprise that the caller may act for now, by name."""
    powers = await powers_of(caller.person_id)
    return PowerList(enterprises=await _shown(powers))


async def power_for(caller: Citizen, enterprise_id: UUID) -> PowerView:
    """What the caller may do for this enterprise. Raises EnterpriseNotFound without any power."""
    (shown,) = await _shown([await _power(caller, enterprise_id)])
    return shown


async def whose_cases(person_id: UUID, among: Sequence[UUID]) -> dict[UUID, Enterprise | None]:
    """By its id, for whom the person may see each case: None for themselves.

    Whatever they may not see for anybody is not in it.
    """
    if not among:
        return {}
    powers = {one.enterprise.id: one for one in await powers_of(person_id)}
    of_enterprises = scoped_to_any([one.acting for one in powers.values()])
    rows = await of_enterprises.filter(id__in=among).values_list("id", "enterprise_id")
    found: dict[UUID, Enterprise | None] = {one: powers[whose].enterprise for one, whose in rows}
    own = scoped_to_oneself(person_id).filter(id__in=among)
    return found | {UUID(str(one)): None for one in await own.values_list("id", flat=True)}


async def _power(caller: Citizen, enterprise_id: UUID) -> Power:
    power = await power_of(caller.person_id, enterprise_id)
    if power is None:
        raise EnterpriseNotFound()
    return power


async def _shown(powers: Sequence[Power]) -> list[PowerView]:
    counted = await open_cases([power.acting for power in powers])
    items = await names_for([power.acting.item_keys for power in powers])
    return [_power_view(power, items, counted.get(power.enterprise.id, 0)) for power in powers]


def _power_view(power: Power, names: ItemNames, number: int) -> PowerView:
    items = power.acting.item_keys
    return PowerView(
        enterprise=enterprise_view(power.enterprise),
        is_representative=power.is_representative,
        role_name=REPRESENTATIVE if power.is_representative else CLERK,
        item_keys=None if items is None else sorted(items),
        item_names=names.of(items),
        # The last day of the whole power; one of several appointments may end before.
        ends_on=max((clerk.ends_on for clerk in power.clerks), default=None),
        open_cases=number,
    )


async def activity(
    caller: Citizen, enterprise_id: UUID, cursor: str | None, limit: int
) -> ActivityPage:
    """What people did in the cases that the caller's power covers: all of them for the legal
    representative.

    Raises EnterpriseNotFound, InvalidInput (the cursor).
    """
    power = await _power(caller, enterprise_id)
    covered = Subquery(scoped_to_any([power.acting]).values("id"))
    acts = CaseEvent.filter(case_id__in=covered, actor_kind=ActorKind.citizen)
    rows = await read_each(sorted_after(acts, "-at", cursor).limit(limit + 1))
    found, next_cursor = page_of(rows, limit, at=lambda event: event.at)
    told = await _Told.about(found, caller, power)
    return ActivityPage(entries=[told.entry(one) for one in found], next_cursor=next_cursor)


@dataclass(frozen=True, slots=True)
class _Told:
    """Who acted in what, as the caller may read it; `cases`: number and name of the item."""

    caller: Citizen
    power: Power
    names: Mapping[UUID, str]
    cases: Mapping[UUID, tuple[str | None, str]]

    @classmethod
    async def about(cls, acts: Sequence[CaseEvent], caller: Citizen, power: Power) -> "_Told":
        people = {_actor(one) for one in acts}
        cases = scoped_to_any([power.acting]).filter(id__in={one.case_id for one in acts})
        rows = await cases.values("id", "number", "item_name")
        return cls(
            caller,
            power,
            await names_of([one for one in people if one is not None]),
            {row["id"]: (row["number"], row["item_name"]) for row in rows},
        )

    def entry(self, act: CaseEvent) -> ActivityEntry:
        person = _actor(act)
        name = self.names.get(person) if person else None
        number, item_name = self.cases[act.case_id]
        is_representative = person == self.power.enterprise.representative_id
        return ActivityEntry(
            id=act.id,
            at=act.at,
            who=mask_name(name) if name else WORDS.activity.no_name,
            role_name=REPRESENTATIVE if is_representative else CLERK,
            is_caller=person == self.caller.person_id,
            case_id=act.case_id,
            number=number,
            item_name=item_name,
            text=_said(act),
        )


def _said(act: CaseEvent) -> str:
    """The public text speaks to the applicant; this tells a colleague of them."""
    if act.kind == SUBMIT.name and act.status_before is CaseStatus.correction_requested:
        return WORDS.activity.corrected
    return WORDS.activity.acts.get(act.kind, WORDS.activity.other)


def _actor(act: CaseEvent) -> UUID | None:
    """The person who acted: as in the key of a citizen."""
    kind, _, person = act.actor_key.partition(":")
    return UUID(person) if kind == "citizen" else None
