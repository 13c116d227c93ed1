"""我要找机构: for whom I act, my needs and my contracts, and the next thing to do in each."""

from pydantic import ConfigDict
from sanic import HTTPResponse, Request

from mobile_api.agency_supermarket.contracts.schemas import OwnContractsQuery
from mobile_api.agency_supermarket.needs.schemas import OwnNeedsQuery
from mobile_api.agency_supermarket.showing.owned.queries import contract_page, own_page
from mobile_api.shared.callers import Anyone
from mobile_api.shared.http.endpoint import endpoint
from mobile_api.shared.http.schema import RequestBody
from mobile_api.web.citizen.account.telling import tell
from mobile_api.web.citizen.market.owning.steps import ACTING, HOME, contract_path, need_path
from mobile_api.web.citizen.market.whose import other_companies
from mobile_api.web.frame.acting import acting_visitor
from mobile_api.web.frame.rendering import HTML
from mobile_api.web.frame.requests import address
from mobile_api.web.frame.visitor import to_sign_in


class OwnMarketQuery(RequestBody):
    """From where on the needs and the contracts are listed."""

    model_config = ConfigDict(extra="ignore")

    needs: str | None = None
    contracts: str | None = None


@endpoint("网页:我的采购", caller=Anyone, query=OwnMarketQuery, media=HTML, errors=ACTING)
async def show_own_market(request: Request, query: OwnMarketQuery) -> HTTPResponse:
    caller = await acting_visitor(request)
    if caller is None:
        return to_sign_in(request)
    needs = await own_page(caller, OwnNeedsQuery(cursor=query.needs))
    contracts = await contract_page(caller, OwnContractsQuery(cursor=query.contracts))
    further = {
        name: address(HOME, query.model_copy(update={name: cursor})) if cursor else ""
        for name, cursor in (("needs", needs.next_cursor), ("contracts", contracts.next_cursor))
    }
    return tell(
        request,
        "owning_home.html",
        HOME,
        here=address(HOME, query),
        needs=[(one, need_path(one.id)) for one in needs.needs],
        contracts=[(one, contract_path(one.id)) for one in contracts.contracts],
        unreadable=needs.unreadable + contracts.unreadable,
        further=further,
        companies=await other_companies(caller),
    )
