"""A bid until the deadline: given, changed, taken back; questions, objections, complaints."""

from uuid import UUID

from mobile_api.agency_supermarket.bids import service as bids
from mobile_api.agency_supermarket.bids.schemas import BidRequest
from mobile_api.agency_supermarket.disputes.schemas import (
    DisputeComplaint,
    DisputeRequest,
    DisputesQuery,
    DisputeView,
)
from mobile_api.agency_supermarket.disputes.states import ABOUT_NAMES, DisputeAbout
from mobile_api.agency_supermarket.errors import (
    BidChangedTooOften,
    ChangeNotRead,
    NeedChanged,
)
from mobile_api.agency_supermarket.needs.schemas import NeedView, QuestionRequest
from mobile_api.agency_supermarket.needs.states import NeedStatus
from mobile_api.agency_supermarket.selection.rules import METHOD_NAMES
from mobile_api.agency_supermarket.showing.bidding import queries, service
from mobile_api.agency_supermarket.showing.queries import need_shown
from mobile_api.shared import clock
from mobile_api.shared.callers import Citizen
from mobile_api.shared.text.words import at_time, yuan
from mobile_api.web.citizen.market.acts.acts import Act, ActGiven, Ids
from mobile_api.web.citizen.market.acts.fields import ActField, ActSheet, FieldKind, checked
from mobile_api.web.citizen.market.acts.senders import HOME
from mobile_api.web.citizen.market.bidding.entry_acts import application_of

NEED = f"{HOME}/needs/<need_id:uuid>"
_PAGE, DISPUTES = f"{HOME}/needs/{{need_id}}", f"{HOME}/disputes"
_SEALED = (
    "报价送到后由本平台立即密封,密封前的内容不保存、不记入日志。密封以后,要采购人和本平台两把钥匙一起才打得开,"
    "截止以前谁都看不到。交上去就能拿到回执,截止以前可以改,也可以撤回。"
)
# A proposal of 20,000 characters, and a form around it.
_MOST_BYTES = 160 * 1024
_PROPOSAL = 20_000


def is_open(need: NeedView) -> bool:
    """Whether bids are taken."""
    return need.status is NeedStatus.published and clock.now() < need.bids_close_at


def _pairs(need: NeedView) -> list[tuple[str, str]]:
    limit = yuan(need.budget_fen) if need.budget_fen else "没有限价"
    return [
        ("采购需求", need.title),
        ("采购人", need.owner_name),
        ("选取方式", METHOD_NAMES[need.method]),
        ("最高限价", limit),
        ("报价截止", at_time(need.bids_close_at)),
    ]


async def _see_bid(caller: Citizen, ids: Ids) -> ActSheet | None:
    await application_of(caller)
    found = await need_shown(ids["need_id"])
    need = found.need
    if not is_open(need):
        return None
    own = await queries.own_state(caller, need.id)
    stands = own is not None and not own.is_withdrawn
    pairs = _pairs(need)
    if found.changes:
        last = found.changes[-1]
        words = ";".join(f"{one.part}改为{one.after}" for one in last.parts)
        pairs.append((f"第{last.number}次变更", words))
    fields = [
        ActField("price", "报价(元)", "整个服务的总价。", FieldKind.money, 20),
        ActField("days", "几个工作日完成", kind=FieldKind.number, longest=3, is_needed=False),
        ActField("note", "补充说明", "有要说明的写在这里,只写一段。", longest=180, is_needed=False),
    ]
    if need.judging:
        help_ = f"{need.judging.handed_in}写文字,最多{_PROPOSAL}字。"
        fields.append(ActField("proposal", "方案", help_, FieldKind.text, _PROPOSAL))
    return ActSheet(
        "修改报价" if stands else "我要报价",
        "提交新的报价" if stands else "密封并提交报价",
        fields,
        pairs=pairs,
        notice=("新的报价会代替原来的那份。" if stands else "") + _SEALED,
        hidden={"change_read": str(need.change_number)},
        wrong="price",
    )


async def _bid(given: ActGiven) -> None:
    """Taken as of when it arrived, and sealed at once."""
    read = given.hidden.get("change_read", "")
    seen = {"change_read": int(read)} if read.isdecimal() else {}
    content = given.content | seen
    await bids.bid(
        given.caller, given.ids["need_id"], checked(BidRequest, content), given.caller.at
    )


async def _see_withdrawal(caller: Citizen, ids: Ids) -> ActSheet | None:
    need = (await need_shown(ids["need_id"])).need
    own = await queries.own_state(caller, need.id)
    if own is None or own.is_withdrawn or not is_open(need):
        return None
    return ActSheet(
        "真的要撤回报价吗?",
        "确定撤回",
        pairs=_pairs(need),
        notice="撤回后这份报价不参加选取。截止以前还可以重新报价。",
        is_grave=True,
    )


async def _withdraw(given: ActGiven) -> None:
    await bids.withdraw(given.caller, given.ids["need_id"], given.caller.at)


async def _see_question(caller: Citizen, ids: Ids) -> ActSheet | None:
    await application_of(caller)
    need = (await need_shown(ids["need_id"])).need
    if not is_open(need):
        return None
    return ActSheet(
        "向采购人提问",
        "提交提问",
        (ActField("question", "想问什么", "请不要写出贵机构的名称。", FieldKind.text, 500),),
        pairs=_pairs(need),
        notice="提问和答复任何人都能看到,不显示是谁问的。",
    )


async def _ask(given: ActGiven) -> None:
    body = checked(QuestionRequest, given.content)
    await service.ask(given.caller, given.ids["need_id"], body.question)


async def _see_objection(caller: Citizen, ids: Ids) -> ActSheet | None:
    await application_of(caller)
    need = (await need_shown(ids["need_id"])).need
    if not is_open(need) and need.status is not NeedStatus.awarded:
        return None
    about = DisputeAbout.terms if is_open(need) else DisputeAbout.result
    return ActSheet(
        f"对{ABOUT_NAMES[about]}提出异议",
        "提出异议",
        (ActField("grounds", "哪里不对,为什么", "采购人和管理部门看得到。", FieldKind.text, 1000),),
        pairs=_pairs(need),
        notice="采购人须在期限内答复;不服答复或者逾期没有答复的,可以再向管理部门投诉。处理期间不能签订合同。",
        hidden={"about": about.value},
    )


async def _object(given: ActGiven) -> None:
    body = checked(DisputeRequest, given.content | {"about": given.hidden["about"]})
    await service.objecting.object_to(given.caller, given.ids["need_id"], body, given.caller.at)


async def _own_dispute(caller: Citizen, dispute_id: UUID) -> DisputeView | None:
    found = await queries.own_dispute_list(caller, DisputesQuery(limit=100))
    return next((one for one in found.disputes if one.id == dispute_id), None)


def _told(one: DisputeView) -> list[tuple[str, str]]:
    pairs = [("采购需求", one.need_title), ("异议的理由", one.grounds)]
    return [*pairs, ("采购人的答复", one.answer)] if one.answer else pairs


async def _see_complaint(caller: Citizen, ids: Ids) -> ActSheet | None:
    own = await _own_dispute(caller, ids["dispute_id"])
    if own is None or "complain" not in own.can:
        return None
    return ActSheet(
        "向管理部门投诉",
        "提交投诉",
        (
            ActField(
                "complaint", "为什么不服", "说明答复哪里不对,或者没有答复。", FieldKind.text, 1000
            ),
        ),
        pairs=_told(own),
    )


async def _complain(given: ActGiven) -> None:
    body = checked(DisputeComplaint, given.content)
    await service.objecting.complain(
        given.caller, given.ids["dispute_id"], body.complaint, given.caller.at
    )


async def _see_taking_back(caller: Citizen, ids: Ids) -> ActSheet | None:
    own = await _own_dispute(caller, ids["dispute_id"])
    if own is None or "withdraw" not in own.can:
        return None
    notice = "撤回后不再处理,也不能就同一件事再提出。"
    return ActSheet("撤回异议?", "确定撤回", pairs=_told(own), notice=notice, is_grave=True)


async def _take_back(given: ActGiven) -> None:
    await service.objecting.withdraw(given.caller, given.ids["dispute_id"])


_ON, _MINE = (_PAGE, "我在这项采购里"), (DISPUTES, "我的异议")
_ONE = f"{DISPUTES}/<dispute_id:uuid>"
ACTS = (
    Act(
        "报价",
        f"{NEED}/bid",
        *_ON,
        _see_bid,
        _bid,
        "报价已经收到并密封,回执在下面。请保存或打印。",
        stays=(ChangeNotRead, NeedChanged, BidChangedTooOften),
        most_bytes=_MOST_BYTES,
    ),
    Act("撤回报价", f"{NEED}/withdraw", *_ON, _see_withdrawal, _withdraw, "报价已经撤回。"),
    Act("向采购人提问", f"{NEED}/question", *_ON, _see_question, _ask, "提问已经公开。"),
    Act("提出异议", f"{NEED}/objection", *_ON, _see_objection, _object, "异议已经提出。"),
    Act("投诉", f"{_ONE}/complaint", *_MINE, _see_complaint, _complain, "投诉已经提交。"),
    Act("撤回异议", f"{_ONE}/withdraw", *_MINE, _see_taking_back, _take_back, "已经撤回。"),
)
