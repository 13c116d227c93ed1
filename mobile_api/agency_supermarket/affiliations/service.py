"""关联关系: declared by whom they bind, and what screening knows of who stands behind whom.

Whoever declares is bound by it, and nobody by what another one says of them: else a straw man who
bids and names a rival as its holder would take the rival out as well.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from mobile_api.agency_supermarket.affiliations.models import Control, EndedControl, Relative
from mobile_api.agency_supermarket.affiliations.schemas import ControlsRequest, RelativesRequest
from mobile_api.agency_supermarket.affiliations.states import ControlKind
from mobile_api.agency_supermarket.agencies.history import note
from mobile_api.agency_supermarket.agencies.models import Agency
from mobile_api.agency_supermarket.agencies.queries import AgencyStanding
from mobile_api.agency_supermarket.agencies.scope import (
    locked,
    of_enterprise,
    own,
    own_agency,
    public,
)
from mobile_api.agency_supermarket.errors import (
    AgencyNotFound,
    BiddingOver,
    NeedMoveNotAllowed,
    NeedNotFound,
)
from mobile_api.agency_supermarket.needs.models import Need
from mobile_api.agency_supermarket.needs.scope import locked_need, own_needs
from mobile_api.agency_supermarket.needs.states import NeedStatus
from mobile_api.enterprises.queries import enterprise_by_id, representatives_names
from mobile_api.shared import clock
from mobile_api.shared.callers import Citizen
from mobile_api.shared.errors import FieldFault, InvalidInput
from mobile_api.shared.history.moves import actor_of
from mobile_api.shared.json_columns import read_each
from mobile_api.shared.text.names import same_name

_ITSELF = "这是本企业自己的统一社会信用代码,请填写对方企业的。"
_REPEATED = "这个代码填写了两次,请合并为一项。"


@dataclass(frozen=True, slots=True)
class Declared:
    """What an agency said of itself: social credit codes."""

    controlled_by: frozenset[str] = field(default_factory=frozenset)
    controls: frozenset[str] = field(default_factory=frozenset)

    @property
    def all(self) -> frozenset[str]:
        return self.controlled_by | self.controls


async def declare_controls(caller: Citizen, given: ControlsRequest) -> Agency:
    """Replace what the caller's agency declared; the history says that it did, so repeating the
    same changes nothing.

    Raises NotForMarket, AgencyNotFound, InvalidInput with every fault, TooManyRequests.
    """
    agency = await locked(own(caller))
    code = (await enterprise_by_id(agency.enterprise_id)).social_credit_code
    given_by_kind = {
        ControlKind.controlled_by: given.controlled_by,
        ControlKind.controls: given.controls,
    }
    if faults := [
        fault for kind, codes in given_by_kind.items() for fault in _faults(kind, codes, code)
    ]:
        raise InvalidInput(faults)
    said = {(kind, one) for kind, codes in given_by_kind.items() for one in codes}
    before = {(one.kind, one.social_credit_code) for one in await controls_of(agency.id)}
    if said != before:
        await note(agency, actor_of(caller), "declare_controls", "更新了控股、管理关系声明。")
        await _keep_controls(agency, said - before, before - said)
    return agency


def _faults(kind: ControlKind, codes: Sequence[str], own_code: str) -> Iterable[FieldFault]:
    for number, one in enumerate(codes):
        if one == own_code:
            yield FieldFault(f"/{kind}/{number}", "itself", _ITSELF)
        elif one in codes[:number]:
            yield FieldFault(f"/{kind}/{number}", "repeated", _REPEATED)


async def _keep_controls(
    agency: Agency, new: Iterable[tuple[ControlKind, str]], gone: Iterable[tuple[ControlKind, str]]
) -> None:
    now, ended = clock.now(), set(gone)
    rows = [
        one for one in await controls_of(agency.id) if (one.kind, one.social_credit_code) in ended
    ]
    await EndedControl.bulk_create(
        EndedControl(
            agency_id=agency.id,
            kind=one.kind,
            social_credit_code=one.social_credit_code,
            declared_at=one.declared_at,
            ended_at=now,
        )
        for one in rows
    )
    await Control.filter(id__in=[one.id for one in rows]).delete()
    await Control.bulk_create(
        Control(agency_id=agency.id, kind=kind, social_credit_code=code, declared_at=now)
        for kind, code in new
    )


async def controls_of(agency_id: UUID) -> Sequence[Control]:
    return await Control.filter(agency_id=agency_id).order_by("kind", "social_credit_code")


async def public_controls(agency_id: UUID) -> Sequence[Control]:
    """Of an agency that anybody may see. Raises AgencyNotFound."""
    if not await public().filter(id=agency_id).exists():
        raise AgencyNotFound()
    return await controls_of(agency_id)


async def own_controls(caller: Citizen) -> Sequence[Control]:
    """Raises NotForMarket, AgencyNotFound."""
    agency = await own_agency(caller)
    return await controls_of(agency.id)


async def declared_by(agency_ids: Sequence[UUID], at: datetime) -> Mapping[UUID, Declared]:
    """By agency, what stood at that instant; an agency that had declared nothing is not there.

    For a need this is its deadline: who is tied to whom after it could be chosen by who is in.
    """
    now = Control.filter(agency_id__in=list(agency_ids), declared_at__lt=at)
    then = EndedControl.filter(agency_id__in=list(agency_ids), declared_at__lt=at, ended_at__gte=at)
    found: dict[UUID, dict[ControlKind, set[str]]] = {}
    rows: list[Control | EndedControl] = [*await now, *await then]
    for one in rows:
        found.setdefault(one.agency_id, {}).setdefault(one.kind, set()).add(one.social_credit_code)
    return {
        agency_id: Declared(
            frozenset(kinds.get(ControlKind.controlled_by, ())),
            frozenset(kinds.get(ControlKind.controls, ())),
        )
        for agency_id, kinds in found.items()
    }


async def declared_by_owner(need: Need) -> Declared:
    """What the owner's enterprise had declared by the deadline, where it is an agency as well."""
    if need.enterprise_id is None:
        return Declared()
    agency = await of_enterprise(need.enterprise_id)
    if agency is None:
        return Declared()
    declared = await declared_by([agency.id], need.bids_close_at)
    return declared.get(agency.id, Declared())


async def declare_relatives(caller: Citizen, need_id: UUID, given: RelativesRequest) -> Need:
    """Replace the relatives declared for a need, until its bids are opened.

    Everybody reads how many there are. Raises NeedNotFound, NeedMoveNotAllowed, BiddingOver (the
    deadline has passed: from then on the owner could choose whom to take out).
    """
    need = await locked_need(own_needs(caller), need_id)
    if need.status not in (NeedStatus.draft, NeedStatus.published):
        raise NeedMoveNotAllowed()
    if need.status is NeedStatus.published and need.is_closed:
        raise BiddingOver()
    now = clock.now()
    await Relative.filter(need_id=need.id).delete()
    await Relative.bulk_create(
        Relative(
            need_id=need.id,
            name=one.name,
            social_credit_code=one.social_credit_code,
            declared_at=now,
        )
        for one in given.relatives
    )
    need.declared_relatives = len(given.relatives)
    await need.save(update_fields=["declared_relatives"])
    return need


async def own_relatives(caller: Citizen, need_id: UUID) -> Sequence[Relative]:
    """Raises NotForMarket, NeedNotFound."""
    if not await own_needs(caller).filter(id=need_id).exists():
        raise NeedNotFound()
    return await read_each(Relative.filter(need_id=need_id).order_by("declared_at", "id"))


async def related_to_owner(
    need: Need, standings: Sequence[AgencyStanding], at: datetime
) -> frozenset[UUID]:
    """The agencies behind which a declared relative of the owner's stands.

    A relative counts where the legal representative of the agency, or of an enterprise that holds
    or manages it (as declared at that instant), bears that very name: an invented one takes nobody
    out.
    """
    names: dict[str, list[str]] = {}
    for one in await Relative.filter(need_id=need.id):
        names.setdefault(one.social_credit_code, []).append(one.name)
    named = [one for one in standings if one.social_credit_code in names]
    if not named:
        return frozenset()
    declared = await declared_by([one.agency_id for one in named], at)
    behind = {
        one.agency_id: {one.social_credit_code}
        | declared.get(one.agency_id, Declared()).controlled_by
        for one in named
    }
    borne = await representatives_names(frozenset().union(*behind.values()))
    return frozenset(
        one.agency_id
        for one in named
        if any(
            same_name(name, borne.get(code))
            for name in names[one.social_credit_code]
            for code in behind[one.agency_id]
        )
    )


def begins_to_bind(need: Need) -> datetime:
    """Since when whoever stands on both sides matters: whoever left meanwhile has known of it."""
    return need.published_at or need.created_at
