"""入驻: an enterprise fills its application, sends it off, and may leave again."""

from collections.abc import Iterator, Sequence
from uuid import UUID

from mobile_api.agency_supermarket.agencies.history import AGENCY_LOG, move
from mobile_api.agency_supermarket.agencies.models import Agency, AgencyService, Qualification
from mobile_api.agency_supermarket.agencies.requests import (
    AgencyApplication,
    AgencyDetails,
    GivenQualification,
    OfferedService,
)
from mobile_api.agency_supermarket.agencies.scope import enterprise_of, locked, own
from mobile_api.agency_supermarket.agencies.states import APPLY, EDITABLE, LEAVE
from mobile_api.agency_supermarket.errors import AgencyMoveNotAllowed, ApplicationIncomplete
from mobile_api.agency_supermarket.service_types.rules import RULES as SERVICES
from mobile_api.agency_supermarket.service_types.schemas import ServiceType
from mobile_api.shared import clock
from mobile_api.shared.callers import Citizen
from mobile_api.shared.database import one_at_a_time
from mobile_api.shared.errors import FieldFault, InvalidInput
from mobile_api.shared.history.moves import actor_of
from mobile_api.shared.history.room import check_room
from uploads.service import clean_files, release_files

_UNKNOWN_SERVICE = "没有这项服务,请从服务事项列表中选择。"
_UNKNOWN_KIND = "没有这种资质,请从服务事项要求的资质中选择。"
_TOO_SLOW = "承诺的工作日超过了这类服务的最长时限({days}个工作日),请改短。"
_NOTHING_OFFERED = "还没有填写提供的服务,请至少填写一项。"
_LACKS = "“{service}”要求“{qualification}”,请补充证书,或不提供这项服务。"
_EXPIRED = "“{qualification}”已过有效期,请换成有效的证书。"


async def fill(caller: Citizen, given: AgencyApplication) -> Agency:
    """Replace the application of the caller's enterprise; repeating it changes nothing.

    Raises NotForMarket, AgencyMoveNotAllowed (applied, or listed already), InvalidInput, and what
    `uploads.service.clean_files` raises for scans that are not clean or not the caller's.
    """
    enterprise_of(caller)
    _check(given)
    said = given.model_dump(include=set(AgencyDetails.model_fields))
    agency = await describe(caller, AgencyDetails(**said))
    await offer(agency, given.services)
    await _prove(caller, agency, given.qualifications)
    return agency


async def describe(caller: Citizen, given: AgencyDetails) -> Agency:
    """Who the agency is; what it offers stays, and is none at first.

    Raises NotForMarket, AgencyMoveNotAllowed.
    """
    enterprise_id = enterprise_of(caller)
    # Two colleagues who begin at once begin one agency.
    await one_at_a_time(f"agency {enterprise_id}")
    agency = await own(caller).select_for_update(of=("agency",)).first()
    said = given.model_dump()
    if agency is None:
        agency = await Agency.create(enterprise_id=enterprise_id, created_at=clock.now(), **said)
    elif agency.status not in EDITABLE:
        raise AgencyMoveNotAllowed()
    else:
        await agency.update_from_dict(said).save(update_fields=list(said))
    return agency


def _check(given: AgencyApplication) -> None:
    """Raises InvalidInput with every service and certificate that the catalogue does not know."""
    faults = [
        *_service_faults(given.services, "/services"),
        *_kind_faults(given.qualifications, "/qualifications"),
    ]
    if faults:
        raise InvalidInput(faults)


def check_services(services: Sequence[OfferedService]) -> None:
    """Raises InvalidInput with every service that is unknown or promised too slow."""
    if faults := list(_service_faults(services, "/services")):
        raise InvalidInput(faults)


def check_kind(given: GivenQualification) -> None:
    """Raises InvalidInput for a kind of certificate that the catalogue does not know."""
    if given.kind not in SERVICES.here().kinds:
        raise InvalidInput([FieldFault("/kind", "unknown", _UNKNOWN_KIND)])


def _service_faults(services: Sequence[OfferedService], under: str) -> Iterator[FieldFault]:
    known = SERVICES.here().service_types
    for number, offered in enumerate(services):
        found, path = known.get(offered.service_type), f"{under}/{number}"
        if found is None:
            yield FieldFault(f"{path}/service_type", "unknown", _UNKNOWN_SERVICE)
        elif offered.promised_days > found.working_days:
            text = _TOO_SLOW.format(days=found.working_days)
            yield FieldFault(f"{path}/promised_days", "too_slow", text)


def _kind_faults(given: Sequence[GivenQualification], under: str) -> Iterator[FieldFault]:
    kinds = SERVICES.here().kinds
    for number, one in enumerate(given):
        if one.kind not in kinds:
            yield FieldFault(f"{under}/{number}/kind", "unknown", _UNKNOWN_KIND)


async def offer(agency: Agency, services: Sequence[OfferedService]) -> None:
    """These are its services now, covered by nothing yet (`coverage.cover`)."""
    await AgencyService.filter(agency_id=agency.id).delete()
    await AgencyService.bulk_create(
        AgencyService(agency_id=agency.id, **one.model_dump()) for one in services
    )


async def _prove(caller: Citizen, agency: Agency, given: Sequence[GivenQualification]) -> None:
    """Scans that the agency has already may stay, whoever of its people sent them."""
    kept = Qualification.filter(agency_id=agency.id)
    before = {UUID(str(one)) for one in await kept.values_list("file_id", flat=True)}
    new = {
        one.file_id: f"/qualifications/{number}/file_id"
        for number, one in enumerate(given)
        if one.file_id not in before
    }
    await clean_files(caller.key, list(new), paths=list(new.values()))
    await kept.delete()
    await Qualification.bulk_create(
        Qualification(agency_id=agency.id, **one.model_dump()) for one in given
    )
    await release_files(list(before - {one.file_id for one in given}))


async def apply(caller: Citizen) -> Agency:
    """Send the application to the desk.

    Raises NotForMarket, AgencyNotFound, AgencyMoveNotAllowed, ApplicationIncomplete,
    TooManyRequests.
    """
    agency = await locked(own(caller))
    if agency.status not in EDITABLE:
        raise AgencyMoveNotAllowed()
    if faults := await lacking(agency):
        raise ApplicationIncomplete(faults)
    # Leaving is always free; so it is here that applying and leaving in turn come to an end.
    await check_room(AGENCY_LOG, agency.id, actor_of(caller))
    await move(
        agency,
        APPLY,
        actor_of(caller),
        "提交了入驻申请。",
        applied_at=clock.now(),
        faults=None,
    )
    return agency


async def lacking(agency: Agency) -> list[FieldFault]:
    """Everything for which the application cannot be sent yet."""
    catalogue, today = SERVICES.here(), clock.today()
    given = {one.kind: one for one in await Qualification.filter(agency_id=agency.id)}
    faults = []
    offered = await AgencyService.filter(agency_id=agency.id).order_by("service_type")
    if not offered:
        faults.append(FieldFault("/services", "nothing_offered", _NOTHING_OFFERED))
    for number, service in enumerate(offered):
        known = catalogue.service_types.get(service.service_type)
        if known is None:
            path = f"/services/{number}/service_type"
            faults.append(FieldFault(path, "unknown", _UNKNOWN_SERVICE))
            continue
        faults += _uncertified(number, known, set(given))
    for kind, one in sorted(given.items()):
        if one.valid_until is not None and one.valid_until < today:
            text = _EXPIRED.format(qualification=_name_of(kind))
            faults.append(FieldFault(f"/qualifications/{kind}", "expired", text))
    return faults


def _name_of(kind: str) -> str:
    known = SERVICES.here().kinds.get(kind)
    return known.name if known else kind


def _uncertified(number: int, service: ServiceType, given: set[str]) -> list[FieldFault]:
    kinds = SERVICES.here().kinds
    return [
        FieldFault(
            f"/services/{number}",
            "qualification_missing",
            _LACKS.format(service=service.name, qualification=kinds[key].name),
        )
        for key in service.qualifications
        if key not in given
    ]


async def leave(caller: Citizen, reason: str) -> Agency:
    """退出 at once; what was ordered against it stays. Raises AgencyMoveNotAllowed and others."""
    agency = await locked(own(caller))
    await move(agency, LEAVE, actor_of(caller), f"自行退出中介超市。原因:{reason}")
    return agency
