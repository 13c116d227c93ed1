"""Changes of a contract from the agency's side: another last day, or an end before the result."""

from collections.abc import Mapping
from typing import Any

from mobile_api.agency_supermarket.contracts.schemas import (
    AnswerAsked,
    ContractReason,
    ExtensionRequest,
)
from mobile_api.agency_supermarket.errors import ReadAnother
from mobile_api.agency_supermarket.showing.bidding import service
from mobile_api.shared.callers import Citizen
from mobile_api.shared.text.words import on_date
from mobile_api.web.citizen.market.acts.acts import Act, ActGiven, Ids
from mobile_api.web.citizen.market.acts.fields import ActField, ActSheet, FieldKind, checked
from mobile_api.web.citizen.market.bidding.contract_acts import ON, ONE, REASON, pairs_of, shown

_ANSWER = (
    ActField(
        "agreed", "同意吗?", kind=FieldKind.choice, options=(("yes", "同意"), ("no", "不同意"))
    ),
    ActField("reason", "理由", "不同意的,请写明理由。", FieldKind.text, 300, is_needed=False),
)


async def _see_extension(caller: Citizen, ids: Ids) -> ActSheet | None:
    found = await shown(caller, ids, "ask_extension")
    if found is None:
        return None
    day = ActField("last_day", "延到哪天", "例如 2026-01-31。", FieldKind.day, 20)
    notice = "采购人同意后才算数;没有答复以前,还是原来的交付日。"
    return ActSheet("申请延期", "提交申请", (day, REASON), pairs_of(found.contract), notice)


async def _extend(given: ActGiven) -> None:
    body = checked(ExtensionRequest, given.content)
    await service.changing.ask_extension(given.caller, given.ids["contract_id"], body)


async def _see_no_extension(caller: Citizen, ids: Ids) -> ActSheet | None:
    found = await shown(caller, ids, "withdraw_extension")
    if found is None or found.contract.extension is None:
        return None
    asked = found.contract.extension
    pairs = [*pairs_of(found.contract), ("申请延到", on_date(asked.last_day))]
    return ActSheet("撤回延期申请?", "确定撤回", pairs=pairs, notice="约定的交付日不变。")


async def _no_extension(given: ActGiven) -> None:
    await service.changing.take_back_extension(given.caller, given.ids["contract_id"])


async def _see_ending(caller: Citizen, ids: Ids) -> ActSheet | None:
    found = await shown(caller, ids, "ask_ending")
    if found is None:
        return None
    notice = "采购人同意后合同终止,不能恢复;不同意的,合同继续。"
    pairs = pairs_of(found.contract)
    return ActSheet("申请终止合同", "提交申请", (REASON,), pairs, notice, is_grave=True)


async def _end(given: ActGiven) -> None:
    reason = checked(ContractReason, given.content).reason
    await service.changing.ask_ending(given.caller, given.ids["contract_id"], reason)


async def _see_no_ending(caller: Citizen, ids: Ids) -> ActSheet | None:
    found = await shown(caller, ids, "withdraw_ending")
    if found is None:
        return None
    pairs = pairs_of(found.contract)
    return ActSheet("撤回终止申请?", "确定撤回", pairs=pairs, notice="撤回后合同继续。")


async def _no_ending(given: ActGiven) -> None:
    await service.changing.take_back_ending(given.caller, given.ids["contract_id"])


async def _see_answer(caller: Citizen, ids: Ids) -> ActSheet | None:
    found = await shown(caller, ids, "answer_ending")
    if found is None or found.contract.ending is None:
        return None
    pairs = [*pairs_of(found.contract), ("采购人申请终止的理由", found.contract.ending.reason)]
    notice = "同意后合同终止,不能恢复;不同意的,合同继续。"
    hidden = {"number": str(found.contract.ending.number)}
    return ActSheet(
        "答复终止申请", "提交答复", _ANSWER, pairs, notice, hidden=hidden, wrong="reason"
    )


def _answered(content: Mapping[str, Any]) -> dict[str, Any]:
    said = {"yes": True, "no": False}.get(content.get("agreed", ""))
    return {name: value for name, value in content.items() if name != "agreed"} | (
        {} if said is None else {"agreed": said}
    )


async def _answer(given: ActGiven) -> None:
    number = given.hidden["number"]
    read = {"number": int(number)} if number.isdecimal() else {}
    body = checked(AnswerAsked, _answered(given.content) | read)
    await service.changing.answer_ending(given.caller, given.ids["contract_id"], body)


ACTS = (
    Act("申请延期", f"{ONE}/extension", *ON, _see_extension, _extend, "已经申请,等采购人答复。"),
    Act(
        "撤回延期申请",
        f"{ONE}/extension/withdraw",
        *ON,
        _see_no_extension,
        _no_extension,
        "延期申请已经撤回。",
    ),
    Act("申请终止合同", f"{ONE}/ending", *ON, _see_ending, _end, "已经申请,等采购人答复。"),
    Act(
        "撤回终止申请",
        f"{ONE}/ending/withdraw",
        *ON,
        _see_no_ending,
        _no_ending,
        "终止申请已经撤回,合同继续。",
    ),
    Act(
        "答复终止申请",
        f"{ONE}/ending/answer",
        *ON,
        _see_answer,
        _answer,
        "答复已经送达采购人。",
        stays=(ReadAnother,),
    ),
)
