"""Every number of a trade in words, for the table and the page."""

from mobile_api.agency_supermarket.figures.models import (
    Concentration,
    ContractCounts,
    DisputeCounts,
    NeedCounts,
    PriceFigures,
)
from mobile_api.agency_supermarket.figures.schemas import TradeFiguresView

# Words, number, unit; none where there is nothing to have a median of.
Told = tuple[tuple[str, int | None, str], ...]


def numbers(trade: TradeFiguresView) -> list[tuple[str, Told]]:
    """In groups, with its unit: 分 is 1/100 yuan, 万分之 is 0.01 %."""
    return [
        ("采购需求", _needs(trade.needs)),
        ("流标原因", tuple((one.reason_name, one.count, "项") for one in trade.failures)),
        ("价格", _prices(trade.prices)),
        ("集中程度", _shares(trade.concentration)),
        ("合同", _contracts(trade.contracts)),
        ("异议和投诉", _disputes(trade.disputes)),
    ]


def _needs(needs: NeedCounts) -> Told:
    return (
        ("发布", needs.published, "项"),
        ("选定机构", needs.awarded, "项"),
        ("流标", needs.failed, "项"),
        ("取消", needs.cancelled, "项"),
        ("尚未结束", needs.open, "项"),
        ("已开启报价", needs.opened, "项"),
        ("只有一家报价", needs.one_bid, "项"),
        ("只有一家报价的比例", needs.one_bid_bp, "万分之"),
        ("选取结果被撤销", needs.voided, "次"),
    )


def _prices(prices: PriceFigures) -> Told:
    return (
        ("有成交价的", prices.priced, "项"),
        ("成交价合计", prices.price_fen, "分"),
        ("有预算的", prices.budgeted, "项"),
        ("预算合计", prices.budget_fen, "分"),
        ("比预算节约", prices.saved_fen, "分"),
        ("节约率", prices.saved_bp, "万分之"),
        ("成交价中位数", prices.median_fen, "分"),
        ("成交价下四分位数", prices.lower_quartile_fen, "分"),
        ("成交价上四分位数", prices.upper_quartile_fen, "分"),
        ("成交价超过中位数两倍的", prices.far_above, "项"),
    )


def _shares(shares: Concentration) -> Told:
    return (
        ("中选过的机构", shares.winners, "家"),
        ("中选最多的五家所占比例", shares.top_five_bp, "万分之"),
        ("赫芬达尔指数", shares.herfindahl_bp, "万分之"),
    )


def _contracts(contracts: ContractCounts) -> Told:
    return (
        ("合同", contracts.made, "份"),
        ("已完成", contracts.finished, "份"),
        ("按期完成", contracts.on_time, "份"),
        ("按期完成的比例", contracts.on_time_bp, "万分之"),
        ("逾期尚未提交成果", contracts.overdue, "份"),
        ("逾期未签订", contracts.lapsed, "份"),
        ("已终止", contracts.ended, "份"),
    )


def _disputes(disputes: DisputeCounts) -> Told:
    return (
        ("对采购需求的异议", disputes.about_terms, "件"),
        ("对选取结果的异议", disputes.about_result, "件"),
        ("投诉", disputes.complaints, "件"),
        ("投诉成立", disputes.upheld, "件"),
        ("投诉不成立", disputes.dismissed, "件"),
    )
