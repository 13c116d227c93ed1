"""The market: agencies and bids are the business of enterprises; a person may own a need."""

from collections.abc import Mapping
from uuid import UUID

from tortoise.models import Model

from mobile_api.agency_supermarket.agencies.models import (
    Agency,
    AgencyEvent,
    AgencyService,
    Qualification,
    Sanction,
)
from mobile_api.agency_supermarket.bids.models import Bid, BidLogEntry
from mobile_api.agency_supermarket.needs.models import (
    Need,
    NeedDraw,
    NeedEvent,
    NeedQuestion,
    NeedSequence,
)
from mobile_api.agency_supermarket.needs.states import NEED_STATUS_NAMES
from mobile_api.agency_supermarket.openings.models import Award
from mobile_api.agency_supermarket.trading.models import (
    TradingEvent,
    TradingNotice,
    TradingProject,
    TradingSequence,
)
from mobile_api.personal_data.holding import Holding, Kept, Named, Under, goes_with_its_parent

# Table -> why nothing can be found of a person there.
MARKET_IMPERSONAL: Mapping[type[Model], str] = {
    Agency: "the business of an enterprise, not of a person",
    AgencyService: "what an enterprise offers, and for how much",
    Qualification: "certificates of an enterprise",
    Sanction: "what was ordered against an enterprise",
    AgencyEvent: "the public history of an enterprise; whoever acted stands there as a key",
    Award: "which enterprise won",
    BidLogEntry: "sealed bids of enterprises; whoever handed them in stands with the bid",
    NeedDraw: "draws of needs, by their numbers",
    NeedQuestion: "public questions of agencies",
    NeedSequence: "numbers given out",
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
    await drafts.delete()


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
        Bid,
        Named(("submitted_by",)),
        "经手的报价",
        {"id": "报价标识", "need_id": "需求标识", "is_withdrawn": "是否撤回"},
        Kept("报价属于您代表的企业,并且是公开选取记录的一部分;其中不含您的姓名、证件号和电话。"),
    ),
)
