"""Cases. What was submitted is kept as the law of archives asks; a draft is the person's own."""

from uuid import UUID

from tortoise.queryset import QuerySet

from mobile_api.cases.models import (
    Case,
    CaseEvent,
    ClockSegment,
    CorrectionNotice,
    SubmittedMaterial,
)
from mobile_api.cases.post.models import PostalTask
from mobile_api.cases.status.service import STATUS_NAMES
from mobile_api.personal_data.holding import Holding, Named, Under, goes_with_its_parent
from wechat.content.models import ContentCheck

KEPT_CASES = (
    "已提交的办件(含提交时填写的申请人信息、表单和材料)属于政务服务电子档案,依照档案法和"
    "GB/T 42727-2023《政务服务事项电子文件归档规范》保存到规定期限,不随账户注销删除,"
    "也不再用于其他用途。"
)
# A parent is erased after its children, so these go with the case itself.
_CHILDREN = (PostalTask, SubmittedMaterial, CorrectionNotice, ClockSegment, CaseEvent)


def own_cases(person_id: UUID) -> QuerySet[Case]:
    """The cases that are a person's own; those of an enterprise are not."""
    return Case.filter(applicant_id=person_id, enterprise_id=None)


async def lock_cases(*people: UUID) -> None:
    """Cases before people, each in one order, as everybody does who holds both."""
    await Case.filter(applicant_id__in=people).order_by("id").select_for_update()


async def erase_drafts(person_id: UUID) -> None:
    """Delete what never reached an office: cases without a number, and all that hangs on them.

    A draft of an enterprise stays; its other clerks go on with it.
    """
    drafts = own_cases(person_id).filter(number=None)
    ids = list(await drafts.values_list("id", flat=True))
    for model in _CHILDREN:
        await model.filter(case_id__in=ids).delete()
    await drafts.delete()


CASES = (
    Holding(
        Case,
        Named(("applicant_id",), own={"enterprise_id": None}),
        "办件",
        {
            "id": "办件标识",
            "number": "办件编号",
            "item_name": "事项",
            "status": "状态",
            "situation": "情形选择",
            "form": "填写的表单",
            "delivery": "领取方式",
            "applicant_details": "提交时的申请人信息",
            "created_at": "新建时间",
            "submitted_at": "提交时间",
            "accepted_at": "受理时间",
            "decided_at": "决定时间",
            "completed_at": "办结时间",
            "delivered_at": "送达时间",
            "outcome": "办理结果",
        },
        erase_drafts,
        words={"status": {status.value: name for status, name in STATUS_NAMES.items()}},
    ),
    Holding(
        CaseEvent,
        Under(Case, "case_id"),
        "办件经过",
        {"case_id": "办件标识", "sequence": "序号", "at": "时间", "public_text": "内容"},
        goes_with_its_parent,
    ),
    Holding(
        SubmittedMaterial,
        Under(Case, "case_id"),
        "提交的材料",
        {
            "case_id": "办件标识",
            "requirement_key": "材料",
            "page": "页",
            "file_id": "文件标识",
            "created_at": "提交时间",
        },
        goes_with_its_parent,
    ),
    Holding(
        CorrectionNotice,
        Under(Case, "case_id"),
        "补正通知",
        {
            "case_id": "办件标识",
            "round": "第几次",
            "faults": "需要补正的内容",
            "issued_at": "通知时间",
            "answered_at": "补正时间",
        },
        goes_with_its_parent,
    ),
    Holding(
        ClockSegment,
        Under(Case, "case_id"),
        "办理时限",
        {
            "case_id": "办件标识",
            "kind": "种类",
            "started_on": "开始日期",
            "ended_on": "结束日期",
            "told_on": "告知的期限",
        },
        goes_with_its_parent,
    ),
    Holding(
        ContentCheck,
        Under(Case, "subject", prefix="case:"),
        "内容安全检查",
        {"subject": "对象", "part": "位置", "state": "结果", "requested_at": "检查时间"},
        goes_with_its_parent,
    ),
    Holding(
        PostalTask,
        Under(Case, "case_id"),
        "寄递待办",
        {
            "case_id": "办件标识",
            "kind": "种类",
            "state": "状态",
            "opened_at": "产生时间",
            "closed_at": "处理时间",
        },
        goes_with_its_parent,
        words={
            "kind": {"readdress": "确认新的收件地址", "reissue": "补办"},
            "state": {"open": "待处理", "held": "窗口代存", "done": "已处理", "void": "已失效"},
        },
    ),
)
