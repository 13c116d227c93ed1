"""Affiliations over HTTP: declared by agencies and owners; an agency's are public."""

from collections.abc import Sequence
from uuid import UUID

from sanic import Blueprint, Request

from mobile_api.agency_supermarket.affiliations import service
from mobile_api.agency_supermarket.affiliations.models import Control, Relative
from mobile_api.agency_supermarket.affiliations.schemas import (
    ControlsRequest,
    ControlsView,
    ControlView,
    RelativesRequest,
    RelativesView,
    RelativeView,
)
from mobile_api.agency_supermarket.errors import (
    AgencyNotFound,
    BiddingOver,
    NeedMoveNotAllowed,
    NeedNotFound,
    NotForMarket,
)
from mobile_api.enterprises.errors import NotActingFor
from mobile_api.shared.callers import Anyone, Citizen
from mobile_api.shared.http.endpoint import endpoint

citizen = Blueprint("market_affiliations", url_prefix="/api/v1/market")

_ACTING = (NotForMarket, NotActingFor)


def _controls(found: Sequence[Control]) -> ControlsView:
    return ControlsView(
        controls=[
            ControlView(
                kind=one.kind,
                social_credit_code=one.social_credit_code,
                declared_at=one.declared_at,
            )
            for one in found
        ]
    )


def _relatives(found: Sequence[Relative]) -> RelativesView:
    return RelativesView(
        relatives=[
            RelativeView(
                name=one.name,
                social_credit_code=one.social_credit_code,
                declared_at=one.declared_at,
            )
            for one in found
        ]
    )


@citizen.get("/agencies/<agency_id:uuid>/controls")
@endpoint(
    "机构声明的控股、管理关系(公开)", caller=Anyone, answer=ControlsView, errors=(AgencyNotFound,)
)
async def public_controls(request: Request, agency_id: UUID) -> ControlsView:
    return _controls(await service.public_controls(agency_id))


@citizen.get("/agency/controls")
@endpoint(
    "本机构声明的控股、管理关系",
    caller=Citizen,
    acting=True,
    answer=ControlsView,
    errors=(*_ACTING, AgencyNotFound),
)
async def own_controls(request: Request, caller: Citizen) -> ControlsView:
    return _controls(await service.own_controls(caller))


@citizen.put("/agency/controls")
@endpoint(
    "声明控股、管理关系",
    caller=Citizen,
    acting=True,
    body=ControlsRequest,
    answer=ControlsView,
    errors=(*_ACTING, AgencyNotFound),
)
async def declare_controls(
    request: Request, caller: Citizen, body: ControlsRequest
) -> ControlsView:
    agency = await service.declare_controls(caller, body)
    return _controls(await service.controls_of(agency.id))


@citizen.get("/own-needs/<need_id:uuid>/relatives")
@endpoint(
    "我为一项需求声明的近亲属",
    caller=Citizen,
    acting=True,
    answer=RelativesView,
    errors=(*_ACTING, NeedNotFound),
)
async def own_relatives(request: Request, caller: Citizen, need_id: UUID) -> RelativesView:
    return _relatives(await service.own_relatives(caller, need_id))


@citizen.put("/own-needs/<need_id:uuid>/relatives")
@endpoint(
    "声明在中介机构任法定代表人的近亲属(不公开)",
    caller=Citizen,
    acting=True,
    body=RelativesRequest,
    answer=RelativesView,
    errors=(*_ACTING, NeedNotFound, NeedMoveNotAllowed, BiddingOver),
)
async def declare_relatives(
    request: Request, caller: Citizen, need_id: UUID, body: RelativesRequest
) -> RelativesView:
    await service.declare_relatives(caller, need_id, body)
    return _relatives(await service.own_relatives(caller, need_id))
