"""What a clerk sees across enterprises: each with its powers and open cases, and who did what."""

from uuid import UUID

from sanic import Blueprint, Request

from mobile_api.cases.errors import CaseNotFound
from mobile_api.cases.scope import visible_case
from mobile_api.cases.status import enterprises, queries
from mobile_api.cases.status.enterprise_schemas import ActivityPage, ActivityQuery, PowerList
from mobile_api.enterprises.errors import EnterpriseNotFound
from mobile_api.shared.callers import Citizen
from mobile_api.shared.http.endpoint import endpoint
from uploads.errors import FileNotClean
from uploads.schemas import FileLink
from uploads.service import STORE, link_to

citizen = Blueprint("case_enterprises", url_prefix="/api/v1")


@citizen.get("/me/enterprises")
@endpoint("我可代表办理的企业", caller=Citizen, answer=PowerList)
async def own_enterprises(request: Request, caller: Citizen) -> PowerList:
    return await enterprises.power_list(caller)


@citizen.get("/enterprises/<enterprise_id:uuid>/activity")
@endpoint(
    "企业办件中谁做了什么",
    caller=Citizen,
    query=ActivityQuery,
    answer=ActivityPage,
    errors=(EnterpriseNotFound,),
)
async def read_activity(
    request: Request, caller: Citizen, enterprise_id: UUID, query: ActivityQuery
) -> ActivityPage:
    return await enterprises.activity(caller, enterprise_id, query.cursor, query.limit)


@citizen.post("/cases/<case_id:uuid>/materials/<key:str>/<page:int>/link")
@endpoint(
    "查看本办件的一页材料",
    caller=Citizen,
    answer=FileLink,
    errors=(CaseNotFound, FileNotClean),
    acting=True,
)
async def material_link(
    request: Request, caller: Citizen, case_id: UUID, key: str, page: int
) -> FileLink:
    """For a clerk who continues what another clerk began: the file itself is that one's."""
    found = await visible_case(caller, case_id)
    return link_to(STORE.of(request), await queries.submitted_page(found, key, page))
