"""The address book over HTTP, and what EMS says of an address before it is chosen."""

from uuid import UUID

from sanic import Blueprint, Request

from mobile_api.addresses import asking_ems, queries, service
from mobile_api.addresses.asking_ems import QUESTIONS, post_office
from mobile_api.addresses.errors import AddressAlreadySaved, AddressBookFull, AddressNotFound
from mobile_api.addresses.schemas import (
    AddressContent,
    AddressList,
    Estimate,
    EstimateRequest,
    FullAddress,
    PastedText,
    ReadAddress,
)
from mobile_api.shared.callers import Citizen
from mobile_api.shared.errors import TooManyRequests
from mobile_api.shared.http.endpoint import endpoint
from mobile_api.shared.http.rate_limits import spend
from mobile_api.shared.process.cache import REDIS

citizen = Blueprint("addresses", url_prefix="/api/v1")


@citizen.get("/me/addresses")
@endpoint("我的常用地址(脱敏)", caller=Citizen, answer=AddressList)
async def own_addresses(request: Request, caller: Citizen) -> AddressList:
    return await queries.address_list(caller)


@citizen.get("/me/addresses/<address_id:uuid>")
@endpoint("一个常用地址的完整内容", caller=Citizen, answer=FullAddress, errors=(AddressNotFound,))
async def own_address(request: Request, caller: Citizen, address_id: UUID) -> FullAddress:
    return queries.full(await service.own_address(caller, address_id))


@citizen.post("/me/addresses")
@endpoint(
    "保存常用地址(须同意)",
    caller=Citizen,
    body=AddressContent,
    answer=FullAddress,
    status=201,
    errors=(AddressBookFull,),
    idempotent=True,
)
async def save_address(request: Request, caller: Citizen, body: AddressContent) -> FullAddress:
    province = post_office(request).own_province
    return queries.full(await service.save(caller, body, province))


@citizen.put("/me/addresses/<address_id:uuid>")
@endpoint(
    "修改常用地址",
    caller=Citizen,
    body=AddressContent,
    answer=FullAddress,
    errors=(AddressNotFound, AddressAlreadySaved),
)
async def change_address(
    request: Request, caller: Citizen, address_id: UUID, body: AddressContent
) -> FullAddress:
    province = post_office(request).own_province
    return queries.full(await service.change(caller, address_id, body, province))


@citizen.delete("/me/addresses/<address_id:uuid>")
@endpoint("删除常用地址", caller=Citizen, status=204, errors=(AddressNotFound,))
async def delete_address(request: Request, caller: Citizen, address_id: UUID) -> None:
    await service.delete(caller, address_id)


@citizen.post("/address-readings")
@endpoint(
    "识别粘贴的整段地址",
    caller=Citizen,
    body=PastedText,
    answer=ReadAddress,
    errors=(TooManyRequests,),
    transaction=False,
)
async def read_address(request: Request, caller: Citizen, body: PastedText) -> ReadAddress:
    await spend(REDIS.of(request), QUESTIONS, caller.key)
    return await asking_ems.read_pasted(post_office(request), body.text)


@citizen.post("/postage-estimates")
@endpoint(
    "查询能否寄达(或上门取件)和资费",
    caller=Citizen,
    body=EstimateRequest,
    answer=Estimate,
    errors=(AddressNotFound, TooManyRequests),
    transaction=False,
)
async def estimate(request: Request, caller: Citizen, body: EstimateRequest) -> Estimate:
    place = await service.meant(caller, body.address_id, body.place, field="/place")
    await spend(REDIS.of(request), QUESTIONS, caller.key)
    return await asking_ems.estimate(post_office(request), place, body.direction)
