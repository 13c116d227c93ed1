"""领取方式: to the counter, or by post to a kept address or a new one."""

from typing import Any
from uuid import UUID

from pydantic import BaseModel, Field, ValidationError
from sanic import HTTPResponse, Request

from mobile_api.addresses.errors import AddressBookFull, AddressNotFound
from mobile_api.addresses.queries import address_list
from mobile_api.cases.applying.schemas import DraftContent
from mobile_api.cases.applying.service import (
    POSTAL_TERMS,
    Filling,
    fill_draft,
    filling_of,
    postage_of,
)
from mobile_api.cases.errors import CaseChanged, CaseNotFound, MoveNotAllowed
from mobile_api.cases.states import DeliveryKind
from mobile_api.cases.status.service import DELIVERY_NAMES
from mobile_api.guides.catalogue.service import Postage
from mobile_api.shared.callers import Anyone, Citizen
from mobile_api.shared.errors import InvalidInput, NotAllowed, TemporarilyUnavailable
from mobile_api.shared.http.endpoint import endpoint
from mobile_api.shared.http.faults import faults_of
from mobile_api.web.citizen.applying.steps import (
    THEN,
    filling_here,
    path_of,
    seen_of,
    tasks_path,
    to_next,
)
from mobile_api.web.frame.acting import own_form_acting
from mobile_api.web.frame.failures import failure_of, sent_back, told
from mobile_api.web.frame.rendering import HTML, unkept_page
from mobile_api.web.frame.visitor import (
    sign_in_to,
    typed,
)

NEW = "new"
# The fields of a new address, in the order of the page, by what they are called there.
_ADDRESS = {
    "name": "收件人姓名",
    "phone": "收件人手机",
    "province": "省、自治区或直辖市",
    "city": "市、州",
    "county": "区、县",
    "address": "街道门牌",
}
_KEPT = ("kind", "choice", "agrees_to_postage", "save_address", *_ADDRESS)
_CHOOSE = "请选择一种领取方式。"
_CHOOSE_ADDRESS = "请选择一个地址,或填写新地址。"


class DeliveryForm(BaseModel):
    """`choice`: the id of a kept address, or `new` for the one that is typed below it."""

    kind: str = Field(max_length=20)
    choice: str = Field("", max_length=40)
    agrees_to_postage: str = Field("", max_length=5)
    save_address: str = Field("", max_length=5)
    name: str = Field("", max_length=100)
    phone: str = Field("", max_length=40)
    province: str = Field("", max_length=40)
    city: str = Field("", max_length=40)
    county: str = Field("", max_length=40)
    address: str = Field("", max_length=300)
    version: str = Field("", max_length=64)
    then: str = Field("", max_length=10)


@endpoint(
    "网页:选择领取方式", caller=Anyone, media=HTML, errors=(CaseNotFound, TemporarilyUnavailable)
)
async def show_delivery(request: Request, case_id: UUID) -> HTTPResponse:
    filling = await filling_here(request, case_id)
    if isinstance(filling, HTTPResponse):
        return filling
    here = path_of(case_id, "delivery")
    terms, failure = POSTAL_TERMS.of(request), failure_of(request, here)
    chosen = filling.case.delivery
    values = failure.values if failure and failure.values else {}
    page = unkept_page(
        request,
        "task_delivery.html",
        here,
        failure.status if failure else 200,
        item_name=filling.case.item_name,
        tasks_path=tasks_path(case_id),
        result=filling.guide.result.name,
        action=here,
        kinds=DELIVERY_NAMES.items(),
        kind=values.get("kind") or (chosen.kind if chosen else ""),
        present=chosen.address.masked() if chosen and chosen.address else None,
        picked=values.get("choice") or ("present" if chosen and chosen.address else ""),
        addresses=(await address_list(filling.caller)).addresses,
        values=values,
        receiver_pays=postage_of(filling.guide, terms) is Postage.RECEIVER_PAYS,
        version=filling.version,
        then=request.args.get(THEN) or values.get(THEN, ""),
        faults=failure.faults if failure else {},
        labels=_ADDRESS,
        problem=failure if failure and failure.title else None,
    )
    return told(request, page, failure)


@endpoint(
    "网页:保存领取方式",
    caller=Anyone,
    form=DeliveryForm,
    media=HTML,
    status=303,
    errors=(CaseNotFound, MoveNotAllowed, NotAllowed, TemporarilyUnavailable),
    asks_first=own_form_acting,
)
async def choose_delivery(request: Request, case_id: UUID, asked: Citizen | None) -> HTTPResponse:
    here = path_of(case_id, "delivery")
    if asked is None:
        return sign_in_to(here)
    values = {name: typed(request, name) for name in (*_KEPT, THEN)}
    filling = await filling_of(asked, case_id)
    if _keeps_present(filling, values):
        return to_next(request, filling)
    if values["kind"] == DeliveryKind.post and not values["choice"]:
        return sent_back(request, here, values, faults={"choice": _CHOOSE_ADDRESS})
    try:
        content = DraftContent.model_validate({"delivery": _choice(values)})
        await fill_draft(asked, case_id, content, POSTAL_TERMS.of(request), seen_of(request))
    except (ValidationError, InvalidInput) as error:
        return sent_back(request, here, values, faults=_faults(values, error))
    except CaseChanged as error:
        return sent_back(request, here, {}, problem=error)
    except (AddressNotFound, AddressBookFull) as error:
        return sent_back(request, here, values, problem=error)
    filled = await filling_of(asked, case_id)
    missing = filled.reasons("delivery", "agrees_to_postage")
    if missing:
        return sent_back(request, here, values, faults={"agrees_to_postage": missing[0]})
    return to_next(request, filled)


def _keeps_present(filling: Filling, values: dict[str, str]) -> bool:
    """Whether the address that was chosen before stays: it is shown masked, so it comes back so."""
    chosen = filling.case.delivery
    return bool(chosen and values["choice"] == "present" and values["kind"] == chosen.kind)


def _choice(values: dict[str, str]) -> dict[str, Any]:
    """The choice as the API takes it."""
    choice: dict[str, Any] = {"kind": values["kind"]}
    if values["kind"] != DeliveryKind.post:
        return choice
    choice |= {
        "agrees_to_postage": values["agrees_to_postage"] == "true",
        "save_address": values["save_address"] == "true",
    }
    if values["choice"] == NEW:
        return choice | {"address": {name: values[name] for name in _ADDRESS}}
    return choice | {"address_id": values["choice"]}


def _faults(values: dict[str, str], error: ValidationError | InvalidInput) -> dict[str, str]:
    """By the name of the input."""
    found = faults_of(error) if isinstance(error, ValidationError) else error.errors
    names = {one.path.rsplit("/", 1)[-1]: one.message for one in found}
    if "kind" in names:
        return {"kind": _CHOOSE}
    if values["choice"] != NEW:
        return {"choice": _CHOOSE_ADDRESS}
    return {name: names[name] for name in _ADDRESS if name in names} or names
