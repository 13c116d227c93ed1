"""One value for each typed column of the market's later rooms."""

from datetime import date
from typing import Any
from uuid import UUID

from mobile_api.agency_supermarket.changes.models import ChangedPart, NeedChange
from mobile_api.agency_supermarket.contracts.models import (
    AskedEnding,
    AskedExtension,
    Contract,
    Milestone,
)
from mobile_api.agency_supermarket.contracts.states import Side
from mobile_api.agency_supermarket.experts.models import Expert
from mobile_api.agency_supermarket.experts.panels.models import ExpertPanel, PanelGroup
from mobile_api.agency_supermarket.figures.models import (
    CoBidders,
    Concentration,
    ContractCounts,
    DisputeCounts,
    MarketFigures,
    NeedCounts,
    PriceFigures,
    TradeFigures,
)
from mobile_api.agency_supermarket.openings.models import (
    JudgedBid,
    JudgedCriterion,
    Judgement,
    Mark,
    MarkedBid,
    ScoreSheet,
    Sheet,
)
from mobile_api.agency_supermarket.ratings.models import Rating, Suspicion
from mobile_api.agency_supermarket.trading.models import RecordLink, TradingNotice, TradingProject

_DAY = date(2026, 12, 1)
_CODE = "91370000MA3TEMP017"
_WRITERS = (UUID(int=1), UUID(int=2))


def _zeros(of: type[Any]) -> Any:
    return of(**{name: 0 for name, field in of.model_fields.items() if field.is_required()})


FIGURES = TradeFigures(
    needs=_zeros(NeedCounts),
    failures={},
    prices=_zeros(PriceFigures),
    concentration=_zeros(Concentration),
    co_bidders=(
        CoBidders(
            winner_id=UUID(int=1), winner_name="甲", other_id=UUID(int=2), other_name="乙", times=3
        ),
    ),
    contracts=_zeros(ContractCounts),
    ratings={"speed": (0, 0, 0, 1, 2)},
    disputes=_zeros(DisputeCounts),
)

MARKET_VALUES = [
    (NeedChange, "parts", (ChangedPart(part="最高限价", before="100元", after="200元"),)),
    (Expert, "avoided", (_CODE,)),
    (ExpertPanel, "groups", (PanelGroup(specialty="bridges", seats=3, alternates=1),)),
    (ExpertPanel, "avoided", (_CODE,)),
    (
        JudgedBid,
        "judgement",
        Judgement(
            scores=(5000,), criteria=(JudgedCriterion(scores=(5000,), reasons=("步骤清楚",)),)
        ),
    ),
    (
        ScoreSheet,
        "sheet",
        Sheet(bids=(MarkedBid(label=1, marks=(Mark(hundredths=5000, reason="步骤清楚"),)),)),
    ),
    (TradingProject, "written_by", _WRITERS),
    (TradingNotice, "links", (RecordLink(title="招标文件", url="https://ggzy.example/1"),)),
    (TradingNotice, "written_by", _WRITERS),
    (Contract, "milestones", (Milestone(words="现场勘察", on=_DAY),)),
    (Contract, "extension", AskedExtension(last_day=_DAY, reason="等待图纸")),
    (Contract, "ending", AskedEnding(by=Side.agency, reason="项目取消")),
    (Contract, "faults", ("缺少签章", "缺少附图")),
    (Rating, "scores", {"speed": 5}),
    (Rating, "suspicions", (Suspicion.too_often,)),
    (MarketFigures, "value", FIGURES),
]
