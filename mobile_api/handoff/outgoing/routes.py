"""Over HTTP: where a case may go, where it is meant to go, how it stands there."""

from uuid import UUID

from sanic import Blueprint, Request

from mobile_api.cases.errors import CaseNotFound, MoveNotAllowed
from mobile_api.guides.errors import GuideNotFound
from mobile_api.handoff.errors import HandoffNotFound, NoSuchPlace
from mobile_api.handoff.outgoing import choosing, queries
from mobile_api.handoff.outgoing.schemas import (
    HandoffView,
    PlaceChoice,
    Places,
    PlacesQuery,
    PlaceView,
)
from mobile_api.handoff.outgoing.words import CONSENT_TEXT, NO_PLACES_TEXT, PLACES_TEXT
from mobile_api.shared import clock
from mobile_api.shared.callers import Anyone, Citizen
from mobile_api.shared.http.endpoint import endpoint

citizen = Blueprint("handoffs", url_prefix="/api/v1")


@citizen.get("/handoff-places")
@endpoint(
    "这个事项今天可以转到哪些地区",
    caller=Anyone,
    query=PlacesQuery,
    answer=Places,
    errors=(GuideNotFound,),
)
async def places(request: Request, query: PlacesQuery) -> Places:
    found = await choosing.places_for(query.item_key, clock.today())
    return Places(
        places=[
            PlaceView(
                region_code=place.region_code,
                city=place.partner.name,
                mode=place.item.mode,
                mode_name=place.item.mode.label,
                agreement=place.item.agreement.number,
            )
            for place in found
        ],
        text=PLACES_TEXT if found else NO_PLACES_TEXT,
        consent=CONSENT_TEXT,
    )


@citizen.put("/cases/<case_id:uuid>/handoff")
@endpoint(
    "选择转到哪个地区办理",
    caller=Citizen,
    body=PlaceChoice,
    answer=HandoffView,
    acting=True,
    errors=(CaseNotFound, MoveNotAllowed, NoSuchPlace),
)
async def choose(
    request: Request, caller: Citizen, case_id: UUID, body: PlaceChoice
) -> HandoffView:
    await choosing.choose(caller, case_id, body.region_code, body.mode)
    return await queries.handoff_of_case(caller, case_id)


@citizen.delete("/cases/<case_id:uuid>/handoff")
@endpoint(
    "改为在本地办理",
    caller=Citizen,
    status=204,
    acting=True,
    errors=(CaseNotFound, MoveNotAllowed),
)
async def take_choice_back(request: Request, caller: Citizen, case_id: UUID) -> None:
    await choosing.take_choice_back(caller, case_id)


@citizen.get("/cases/<case_id:uuid>/handoff")
@endpoint(
    "办件在当地的进展和回执",
    caller=Citizen,
    answer=HandoffView,
    acting=True,
    errors=(CaseNotFound, HandoffNotFound),
)
async def own_handoff(request: Request, caller: Citizen, case_id: UUID) -> HandoffView:
    return await queries.handoff_of_case(caller, case_id)
