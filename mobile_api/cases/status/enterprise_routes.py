"""What a clerk sees across enterprises: each with its powers, and how many cases are open there."""

from datetime import date
from uuid import UUID

from sanic import Blueprint, Request

from mobile_api.cases.errors import CaseNotFound
from mobile_api.cases.scope import visible_case
from mobile_api.cases.status import queries
from mobile_api.enterprises.queries import Power, enterprise_view, powers_of
from mobile_api.enterprises.schemas import EnterpriseView
from mobile_api.shared.callers import Citizen
from mobile_api.shared.http.endpoint import endpoint
from mobile_api.shared.http.schema import AnswerBody
from uploads.errors import FileNotClean
from uploads.schemas import FileLink
from uploads.service import STORE, link_to

citizen = Blueprint("case_enterprises", url_prefix="/api/v1")


class PowerView(AnswerBody):
    """One enterprise that the caller may act for, by X-Acting-For with its id."""

    enterprise: EnterpriseView
    is_representative: bool
    item_keys: list[str] | None
    ends_on: date | None
    open_cases: int


class PowerList(AnswerBody):
    """Every enterprise that the caller may act for now, by name."""

    enterprises: list[PowerView]


@citizen.get("/me/enterprises")
@endpoint("我可代表办理的企业", caller=Citizen, answer=PowerList)
async def own_enterprises(request: Request, caller: Citizen) -> PowerList:
    powers = await powers_of(caller.person_id)
    open_cases = await queries.open_cases([power.acting for power in powers])
    return PowerList(
        enterprises=[_shown(power, open_cases.get(power.enterprise.id, 0)) for power in powers]
    )


def _shown(power: Power, open_cases: int) -> PowerView:
    items = power.acting.item_keys
    return PowerView(
        enterprise=enterprise_view(power.enterprise),
        is_representative=power.is_representative,
        item_keys=None if items is None else sorted(items),
        # The last day of the whole power; one of several appointments may end before.
        ends_on=max((clerk.ends_on for clerk in power.clerks), default=None),
        open_cases=open_cases,
    )


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
