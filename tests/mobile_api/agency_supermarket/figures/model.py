"""The figures of a told market, counted in plain Python."""

import statistics
from collections import Counter
from typing import Any

from mobile_api.agency_supermarket.contracts.states import ContractStatus
from mobile_api.agency_supermarket.disputes.states import DisputeAbout, DisputeStatus
from tests.mobile_api.agency_supermarket.figures.told import ToldContract, ToldDispute, ToldNeed


def model(needs: list[ToldNeed], names: list[str], least: int) -> dict[str, Any]:
    """What the figures have to say of these needs, by the obvious way."""
    awarded = [one for one in needs if one.winner is not None]
    opened = [one for one in needs if one.is_opened]
    statuses = Counter(one.status for one in needs)
    single = [one for one in opened if list(one.bids.values()).count(False) == 1]
    return {
        "needs": {
            "published": len(needs),
            "awarded": statuses["awarded"],
            "failed": statuses["failed"],
            "cancelled": statuses["cancelled"],
            "open": statuses["published"] + statuses["choosing"],
            "opened": len(opened),
            "one_bid": len(single),
            "one_bid_bp": share(len(single), len(opened)),
            "voided": sum(one.voided for one in needs),
        },
        "failures": dict(Counter(one.reason for one in needs if one.reason)),
        "prices": _prices(awarded),
        "concentration": _concentration(awarded),
        "co_bidders": _pairs(awarded, names, least),
        "contracts": _contracts([one.contract for one in awarded if one.contract]),
        "ratings": _ratings([one.contract for one in awarded if one.contract]),
        "disputes": _disputes([dispute for one in needs for dispute in one.disputes]),
    }


def share(part: int, whole: int) -> int:
    """Half up, in 0.01 %."""
    return int(part * 10_000 / whole + 0.5) if whole else 0


def _prices(awarded: list[ToldNeed]) -> dict[str, Any]:
    prices = sorted(one.price for one in awarded if one.price is not None)
    both = [(one.budget, one.price) for one in awarded if one.budget and one.price is not None]
    budget = sum(first for first, _ in both)
    saved = budget - sum(second for _, second in both)
    found: dict[str, Any] = {
        "priced": len(prices),
        "price_fen": sum(prices),
        "budgeted": len(both),
        "budget_fen": budget,
        "saved_fen": saved,
        "saved_bp": share(saved, budget),
        "far_above": 0,
    }
    if prices:
        middle = statistics.median_low(prices)
        quarter = -(-len(prices) // 4) - 1
        found["median_fen"] = middle
        found["lower_quartile_fen"] = prices[quarter]
        found["upper_quartile_fen"] = prices[-(-3 * len(prices) // 4) - 1]
        found["far_above"] = sum(one > 2 * middle for one in prices)
    return found


def _concentration(awarded: list[ToldNeed]) -> dict[str, int]:
    wins = Counter(one.winner for one in awarded)
    total = len(awarded)
    return {
        "winners": len(wins),
        "top_five_bp": share(sum(count for _, count in wins.most_common(5)), total),
        "herfindahl_bp": share(sum(count * count for count in wins.values()), total * total),
    }


def _pairs(awarded: list[ToldNeed], names: list[str], least: int) -> set[tuple[str, str, int]]:
    times = Counter(
        (one.winner, rival)
        for one in awarded
        for rival, is_withdrawn in one.bids.items()
        if rival != one.winner and not is_withdrawn
    )
    return {
        (names[winner], names[rival], count)
        for (winner, rival), count in times.items()
        if winner is not None and count >= least and not times[rival, winner]
    }


def _contracts(contracts: list[ToldContract]) -> dict[str, int]:
    by = Counter(one.status for one in contracts)
    on_time = sum(one.days_late == 0 for one in contracts)
    late = [one for one in contracts if one.status is ContractStatus.in_force and one.is_past]
    return {
        "made": len(contracts),
        "finished": by[ContractStatus.finished],
        "on_time": on_time,
        "on_time_bp": share(on_time, by[ContractStatus.finished]),
        "overdue": len(late),
        "lapsed": by[ContractStatus.lapsed],
        "ended": by[ContractStatus.ended],
    }


def _ratings(contracts: list[ToldContract]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for one in contracts:
        for key, points in one.scores.items() if one.is_counted else ():
            found.setdefault(key, [0] * 5)[points - 1] += 1
    return found


def _disputes(disputes: list[ToldDispute]) -> dict[str, int]:
    objections = Counter(one.about for one in disputes if not one.is_owners)
    ended = Counter(one.status for one in disputes)
    return {
        "about_terms": objections[DisputeAbout.terms],
        "about_result": objections[DisputeAbout.result],
        "complaints": sum(one.is_complaint for one in disputes),
        "upheld": ended[DisputeStatus.upheld],
        "dismissed": ended[DisputeStatus.dismissed],
    }
