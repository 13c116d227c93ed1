"""The market: agencies and bids are the business of enterprises; a person may own a need."""

from collections.abc import Mapping
from uuid import UUID

from tortoise.models import Model

from mobile_api.agency_supermarket.affiliations.models import Control, Relative
from mobile_api.agency_supermarket.agencies.models import (
    Agency,
    AgencyEvent,
    AgencyService,
    Qualification,
    Sanction,
)
from mobile_api.agency_supermarket.agencies.offices.models import Office
from mobile_api.agency_supermarket.agencies.practitioners.models import Practitioner
from mobile_api.agency_supermarket.bids.models import Bid, BidLogEntry
from mobile_api.agency_supermarket.changes.models import NeedChange
from mobile_api.agency_supermarket.credit.models import (
    CreditEffect,
    CreditEntry,
    CreditRepair,
    CreditYear,
    CreditYearRun,
)
from mobile_api.agency_supermarket.disputes.models import Dispute
from mobile_api.agency_supermarket.disputes.states import ABOUT_NAMES
from mobile_api.agency_supermarket.disputes.states import STATUS_NAMES as DISPUTE_STATUS_NAMES
from mobile_api.agency_supermarket.experts.models import (
    Expert,
    ExpertEvent,
    ExpertSequence,
    ExpertSpecialty,
)
from mobile_api.agency_supermarket.experts.panels.models import (
    ExpertPanel,
    PanelCandidate,
    PanelDraw,
    PanelEvent,
)
from mobile_api.agency_supermarket.experts.panels.states import CANDIDATE_STATE_NAMES
from mobile_api.agency_supermarket.experts.states import EXPERT_STATUS_NAMES
from mobile_api.agency_supermarket.needs.files.models import NeedFile
from mobile_api.agency_supermarket.needs.models import (
    Need,
    NeedDraw,
    NeedEvent,
    NeedQuestion,
    NeedSequence,
)
from mobile_api.agency_supermarket.needs.states import NEED_STATUS_NAMES
from mobile_api.agency_supermarket.openings.models import Award, OpenedCredit, VoidAward
from mobile_api.agency_supermarket.trading.complaints.models import (
    BiddingComplaint,
    ComplaintEvent,
    ComplaintFile,
)
from mobile_api.agency_supermarket.trading.complaints.states import (
    COMPLAINT_OUTCOME_NAMES,
    COMPLAINT_STATUS_NAMES,
)
from mobile_api.agency_supermarket.trading.models import (
    TradingEvent,
    TradingNotice,
    TradingProject,
    TradingSequence,
)
from mobile_api.personal_data.holding import Holding, Kept, Named, Under, goes_with_its_parent

_EXPERT_KEPT = Kept(
    "评标专家名册由市场管理部门依法管理,抽取记录须可核对,注销账户不影响登记;"
    "需要退出专家库的,请联系市场管理部门。"
)
_COMPLAINT_KEPT = Kept(
    "招标投标投诉及其处理决定依法归档备查;内容加密保存,不公开投诉人,也不告知招标人。"
)
# Table -> why nothing can be found of a person there.
MARKET_IMPERSONAL: Mapping[type[Model], str] = {
    Agency: "the business of an enterprise, not of a person",
    AgencyService: "what an enterprise offers, and for how much",
    Qualification: "certificates of an enterprise",
    Sanction: "what was ordered against an enterprise",
    Office: "where an enterprise receives people",
    Practitioner: "professionals whom an enterprise names with their consent, as their public "
    "register does; none of them has an account by which they could be found",
    Control: "enterprises that stand behind an enterprise",
    NeedChange: "public changes of needs",
    NeedFile: "which files are public with a need",
    AgencyEvent: "the public history of an enterprise; whoever acted stands there as a key",
    CreditEntry: "points of an enterprise, public with their reasons",
    CreditRepair: "what an enterprise did about an entry",
    CreditEffect: "what too few points of an enterprise led to",
    CreditYear: "yearly scores of enterprises",
    CreditYearRun: "the years whose scores are written",
    Award: "which enterprise won",
    VoidAward: "which enterprise had won, until a complaint undid it",
    OpenedCredit: "points of enterprises at an opening",
    BidLogEntry: "sealed bids of enterprises; whoever handed them in stands with the bid",
    NeedDraw: "draws of needs, by their numbers",
    NeedQuestion: "public questions of agencies",
    NeedSequence: "numbers given out",
    ExpertPanel: "panels of projects; whoever sits there stands with the candidates",
    PanelDraw: "draws of panels, by their numbers",
    PanelEvent: "the public history of a panel: digests, and nobody's name",
    ExpertSequence: "numbers given out",
    TradingProject: "public projects of public bodies",
    TradingEvent: "the public history of a project; staff stand there as keys",
    TradingNotice: "public notices; winners are named as the law publishes them",
    TradingSequence: "numbers given out",
}


async def erase_need_drafts(person_id: UUID) -> None:
    """Delete what was never published; what was is public and kept."""
    drafts = Need.filter(owner_id=person_id, enterprise_id=None, number=None)
    ids = list(await drafts.values_list("id", flat=True))
    await NeedEvent.filter(need_id__in=ids).delete()
    await NeedFile.filter(need_id__in=ids).delete()
    await drafts.delete()


async def erase_relatives(person_id: UUID) -> None:
    """Whose relative somebody is was for the screening alone, and goes with the account."""
    await Relative.filter(need__owner_id=person_id, need__enterprise_id=None).delete()


MARKET = (
    Holding(
        Need,
        Named(("owner_id",), own={"enterprise_id": None}),
        "发布的采购需求",
        {
            "id": "需求标识",
            "number": "需求编号",
            "title": "名称",
            "description": "说明",
            "status": "状态",
            "bids_close_at": "报价截止时间",
            "published_at": "发布时间",
            "opened_at": "开启报价时间",
        },
        erase_need_drafts,
        words={"status": {status.value: name for status, name in NEED_STATUS_NAMES.items()}},
    ),
    Holding(
        NeedEvent,
        Under(Need, "need_id"),
        "采购需求经过",
        {"need_id": "需求标识", "sequence": "序号", "at": "时间", "public_text": "内容"},
        goes_with_its_parent,
    ),
    Holding(
        Dispute,
        Under(Need, "need_id"),
        "对采购需求的异议和投诉",
        {
            "need_id": "需求标识",
            "about": "针对什么",
            "status": "状态",
            "made_at": "提出时间",
            "answer": "您的答复",
            "decision": "处理决定",
        },
        goes_with_its_parent,
        words={
            "about": {about.value: name for about, name in ABOUT_NAMES.items()},
            "status": {status.value: name for status, name in DISPUTE_STATUS_NAMES.items()},
        },
    ),
    Holding(
        Relative,
        Under(Need, "need_id"),
        "为采购需求声明的近亲属",
        {
            "need_id": "需求标识",
            "name": "姓名",
            "social_credit_code": "任职机构的统一社会信用代码",
            "declared_at": "声明时间",
        },
        erase_relatives,
    ),
    Holding(
        Bid,
        Named(("submitted_by",)),
        "经手的报价",
        {"id": "报价标识", "need_id": "需求标识", "is_withdrawn": "是否撤回"},
        Kept("报价属于您代表的企业,并且是公开选取记录的一部分;其中不含您的姓名、证件号和电话。"),
    ),
    Holding(
        Expert,
        Named(("person_id",)),
        "评标专家登记",
        {
            "number": "专家编号",
            "name": "姓名",
            "phone": "手机号",
            "employer_name": "工作单位",
            "status": "状态",
            "status_reason": "状态原因",
            "registered_at": "登记时间",
            "avoided": "申报的回避单位",
        },
        _EXPERT_KEPT,
        words={"status": {status.value: name for status, name in EXPERT_STATUS_NAMES.items()}},
    ),
    Holding(
        ExpertSpecialty,
        Under(Expert, "expert_id"),
        "评标专家的专业",
        {"specialty": "专业类别"},
        _EXPERT_KEPT,
    ),
    Holding(
        ExpertEvent,
        Under(Expert, "expert_id"),
        "评标专家登记经过",
        {"sequence": "序号", "at": "时间", "public_text": "内容"},
        _EXPERT_KEPT,
    ),
    Holding(
        PanelCandidate,
        Under(Expert, "expert_id"),
        "参加抽取的记录",
        {"panel_id": "抽取标识", "state": "结果", "reason": "更换原因"},
        _EXPERT_KEPT,
        words={"state": {state.value: name for state, name in CANDIDATE_STATE_NAMES.items()}},
    ),
    Holding(
        BiddingComplaint,
        Named(("person_id",)),
        "招标投标投诉",
        {
            "id": "投诉标识",
            "number": "投诉编号",
            "project_id": "项目标识",
            "text": "投诉内容",
            "status": "状态",
            "received_at": "收到时间",
            "outcome": "处理决定",
            "reply": "答复",
        },
        _COMPLAINT_KEPT,
        words={
            "status": {status.value: name for status, name in COMPLAINT_STATUS_NAMES.items()},
            "outcome": {one.value: name for one, name in COMPLAINT_OUTCOME_NAMES.items()},
        },
    ),
    Holding(
        ComplaintFile,
        Under(BiddingComplaint, "complaint_id"),
        "投诉附件",
        {"complaint_id": "投诉标识", "file_id": "文件标识"},
        _COMPLAINT_KEPT,
    ),
    Holding(
        ComplaintEvent,
        Under(BiddingComplaint, "complaint_id"),
        "投诉处理经过",
        {"complaint_id": "投诉标识", "sequence": "序号", "at": "时间", "public_text": "内容"},
        _COMPLAINT_KEPT,
    ),
)
