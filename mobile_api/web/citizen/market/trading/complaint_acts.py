"""投诉 about bidding, by whoever is signed in and in their own name: made, and taken back."""

from functools import partial

from mobile_api.agency_supermarket.showing.trading import queries, service
from mobile_api.agency_supermarket.trading.complaints.schemas import ComplaintRequest
from mobile_api.shared.callers import Citizen
from mobile_api.shared.text.words import at_time
from mobile_api.web.citizen.market.acts.acts import Act, ActGiven, Ids
from mobile_api.web.citizen.market.acts.fields import ActField, ActSheet, FieldKind, checked

COMPLAINTS = "/me/complaints"
ONE = f"{COMPLAINTS}/<complaint_id:uuid>"
_MOST_FILES = 10
_NOTICE = (
    "以您本人的名义提出,只有办理投诉的人看得到内容,统计里不写是谁。对同一个项目,一次办一件;"
    "有了处理结果会给您发消息。"
)
_WITHDRAWN = "撤回以后这件投诉不再办理。期限以内还可以重新提出。"


async def _see_complaint(_caller: Citizen, ids: Ids) -> ActSheet:
    about = await queries.notice_line(ids["notice_id"])
    pairs = [("公告", about.title), ("种类", f"{about.class_name},{about.kind_name}")]
    if about.published_at:
        pairs.append(("发布时间", at_time(about.published_at)))
    help_ = "写清事实、理由和您的要求,10到2000字。"
    field = ActField("text", "哪里不对,要求怎样处理", help_, FieldKind.text, 2000)
    return ActSheet("对招标投标提出投诉", "提交投诉", (field,), pairs, _NOTICE)


async def _complain(given: ActGiven) -> None:
    about = {"notice_id": given.ids["notice_id"], "file_ids": list(given.files)}
    await service.complain(given.caller, checked(ComplaintRequest, given.content | about))


async def _see_withdrawal(caller: Citizen, ids: Ids) -> ActSheet | None:
    own = await queries.own_complaint(caller, ids["complaint_id"])
    if "withdraw" not in own.can:
        return None
    pairs = [("项目", own.project_title), ("投诉编号", own.number), ("现在", own.status_name)]
    return ActSheet("撤回这件投诉", "确认撤回", (), pairs, _WITHDRAWN, is_grave=True)


async def _withdraw(given: ActGiven) -> None:
    await service.withdraw(given.caller, given.ids["complaint_id"])


_act = partial(Act, is_for_all=True)
ACTS = (
    _act(
        "提出招标投标投诉",
        f"{COMPLAINTS}/about/<notice_id:uuid>",
        COMPLAINTS,
        "我的招标投标投诉",
        _see_complaint,
        _complain,
        "投诉已经提交。",
        files=_MOST_FILES,
        files_help="有证据的,拍照或上传文件;没有可以不传。",
    ),
    _act(
        "撤回招标投标投诉",
        f"{ONE}/withdraw",
        f"{COMPLAINTS}/{{complaint_id}}",
        "这件投诉",
        _see_withdrawal,
        _withdraw,
        "投诉已经撤回。",
    ),
)
