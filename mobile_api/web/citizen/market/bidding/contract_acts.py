"""A contract from the agency's side: proposed, confirmed, served, delivered, changed, rated."""

from typing import Any

from mobile_api.agency_supermarket.contracts.schemas import (
    MOST_FILES,
    ConfirmRequest,
    ContractView,
    FilesRequest,
    ProposalRequest,
    SendBackRequest,
)
from mobile_api.agency_supermarket.contracts.states import MilestoneState
from mobile_api.agency_supermarket.ratings.schemas import RateRequest, ReplyRequest
from mobile_api.agency_supermarket.showing.bidding import queries, service
from mobile_api.agency_supermarket.showing.bidding.queries import ContractShown
from mobile_api.shared.callers import Citizen
from mobile_api.shared.text.words import on_date, yuan
from mobile_api.web.citizen.market.acts.acts import Act, ActGiven, Ids
from mobile_api.web.citizen.market.acts.fields import (
    ActField,
    ActSheet,
    FieldKind,
    checked,
    yuan_typed,
)
from mobile_api.web.citizen.market.acts.senders import HOME

CONTRACTS = f"{HOME}/contracts"
ONE = f"{CONTRACTS}/<contract_id:uuid>"
_PAGE = f"{CONTRACTS}/{{contract_id}}"
REASON = ActField("reason", "理由", "对方会看到。", FieldKind.text, 300)
_POINTS = [(str(n), f"{n}分") for n in range(5, 0, -1)]


async def shown(caller: Citizen, ids: Ids, wanted: str) -> ContractShown | None:
    """The contract, where that can be done with it now. Raises ContractNotFound."""
    found = await queries.contract_shown(caller, ids["contract_id"])
    return found if wanted in (*found.contract.can, *found.ratings.can) else None


def pairs_of(one: ContractView) -> list[tuple[str, str]]:
    """What a page about a contract says at its top."""
    pairs = [("合同", f"{one.need_title}({one.number})"), ("采购人", one.owner_name)]
    if one.price_fen is not None:
        pairs.append(("价款", yuan(one.price_fen)))
    if one.last_day:
        pairs.append(("约定的交付日", on_date(one.last_day)))
    return pairs


async def _see_proposal(caller: Citizen, ids: Ids) -> ActSheet | None:
    found = await shown(caller, ids, "propose")
    if found is None:
        return None
    one = found.contract
    return ActSheet(
        "提出合同",
        "提出合同",
        (
            ActField("price", "价款(元)", "须与中选价一致。", FieldKind.money, 20),
            ActField("last_day", "哪天以前交付", "例如 2026-01-31。", FieldKind.day, 20),
        ),
        pairs=pairs_of(one),
        notice="对方确认后合同生效;对方也可以写明理由退回。",
        values={"price": yuan_typed(one.price_fen), "last_day": str(one.last_day or "")},
    )


async def _propose(given: ActGiven) -> None:
    body = checked(ProposalRequest, given.content | {"files": list(given.files)})
    await service.agreeing.propose(given.caller, given.ids["contract_id"], body)


def _read(given: ActGiven) -> dict[str, Any]:
    """Which proposal was looked at."""
    number = given.hidden["proposal"]
    return {"proposal": int(number)} if number.isdecimal() else {}


async def _see_confirming(caller: Citizen, ids: Ids) -> ActSheet | None:
    found = await shown(caller, ids, "confirm")
    if found is None:
        return None
    one = found.contract
    nodes = [(f"节点{m.place + 1}", f"{m.words},{on_date(m.on)}前") for m in one.milestones]
    return ActSheet(
        "确认合同",
        "确认,合同生效",
        pairs=[*pairs_of(one), *nodes],
        notice="确认后合同立即生效,要按约定交付,逾期会记入信用。请先打开合同文件看过。",
        hidden={"proposal": str(one.proposal)},
    )


async def _confirm(given: ActGiven) -> None:
    body = checked(ConfirmRequest, _read(given))
    await service.agreeing.confirm(given.caller, given.ids["contract_id"], body)


async def _see_sending_back(caller: Citizen, ids: Ids) -> ActSheet | None:
    found = await shown(caller, ids, "send_back")
    if found is None:
        return None
    hidden = {"proposal": str(found.contract.proposal)}
    return ActSheet("退回合同", "退回合同", (REASON,), pairs_of(found.contract), hidden=hidden)


async def _send_back(given: ActGiven) -> None:
    body = checked(SendBackRequest, given.content | _read(given))
    await service.agreeing.send_back(given.caller, given.ids["contract_id"], body)


async def _see_delivery(caller: Citizen, ids: Ids) -> ActSheet | None:
    found = await shown(caller, ids, "deliver")
    if found is None:
        return None
    faults = found.contract.faults
    asked = [(f"要改的第{n}处", words) for n, words in enumerate(faults, 1)]
    notice = "交付后由采购人验收。采购人不满意的,会一次列明全部问题退回。"
    return ActSheet("交付成果", "交付", pairs=[*pairs_of(found.contract), *asked], notice=notice)


async def _deliver(given: ActGiven) -> None:
    body = checked(FilesRequest, {"files": list(given.files)})
    await service.serving.deliver(given.caller, given.ids["contract_id"], body)


async def _see_milestone(caller: Citizen, ids: Ids) -> ActSheet | None:
    found = await shown(caller, ids, "report_milestone")
    nodes = found.contract.milestones if found else []
    node = next((one for one in nodes if one.place + 1 == ids["place"]), None)
    if found is None or node is None or node.state is not MilestoneState.planned:
        return None
    pairs = [*pairs_of(found.contract), ("节点", node.words), ("约定日期", on_date(node.on))]
    if node.reason:
        pairs.append(("上次退回的理由", node.reason))
    return ActSheet(f"报告节点{ids['place']}已经完成", "报告完成", pairs=pairs)


async def _report(given: ActGiven) -> None:
    body = checked(FilesRequest, {"files": list(given.files)})
    place = given.ids["place"] - 1
    await service.serving.report_milestone(given.caller, given.ids["contract_id"], place, body)


async def _see_reply(caller: Citizen, ids: Ids) -> ActSheet | None:
    found = await shown(caller, ids, "reply")
    if found is None:
        return None
    about = [one.text for one in found.ratings.ratings if one.by == "owner" and one.text]
    pairs = [*pairs_of(found.contract), *(("采购人的评价", text) for text in about)]
    field = ActField("text", "回复", "审核后公开,只能回复一次。", FieldKind.text, 500)
    return ActSheet("回复评价", "提交回复", (field,), pairs)


async def _reply(given: ActGiven) -> None:
    text = checked(ReplyRequest, given.content).text
    await service.rating.reply(given.caller, given.ids["contract_id"], text)


async def _see_rating(caller: Citizen, ids: Ids) -> ActSheet | None:
    found = await shown(caller, ids, "rate")
    if found is None:
        return None
    asked = [
        ActField(one.key, one.name, kind=FieldKind.choice, options=_POINTS)
        for one in found.ratings.dimensions
    ]
    words = ActField("text", "想说的话", "审核后双方看得到。", FieldKind.text, 500, is_needed=False)
    return ActSheet("评价采购人", "提交评价", (*asked, words), pairs_of(found.contract))


async def _rate(given: ActGiven) -> None:
    content = dict(given.content)
    text = content.pop("text", "")
    body = checked(RateRequest, {"scores": content, "text": text})
    await service.rating.rate(given.caller, given.ids["contract_id"], body)


ON = (_PAGE, "这份合同")
ACTS = (
    Act(
        "提出合同",
        f"{ONE}/propose",
        *ON,
        _see_proposal,
        _propose,
        "合同已经提出,等对方确认。",
        files=MOST_FILES,
        files_help="双方要签的合同文本。",
    ),
    Act(
        "确认合同",
        f"{ONE}/confirm",
        *ON,
        _see_confirming,
        _confirm,
        "合同已经生效。",
    ),
    Act("退回合同", f"{ONE}/send-back", *ON, _see_sending_back, _send_back, "合同已经退回。"),
    Act(
        "交付成果",
        f"{ONE}/deliver",
        *ON,
        _see_delivery,
        _deliver,
        "成果已经交付,等采购人验收。",
        files=MOST_FILES,
        files_help="报告等成果文件。",
    ),
    Act(
        "报告节点完成",
        f"{ONE}/milestones/<place:int>",
        *ON,
        _see_milestone,
        _report,
        "已经报告,等采购人确认。",
        files=MOST_FILES,
        files_help="能说明这个节点已经完成的照片或文件。",
    ),
    Act("回复评价", f"{ONE}/rating-reply", *ON, _see_reply, _reply, "回复已经提交,审核后公开。"),
    Act("评价采购人", f"{ONE}/rating", *ON, _see_rating, _rate, "评价已经提交。"),
)
