"""The owner's own complaint about a result, straight to the desk, and its withdrawal."""

from mobile_api.agency_supermarket.disputes.errors import DisputeNotFound
from mobile_api.agency_supermarket.disputes.schemas import DisputeComplaint
from mobile_api.agency_supermarket.needs.states import NeedStatus
from mobile_api.agency_supermarket.showing.owned import service
from mobile_api.agency_supermarket.showing.owned.queries import own_need
from mobile_api.shared import clock
from mobile_api.shared.callers import Citizen
from mobile_api.shared.text.words import on_date
from mobile_api.web.citizen.market.acts.acts import Act, ActGiven, Ids
from mobile_api.web.citizen.market.acts.fields import ActField, ActSheet, FieldKind, checked
from mobile_api.web.citizen.market.owning.steps import HOME, NEED

_BACK = f"{HOME}/needs/{{need_id}}"
_NOTICE = "直接交给管理部门决定,决定以前不能签合同。公告里会写明采购人提出了投诉。"


async def _see_complaint(caller: Citizen, ids: Ids) -> ActSheet | None:
    found = await own_need(caller, ids["need_id"])
    award = found.opening.award if found.opening else None
    is_over = award is None or award.shown_until < clock.today()
    if award is None or is_over or found.need.status is not NeedStatus.awarded:
        return None
    pairs = [
        ("采购", found.need.title),
        ("中选机构", award.agency_name),
        ("公示到", on_date(award.shown_until)),
    ]
    field = ActField("complaint", "结果哪里不对,为什么", kind=FieldKind.text, longest=1000)
    return ActSheet("对选取结果提出投诉", "提交投诉", (field,), pairs, _NOTICE)


async def _complain(given: ActGiven) -> None:
    said = checked(DisputeComplaint, given.content).complaint
    await service.complain_as_owner(given.caller, given.ids["need_id"], said, given.caller.at)


async def _see_withdrawal(caller: Citizen, ids: Ids) -> ActSheet | None:
    told = (await own_need(caller, ids["need_id"])).disputes
    own = next((one for one in told if one.id == ids["dispute_id"]), None)
    if own is None:
        raise DisputeNotFound()
    if "withdraw" not in own.can:
        return None
    pairs = [("采购", own.need_title), ("您写的", own.grounds)]
    notice = "撤回以后管理部门不再处理这件投诉,不能再提出一次。"
    return ActSheet("撤回投诉", "确认撤回", (), pairs, notice, is_grave=True)


async def _withdraw(given: ActGiven) -> None:
    await service.withdraw_as_owner(given.caller, given.ids["need_id"], given.ids["dispute_id"])


ACTS = (
    Act(
        "采购人对选取结果投诉",
        f"{NEED}/complaint",
        _BACK,
        "这项采购",
        _see_complaint,
        _complain,
        "投诉已经提交。",
        is_for_all=True,
    ),
    Act(
        "采购人撤回投诉",
        f"{NEED}/disputes/<dispute_id:uuid>/withdraw",
        _BACK,
        "这项采购",
        _see_withdrawal,
        _withdraw,
        "投诉已经撤回。",
        is_for_all=True,
    ),
)
