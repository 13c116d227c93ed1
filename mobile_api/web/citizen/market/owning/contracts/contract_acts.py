"""A contract from the owner's side: confirmed or sent back, its steps, its result, its rating."""

from typing import Any

from mobile_api.agency_supermarket.contracts.schemas import (
    AnswerAsked,
    ConfirmRequest,
    ContractView,
    FaultsRequest,
    SendBackRequest,
)
from mobile_api.agency_supermarket.contracts.states import MilestoneState
from mobile_api.agency_supermarket.errors import ReadAnother
from mobile_api.agency_supermarket.ratings.rules import LEAST, MOST
from mobile_api.agency_supermarket.ratings.schemas import RateRequest, ReplyRequest
from mobile_api.agency_supermarket.showing.owned import service
from mobile_api.agency_supermarket.showing.owned.queries import OwnContract, contract_shown
from mobile_api.shared.callers import Citizen
from mobile_api.shared.text.words import on_date, yuan
from mobile_api.web.citizen.market.acts.acts import Act, ActGiven, Ids
from mobile_api.web.citizen.market.acts.fields import ActField, ActSheet, FieldKind, checked
from mobile_api.web.citizen.market.owning.steps import CONTRACT, HOME

# The hidden field that says what was read when the form was opened.
READ = "read"
_POINTS = {5: "很好", 4: "好", 3: "一般", 2: "差", 1: "很差"}
_SAID = {"true": True, "false": False}
_MOST_FAULTS = 4000


async def shown(caller: Citizen, ids: Ids, wanted: str) -> OwnContract | None:
    """The contract, where that can be done with it now. Raises ContractNotFound."""
    found = await contract_shown(caller, ids["contract_id"])
    return found if wanted in (*found.contract.can, *found.ratings.can) else None


def pairs_of(one: ContractView) -> list[tuple[str, str]]:
    """What a page about a contract says at its top."""
    pairs = [("合同", f"{one.need_title}({one.number})"), ("机构", one.agency_name)]
    if one.price_fen is not None:
        pairs.append(("价款", yuan(one.price_fen)))
    if one.last_day:
        pairs.append(("最晚交付", on_date(one.last_day)))
    return pairs


def answer_fields(yes: str, no: str) -> tuple[ActField, ...]:
    """Yes, or no with a reason, in these words."""
    options = (("true", yes), ("false", no))
    return (
        ActField("agreed", "您的答复", kind=FieldKind.choice, options=options),
        ActField("reason", "原因", "不同意时要写。", FieldKind.text, 300, is_needed=False),
    )


def answered(given: ActGiven) -> AnswerAsked:
    """The answer, to what was read. Raises InvalidInput."""
    content = dict(given.content)
    said = _SAID.get(content.pop("agreed", ""))
    content |= {} if said is None else {"agreed": said}
    number = number_of_read(given)
    return checked(AnswerAsked, content | ({} if number is None else {"number": number}))


def number_of_read(given: ActGiven, name: str = READ) -> int | None:
    """The number of what was read when the form was opened; None where it does not say."""
    number = given.hidden[name]
    return int(number) if number.isdecimal() else None


async def _see_confirming(caller: Citizen, ids: Ids) -> ActSheet | None:
    found = await shown(caller, ids, "confirm")
    if found is None:
        return None
    one = found.contract
    steps = [(f"第{m.place + 1}步", f"{m.words},{on_date(m.on)}前") for m in one.milestones]
    notice = "确认以后合同生效,双方都要照做。请先打开合同文件看过。"
    hidden = {"proposal": str(one.proposal)}
    return ActSheet("确认合同", "确认合同", (), [*pairs_of(one), *steps], notice, hidden=hidden)


async def _confirm(given: ActGiven) -> None:
    proposal = number_of_read(given, "proposal") or 0
    await service.confirm(given.caller, given.ids["contract_id"], ConfirmRequest(proposal=proposal))


async def _see_sending_back(caller: Citizen, ids: Ids) -> ActSheet | None:
    found = await shown(caller, ids, "send_back")
    if found is None:
        return None
    field = ActField("reason", "哪里要改", "机构会看到,改好以后重新提出。", FieldKind.text, 300)
    hidden = {"proposal": str(found.contract.proposal)}
    return ActSheet("退回合同", "退回", (field,), pairs_of(found.contract), hidden=hidden)


async def _send_back(given: ActGiven) -> None:
    read = {"proposal": number_of_read(given, "proposal") or 0}
    body = checked(SendBackRequest, given.content | read)
    await service.send_back(given.caller, given.ids["contract_id"], body)


async def _see_milestone(caller: Citizen, ids: Ids) -> ActSheet | None:
    one, place = (await contract_shown(caller, ids["contract_id"])).contract, ids["place"]
    found = one.milestones[place : place + 1]
    if not found or found[0].state is not MilestoneState.reported:
        return None
    return ActSheet(
        f"第{place + 1}步:{found[0].words}",
        "告诉机构",
        answer_fields("做完了,确认", "没有做好,退回"),
        pairs_of(one),
        "机构说这一步做完了,材料在合同页的“文件”里。",
        hidden={READ: str(found[0].number)},
        wrong="reason",
    )


async def _judge_milestone(given: ActGiven) -> None:
    ids = given.ids
    await service.answer_milestone(given.caller, ids["contract_id"], ids["place"], answered(given))


async def _see_accepting(caller: Citizen, ids: Ids) -> ActSheet | None:
    found = await shown(caller, ids, "accept")
    if found is None:
        return None
    notice = "验收就表示成果符合约定,合同完成,不能再退回。请先打开文件看过。"
    hidden = {READ: str(found.contract.rounds)}
    pairs = pairs_of(found.contract)
    return ActSheet("验收成果", "验收通过", (), pairs, notice, hidden=hidden)


async def _accept(given: ActGiven) -> None:
    await service.accept(given.caller, given.ids["contract_id"], number_of_read(given))


async def _see_returning(caller: Citizen, ids: Ids) -> ActSheet | None:
    found = await shown(caller, ids, "return_result")
    if found is None:
        return None
    help_ = "一行写一个问题,一次写全。机构会看到,改好以后再交。"
    field = ActField("faults", "哪些地方不行", help_, FieldKind.text, _MOST_FAULTS)
    hidden = {READ: str(found.contract.rounds)}
    return ActSheet("退回成果", "退回给机构改", (field,), pairs_of(found.contract), hidden=hidden)


async def _return(given: ActGiven) -> None:
    lines = [line.strip() for line in given.content["faults"].splitlines()]
    body = checked(FaultsRequest, {"faults": [line for line in lines if line]})
    await service.return_result(given.caller, given.ids["contract_id"], body, number_of_read(given))


async def _see_rating(caller: Citizen, ids: Ids) -> ActSheet | None:
    found = await shown(caller, ids, "rate")
    if found is None:
        return None
    scores = [(str(n), f"{n}分 {_POINTS[n]}") for n in range(MOST, LEAST - 1, -1)]
    asked = [
        ActField(one.key, one.name, kind=FieldKind.choice, options=scores)
        for one in found.ratings.dimensions
    ]
    help_ = "别人会看到,请不要写姓名和电话;核对以后才公开。"
    words = ActField("text", "还想说的", help_, FieldKind.text, 500, is_needed=False)
    notice = "只能评一次,不能改。"
    return ActSheet("评价机构", "提交评价", (*asked, words), pairs_of(found.contract), notice)


async def _rate(given: ActGiven) -> None:
    content: dict[str, Any] = dict(given.content)
    body = checked(RateRequest, {"text": content.pop("text", ""), "scores": content})
    await service.rate(given.caller, given.ids["contract_id"], body)


async def _see_reply(caller: Citizen, ids: Ids) -> ActSheet | None:
    found = await shown(caller, ids, "reply")
    if found is None:
        return None
    about = [one.text for one in found.ratings.ratings if one.by != "owner" and one.text]
    pairs = [*pairs_of(found.contract), *(("机构的评价", text) for text in about)]
    field = ActField("text", "您的回复", "只能回复一次。", FieldKind.text, 500)
    return ActSheet("回复机构的评价", "提交回复", (field,), pairs)


async def _reply(given: ActGiven) -> None:
    text = checked(ReplyRequest, given.content).text
    await service.reply(given.caller, given.ids["contract_id"], text)


_PAGE = f"{HOME}/contracts/{{contract_id}}"


def owner_act(summary: str, name: str, see: Any, do: Any, said: str) -> Act:
    """An act at `name` below the page of a contract; it stays where another thing was read."""
    return Act(
        summary,
        f"{CONTRACT}/{name}",
        _PAGE,
        "这份合同",
        see,
        do,
        said,
        stays=(ReadAnother,),
        is_for_all=True,
    )


_RETURNED = "已经退回,机构会按您写的问题修改。"
_ACCEPTED = "已经验收,合同完成。请给这家机构评个分。"
ACTS = (
    owner_act("采购人确认合同", "confirm", _see_confirming, _confirm, "合同已经生效。"),
    owner_act(
        "采购人退回合同",
        "send-back",
        _see_sending_back,
        _send_back,
        "已经退回,机构会收到您写的原因。",
    ),
    owner_act(
        "确认或退回一步",
        "milestones/<place:int>",
        _see_milestone,
        _judge_milestone,
        "已经告诉机构。",
    ),
    owner_act("验收成果", "accept", _see_accepting, _accept, _ACCEPTED),
    owner_act("退回成果", "return", _see_returning, _return, _RETURNED),
    owner_act("评价机构", "rate", _see_rating, _rate, "谢谢,评价已经提交。"),
    owner_act("回复机构的评价", "rating-reply", _see_reply, _reply, "回复已经提交。"),
)
