"""What an agency says against its points and what was ordered; and anybody against a draw."""

from uuid import UUID

from mobile_api.agency_supermarket.agencies.sanctions import service as sanctions
from mobile_api.agency_supermarket.agencies.sanctions.schemas import ObjectionRequest
from mobile_api.agency_supermarket.agencies.schemas import SanctionView
from mobile_api.agency_supermarket.credit.schemas import (
    CreditObjection,
    CreditQuery,
    EffectView,
    HearingStatement,
    OwnEntryView,
    RepairRequest,
)
from mobile_api.agency_supermarket.showing.bidding import queries, service
from mobile_api.draws import service as draws
from mobile_api.draws.queries import draw_numbered
from mobile_api.draws.schemas import ContestRequest
from mobile_api.draws.states import DrawStatus
from mobile_api.shared import clock
from mobile_api.shared.callers import Citizen
from mobile_api.shared.errors import FieldFault
from mobile_api.shared.text.words import on_date
from mobile_api.web.citizen.market.acts.acts import Act, ActGiven, Ids
from mobile_api.web.citizen.market.acts.fields import ActField, ActSheet, FieldKind, checked
from mobile_api.web.citizen.market.acts.senders import HOME
from mobile_api.web.citizen.market.bidding.entry_acts import application_of

CREDIT = f"{HOME}/credit"
_NO_PROOF = "请先上传能证明已经改正的文件,再提交。"
_TEXT = ActField("text", "不同意什么,为什么", kind=FieldKind.text, longest=1000)
# The pages of entries that are looked through for the one that is meant.
_MOST_PAGES = 10


async def _entry(caller: Citizen, entry_id: UUID, wanted: str) -> OwnEntryView | None:
    asked = CreditQuery(limit=100)
    for _ in range(_MOST_PAGES):
        found = await queries.own_credit(caller, asked)
        own = next((one for one in found.entries if one.id == entry_id), None)
        if own is not None:
            return own if wanted in own.can else None
        if found.next_cursor is None:
            return None
        asked = CreditQuery(limit=100, cursor=found.next_cursor)
    return None


def _told(one: OwnEntryView) -> list[tuple[str, str]]:
    return [("记分", f"{one.kind_name},{one.points:+}分"), ("原因", one.reason)]


async def _see_objection(caller: Citizen, ids: Ids) -> ActSheet | None:
    own = await _entry(caller, ids["entry_id"], "object")
    if own is None:
        return None
    pairs = [*_told(own), ("最迟哪天提出", on_date(own.object_by))]
    notice = "只能提出一次。管理部门由另一位工作人员答复;异议成立的,这次记分从头不算。"
    return ActSheet("对记分提出异议", "提出异议", (_TEXT,), pairs, notice)


async def _object(given: ActGiven) -> None:
    text = checked(CreditObjection, given.content).text
    await service.answering.object_to(given.caller, given.ids["entry_id"], text)


async def _see_repair(caller: Citizen, ids: Ids) -> ActSheet | None:
    own = await _entry(caller, ids["entry_id"], "repair")
    if own is None:
        return None
    field = ActField("statement", "做了哪些改正", kind=FieldKind.text, longest=1000)
    notice = "管理部门同意后,这次记分不再计算。"
    return ActSheet("申请信用修复", "提交申请", (field,), _told(own), notice)


async def _repair(given: ActGiven) -> None:
    lacking = [] if given.files else [FieldFault("/file_id", "no_proof", _NO_PROOF)]
    proof = {"file_id": given.files[-1] if given.files else UUID(int=0)}
    body = checked(RepairRequest, given.content | proof, lacking)
    await service.answering.ask_repair(given.caller, given.ids["entry_id"], body)


async def _effect(caller: Citizen, effect_id: UUID) -> EffectView | None:
    found = await queries.own_credit(caller, CreditQuery(limit=1))
    return next((one for one in found.effects if one.id == effect_id), None)


async def _see_statement(caller: Citizen, ids: Ids) -> ActSheet | None:
    own = await _effect(caller, ids["effect_id"])
    if own is None or "state" not in own.can:
        return None
    pairs = [
        ("拟作出的处理", own.kind_name),
        ("原因", f"信用分{own.score}分,低于{own.below}分"),
        ("最迟哪天陈述", on_date(own.hear_by)),
    ]
    return ActSheet("陈述申辩", "提交", (_TEXT,), pairs, "管理部门作出决定以前会看,只能提交一次。")


async def _state(given: ActGiven) -> None:
    text = checked(HearingStatement, given.content).text
    await service.effects.state(given.caller, given.ids["effect_id"], text)


def may_object(one: SanctionView) -> bool:
    """Whether an objection to what was ordered is in time and the first."""
    return not one.objected and not one.is_lifted and clock.today() <= one.object_by


async def _see_against(caller: Citizen, ids: Ids) -> ActSheet | None:
    found = await application_of(caller)
    own = next((one for one in found.sanctions if one.id == ids["sanction_id"]), None)
    if own is None or not may_object(own):
        return None
    pairs = [
        ("处理决定", f"{own.kind_name},到{on_date(own.last_day)}"),
        ("原因", own.reason),
        ("最迟哪天提出", on_date(own.object_by)),
    ]
    notice = "只能提出一次,由另一位工作人员答复。没有答复以前,决定照常执行。"
    return ActSheet("对处理决定提出异议", "提出异议", (_TEXT,), pairs, notice)


async def _against(given: ActGiven) -> None:
    text = checked(ObjectionRequest, given.content).text
    await sanctions.object_to(given.caller, given.ids["sanction_id"], text)


async def _see_contest(caller: Citizen, ids: Ids) -> ActSheet | None:
    draw = await draw_numbered(ids["number"])
    if draw.status in (DrawStatus.committed, DrawStatus.failed):
        return None
    return ActSheet(
        "对这次摇号提出异议",
        "提出异议",
        (
            ActField(
                "reason", "怀疑哪里不对,为什么", "只有处理异议的人看得到。", FieldKind.text, 1000
            ),
        ),
        pairs=[("摇号编号", draw.number)],
        notice="还没有摇出的,先停下,等答复以后再摇;已经摇出的,答复以前结果不变。答复会公开,不显示是谁提出的。",
    )


async def _contest(given: ActGiven) -> None:
    body = checked(ContestRequest, given.content)
    draw = await draw_numbered(given.ids["number"])
    await draws.contest(draw.id, given.caller, body.reason)


_ON = (CREDIT, "信用和处理决定")
_ENTRY = f"{CREDIT}/entries/<entry_id:uuid>"
ACTS = (
    Act("对记分提出异议", f"{_ENTRY}/objection", *_ON, _see_objection, _object, "异议已经提出。"),
    Act(
        "申请信用修复",
        f"{_ENTRY}/repair",
        *_ON,
        _see_repair,
        _repair,
        "修复申请已经提交。",
        files=1,
        files_help="能证明已经改正的照片或文件。",
    ),
    Act(
        "陈述申辩",
        f"{CREDIT}/effects/<effect_id:uuid>",
        *_ON,
        _see_statement,
        _state,
        "陈述已经提交。",
    ),
    Act(
        "对处理决定提出异议",
        f"{HOME}/sanctions/<sanction_id:uuid>",
        *_ON,
        _see_against,
        _against,
        "异议已经提出。",
    ),
    Act(
        "对摇号提出异议",
        "/draws/<number>/contest",
        "/draws/{number}",
        "摇号",
        _see_contest,
        _contest,
        "异议已经提出。",
        is_for_all=True,
    ),
)
