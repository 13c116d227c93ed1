"""Changes of a contract from the owner's side: a later day that is asked for, and an end."""

from mobile_api.agency_supermarket.contracts.schemas import ContractReason
from mobile_api.agency_supermarket.showing.owned import service
from mobile_api.shared.callers import Citizen
from mobile_api.shared.text.words import on_date
from mobile_api.web.citizen.market.acts.acts import ActGiven, Ids
from mobile_api.web.citizen.market.acts.fields import ActField, ActSheet, FieldKind, checked
from mobile_api.web.citizen.market.owning.contracts.contract_acts import (
    READ,
    answer_fields,
    answered,
    owner_act,
    pairs_of,
    shown,
)

_ANSWERED = "您的答复已经告诉机构。"


async def _see_extension(caller: Citizen, ids: Ids) -> ActSheet | None:
    found = await shown(caller, ids, "answer_extension")
    if found is None or found.contract.extension is None:
        return None
    asked = found.contract.extension
    return ActSheet(
        "机构请求延期",
        "答复机构",
        answer_fields("同意延期", "不同意"),
        [
            *pairs_of(found.contract),
            ("请求推迟到", on_date(asked.last_day)),
            ("机构写的原因", asked.reason),
        ],
        hidden={READ: str(asked.number)},
        wrong="reason",
    )


async def _judge_extension(given: ActGiven) -> None:
    await service.answer_extension(given.caller, given.ids["contract_id"], answered(given))


async def _see_ending(caller: Citizen, ids: Ids) -> ActSheet | None:
    found = await shown(caller, ids, "ask_ending")
    if found is None:
        return None
    field = ActField("reason", "为什么要终止", "机构会看到。", FieldKind.text, 300)
    notice = "机构同意以后合同就终止,不能恢复。机构不同意的,合同继续。"
    pairs = pairs_of(found.contract)
    return ActSheet("请求终止合同", "请求终止", (field,), pairs, notice, is_grave=True)


async def _end(given: ActGiven) -> None:
    reason = checked(ContractReason, given.content).reason
    await service.ask_ending(given.caller, given.ids["contract_id"], reason)


async def _see_answer(caller: Citizen, ids: Ids) -> ActSheet | None:
    found = await shown(caller, ids, "answer_ending")
    if found is None or found.contract.ending is None:
        return None
    return ActSheet(
        "机构请求终止合同",
        "答复机构",
        answer_fields("同意终止", "不同意,合同继续"),
        [*pairs_of(found.contract), ("机构写的原因", found.contract.ending.reason)],
        "同意以后合同就终止,不能恢复。",
        hidden={READ: str(found.contract.ending.number)},
        wrong="reason",
    )


async def _answer(given: ActGiven) -> None:
    await service.answer_ending(given.caller, given.ids["contract_id"], answered(given))


async def _see_taking_back(caller: Citizen, ids: Ids) -> ActSheet | None:
    found = await shown(caller, ids, "withdraw_ending")
    if found is None:
        return None
    pairs = pairs_of(found.contract)
    return ActSheet("撤回终止请求", "撤回终止请求", (), pairs, "撤回以后合同继续。")


async def _take_back(given: ActGiven) -> None:
    await service.take_back_ending(given.caller, given.ids["contract_id"])


ACTS = (
    owner_act("答复延期请求", "extension", _see_extension, _judge_extension, _ANSWERED),
    owner_act("请求终止合同", "ending", _see_ending, _end, "已经告诉机构,等它答复。"),
    owner_act("答复机构的终止请求", "ending/answer", _see_answer, _answer, _ANSWERED),
    owner_act(
        "撤回终止请求", "ending/withdraw", _see_taking_back, _take_back, "已经撤回,合同继续。"
    ),
)
