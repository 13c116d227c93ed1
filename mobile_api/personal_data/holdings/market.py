"""The market: agencies and bids are the business of enterprises; a person may own a need."""

from collections.abc import Mapping
from uuid import UUID

from tortoise.models import Model

from mobile_api.agency_supermarket.affiliations.models import Control, EndedControl, Relative
from mobile_api.agency_supermarket.agencies.models import (
    Agency,
    AgencyEvent,
    AgencyService,
    Qualification,
    Sanction,
)
from mobile_api.agency_supermarket.agencies.offices.models import Office
from mobile_api.agency_supermarket.agencies.practitioners.models import Practitioner
from mobile_api.agency_supermarket.agencies.records.models import AgencyRecord
from mobile_api.agency_supermarket.bids.models import Bid, BidLogEntry
from mobile_api.agency_supermarket.changes.models import NeedChange
from mobile_api.agency_supermarket.contracts.models import Contract, ContractEvent, ContractFile
from mobile_api.agency_supermarket.contracts.states import CONTRACT_STATUS_NAMES, SIDE_NAMES
from mobile_api.agency_supermarket.credit.models import (
    CreditDay,
    CreditEffect,
    CreditEntry,
    CreditRepair,
    CreditYear,
    CreditYearRun,
)
from mobile_api.agency_supermarket.disputes.models import Dispute
from mobile_api.agency_supermarket.disputes.states import ABOUT_NAMES
from mobile_api.agency_supermarket.disputes.states import STATUS_NAMES as DISPUTE_STATUS_NAMES
from mobile_api.agency_supermarket.figures.models import FiguresRun, MarketFigures
from mobile_api.agency_supermarket.needs.files.models import NeedFile
from mobile_api.agency_supermarket.needs.models import (
    Need,
    NeedDraw,
    NeedEvent,
    NeedQuestion,
    NeedSequence,
)
from mobile_api.agency_supermarket.needs.states import NEED_STATUS_NAMES
from mobile_api.agency_supermarket.openings.models import (
    Award,
    JudgedBid,
    OpenedCredit,
    VoidAward,
)
from mobile_api.agency_supermarket.ratings.models import Rating
from mobile_api.personal_data.holding import Holding, Kept, Named, Under, goes_with_its_parent

# Table -> why nothing can be found of a person there.
MARKET_IMPERSONAL: Mapping[type[Model], str] = {
    Agency: "the business of an enterprise, not of a person",
    AgencyService: "what an enterprise offers, and for how much",
    AgencyRecord: "counts of what an enterprise finished and how it was rated",
    Qualification: "certificates of an enterprise",
    Sanction: "what was ordered against an enterprise",
    Office: "where an enterprise receives people",
    Practitioner: "professionals whom an enterprise names with their consent, as their public "
    "register does; none of them has an account by which they could be found",
    Control: "enterprises that stand behind an enterprise",
    EndedControl: "enterprises that stood behind an enterprise",
    NeedChange: "public changes of needs",
    NeedFile: "which files are public with a need",
    AgencyEvent: "the public history of an enterprise; whoever acted stands there as a key",
    CreditEntry: "points of an enterprise, public with their reasons",
    CreditRepair: "what an enterprise did about an entry",
    CreditEffect: "what too few points of an enterprise led to",
    CreditYear: "yearly scores of enterprises",
    CreditYearRun: "the years whose scores are written",
    CreditDay: "the days on which points were looked at",
    MarketFigures: "counts of a year, and names of enterprises that bid together",
    FiguresRun: "the years that are counted",
    ContractFile: "which files belong to a contract; whoever sent them stands with the file",
    Award: "which enterprise won",
    VoidAward: "which enterprise had won, until a complaint undid it",
    JudgedBid: "proposals of enterprises, and what panels gave them, without anybody's name",
    OpenedCredit: "points of enterprises at an opening",
    BidLogEntry: "sealed bids of enterprises; whoever handed them in stands with the bid",
    NeedDraw: "draws of needs, by their numbers",
    NeedQuestion: "public questions of agencies",
    NeedSequence: "numbers given out",
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
        Contract,
        Named(("owner_id",), own={"enterprise_id": None}),
        "签订的合同",
        {
            "id": "合同标识",
            "number": "合同编号",
            "status": "状态",
            "price_fen": "价款(分)",
            "last_day": "约定的交付日",
            "signed_at": "生效时间",
            "finished_at": "完成时间",
        },
        Kept("合同是双方共同的记录,另一方还要依靠它;其中不含您的姓名、证件号和电话。"),
        words={"status": {one.value: name for one, name in CONTRACT_STATUS_NAMES.items()}},
    ),
    Holding(
        ContractEvent,
        Under(Contract, "contract_id"),
        "合同经过",
        {"contract_id": "合同标识", "sequence": "序号", "at": "时间", "public_text": "内容"},
        Kept("合同的经过随合同保存,逐条相连,不能单独删除。"),
    ),
    Holding(
        Rating,
        Named(("rated_by",)),
        "写的评价",
        {
            "contract_id": "合同标识",
            "by": "评价方",
            "rated_at": "评价时间",
            "scores": "评分",
            "text": "评价内容",
        },
        Kept("评价是合同双方的公开记录,不显示您的姓名;不再公开的文字可以请管理部门隐藏。"),
        words={"by": {one.value: name for one, name in SIDE_NAMES.items()}},
    ),
)
