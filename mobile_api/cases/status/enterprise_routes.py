"""What a clerk sees across enterprises: each with its powers, and how many cases are open there."""

from dataclasses import replace
from datetime import date
from uuid import UUID

from sanic import Blueprint, Request

from mobile_api.cases.errors import CaseNotFound
from mobile_api.cases.scope import scoped, visible_case
from mobile_api.cases.states import CaseStatus
from mobile_api.cases.status import queries
from mobile_api.enterprises.queries import Power, enterprise_view, powers_of
from mobile_api.enterprises.schemas import EnterpriseView
from mobile_api.shared.callers import Citizen
from mobile_api.shared.http.endpoint import endpoint
from mobile_api.shared.http.schema import AnswerBody
from uploads.schemas import FileLink
from uploads.service import link_to

citizen = Blueprint("case_enterprises", url_prefix="/api/v1")

_OVER = (CaseStatus.delivered, CaseStatus.declined, CaseStatus.withdrawn)


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
    return PowerList(enterprises=[await _shown(caller, power) for power in powers])


async def _shown(caller: Citizen, power: Power) -> PowerView:
    cases = scoped(replace(caller, acting_for=power.acting))
    items = power.acting.item_keys
    return PowerView(
        enterprise=enterprise_view(power.enterprise),
        is_representative=power.is_representative,
        item_keys=None if items is None else sorted(items),
        # The last day of the whole power; one of several appointments may end before.
        ends_on=max((clerk.ends_on for clerk in power.clerks), default=None),
        open_cases=await cases.exclude(status__in=_OVER).count(),
    )


@citizen.post("/cases/<case_id:uuid>/materials/<key:str>/<page:int>/link")
@endpoint(
    "查看本办件的一页材料", caller=Citizen, answer=FileLink, errors=(CaseNotFound,), acting=True
)
async def material_link(
    request: Request, caller: Citizen, case_id: UUID, key: str, page: int
) -> FileLink:
    """For a clerk who continues what another clerk began: the file itself is that one's."""
    found = await visible_case(caller, case_id)
    return link_to(request.app.ctx.store, await queries.submitted_page(found, key, page))
