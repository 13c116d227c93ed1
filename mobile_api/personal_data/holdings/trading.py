"""Trading and its experts: who sits on panels and who complains about bidding."""

from collections.abc import Mapping

from tortoise.models import Model

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
from mobile_api.agency_supermarket.experts.service import join_entries
from mobile_api.agency_supermarket.experts.states import EXPERT_STATUS_NAMES
from mobile_api.agency_supermarket.openings.models import ScoreSheet
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
from mobile_api.personal_data.holding import Holding, Kept, Named, Under

_EXPERT_KEPT = Kept(
    "评标专家名册由市场管理部门依法管理,抽取记录须可核对,注销账户不影响登记;"
    "需要退出专家库的,请联系市场管理部门。"
)
_COMPLAINT_KEPT = Kept(
    "招标投标投诉及其处理决定依法归档备查;内容加密保存,不公开投诉人,也不告知招标人。"
)
# Table -> why nothing can be found of a person there.
TRADING_IMPERSONAL: Mapping[type[Model], str] = {
    ExpertPanel: "panels of projects; whoever sits there stands with the candidates",
    PanelDraw: "draws of panels, by their numbers",
    PanelEvent: "the public history of a panel: digests, and nobody's name",
    ExpertSequence: "numbers given out",
    TradingProject: "public projects of public bodies",
    TradingEvent: "the public history of a project; staff stand there as keys",
    TradingNotice: "public notices; winners are named as the law publishes them",
    TradingSequence: "numbers given out",
}

TRADING = (
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
        joins=join_entries,
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
        ScoreSheet,
        Under(PanelCandidate, "seat_id"),
        "提交的评分",
        {"need_id": "需求标识", "scored_at": "提交时间"},
        _EXPERT_KEPT,
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
