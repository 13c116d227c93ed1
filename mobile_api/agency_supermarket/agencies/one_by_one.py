"""入驻 one thing at a time, as pages ask for it: a service, a certificate; the rest stays."""

from mobile_api.agency_supermarket.agencies.applying import check_kind, check_services, offer
from mobile_api.agency_supermarket.agencies.models import Agency, AgencyService, Qualification
from mobile_api.agency_supermarket.agencies.renewals import offer_anew, renew
from mobile_api.agency_supermarket.agencies.requests import GivenQualification, OfferedService
from mobile_api.agency_supermarket.agencies.scope import locked, own
from mobile_api.agency_supermarket.agencies.states import EDITABLE
from mobile_api.agency_supermarket.errors import AgencyMoveNotAllowed
from mobile_api.shared.callers import Citizen
from mobile_api.shared.errors import FieldFault, InvalidInput
from uploads.service import clean_files, release_files

_LAST_ONE = "已入驻的机构至少要提供一项服务。不再承接业务的,可以退出中介超市。"


async def offer_one(caller: Citizen, given: OfferedService) -> Agency:
    """Offer a service, or the same one otherwise; what is listed changes at once.

    Raises NotForMarket, AgencyNotFound, AgencyMoveNotAllowed, InvalidInput.
    """
    check_services([given])
    agency = await locked(own(caller))
    services = [one for one in await _offered(agency) if one.service_type != given.service_type]
    return await _offer(caller, agency, [*services, given])


async def offer_no_more(caller: Citizen, service_type: str) -> Agency:
    """Offer a service no more; repeating it changes nothing.

    Raises NotForMarket, AgencyNotFound, AgencyMoveNotAllowed, InvalidInput for the last service of
    a listed agency.
    """
    agency = await locked(own(caller))
    before = await _offered(agency)
    services = [one for one in before if one.service_type != service_type]
    if len(services) == len(before):
        return agency
    if not services and agency.status not in EDITABLE:
        raise InvalidInput([FieldFault("/service_type", "last_service", _LAST_ONE)])
    return await _offer(caller, agency, services)


async def _offered(agency: Agency) -> list[OfferedService]:
    found = await AgencyService.filter(agency_id=agency.id).order_by("service_type")
    names = OfferedService.model_fields
    return [OfferedService(**{name: getattr(one, name) for name in names}) for one in found]


async def _offer(caller: Citizen, agency: Agency, services: list[OfferedService]) -> Agency:
    if agency.status not in EDITABLE:
        return await offer_anew(caller, services)
    await offer(agency, services)
    return agency


async def prove_one(caller: Citizen, given: GivenQualification) -> Agency:
    """Give a certificate, in the place of the one of its kind; that of a listed agency waits for
    the desk.

    Raises NotForMarket, AgencyNotFound, AgencyMoveNotAllowed, InvalidInput, FilesNotUsable.
    """
    check_kind(given)
    agency = await locked(own(caller))
    if agency.status not in EDITABLE:
        return await renew(caller, given)
    before = await _of_kind(agency, given.kind)
    if given.file_id not in {one.file_id for one in before}:
        await clean_files(caller.key, [given.file_id], paths=["/file_id"])
    await _forget(before)
    await Qualification.create(agency_id=agency.id, **given.model_dump())
    await release_files([one.file_id for one in before if one.file_id != given.file_id])
    return agency


async def prove_no_more(caller: Citizen, kind: str) -> Agency:
    """Take a certificate out of an application; repeating it changes nothing.

    Raises NotForMarket, AgencyNotFound, AgencyMoveNotAllowed.
    """
    agency = await locked(own(caller))
    if agency.status not in EDITABLE:
        raise AgencyMoveNotAllowed()
    before = await _of_kind(agency, kind)
    await _forget(before)
    await release_files([one.file_id for one in before])
    return agency


async def _of_kind(agency: Agency, kind: str) -> list[Qualification]:
    return await Qualification.filter(agency_id=agency.id, kind=kind)


async def _forget(these: list[Qualification]) -> None:
    await Qualification.filter(id__in=[one.id for one in these]).delete()
