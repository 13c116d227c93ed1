"""What the needs of one year and one trade came to: each statement begins at those needs.

A need belongs to the year in which it was published, with all that followed from it. So whatever
is counted hangs on an index of needs, and costs what that year and trade hold.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from mobile_api.agency_supermarket.figures.models import (
    CoBidders,
    Concentration,
    ContractCounts,
    DisputeCounts,
    NeedCounts,
    PriceFigures,
    TradeFigures,
)
from mobile_api.agency_supermarket.figures.states import FailedFor
from mobile_api.agency_supermarket.needs.states import PUBLIC_NEEDS
from mobile_api.shared import clock
from mobile_api.shared.clock import start_of
from mobile_api.shared.database import fetch

WHOLE_BP = 10_000
MOST_PAIRS = 20
_OF = """
WITH need AS MATERIALIZED (
    SELECT id, status, opened_at, outcome, terms FROM market_need
    WHERE service_type = ANY($1) AND status = ANY($2) AND published_at >= $3 AND published_at < $4
), award AS MATERIALIZED (
    SELECT a.agency_id, a.need_id, a.price_fen, (need.terms ->> 'budget_fen')::bigint AS budget_fen
    FROM need JOIN market_award AS a ON a.need_id = need.id WHERE need.status = 'awarded'
)
"""
NEEDS = f"""{_OF}
SELECT count(*) AS published,
    count(*) FILTER (WHERE status = 'awarded') AS awarded,
    count(*) FILTER (WHERE status = 'failed') AS failed,
    count(*) FILTER (WHERE status = 'cancelled') AS cancelled,
    count(*) FILTER (WHERE opened_at IS NOT NULL) AS opened,
    count(*) FILTER (WHERE opened_at IS NOT NULL AND bids.count = 1) AS one_bid,
    coalesce(sum(void.count), 0)::bigint AS voided
FROM need,
LATERAL (
    SELECT count(*) FROM market_bid AS b WHERE b.need_id = need.id AND NOT b.is_withdrawn
) AS bids,
LATERAL (SELECT count(*) FROM market_void_award AS v WHERE v.need_id = need.id) AS void
"""
FAILURES = f"""{_OF}
SELECT CASE
    WHEN EXISTS (
        SELECT FROM market_dispute AS d
        WHERE d.need_id = need.id AND d.status = 'upheld' AND d.remedy = 'fail'
    ) THEN 'complaint'
    WHEN opened_at IS NULL THEN 'never_opened'
    WHEN outcome ->> 'failure' IS NOT NULL THEN outcome ->> 'failure'
    WHEN outcome ->> 'kind' = 'draw_needed' THEN 'no_draw'
    WHEN outcome ->> 'kind' = 'owner_chooses' THEN 'never_chosen'
    WHEN outcome ->> 'kind' = 'scores_needed' THEN 'not_scored'
    ELSE 'other'
END AS reason, count(*)
FROM need WHERE status = 'failed' GROUP BY reason
"""
PRICES = f"""{_OF}, middle AS (
    SELECT percentile_disc(ARRAY[0.25, 0.5, 0.75]) WITHIN GROUP (ORDER BY price_fen) AS quartiles
    FROM award WHERE price_fen IS NOT NULL
)
SELECT count(price_fen) AS priced, coalesce(sum(price_fen), 0)::bigint AS price_fen,
    count(budget_fen) FILTER (WHERE price_fen IS NOT NULL) AS budgeted,
    coalesce(sum(budget_fen) FILTER (WHERE price_fen IS NOT NULL), 0)::bigint AS budget_fen,
    coalesce(sum(budget_fen - price_fen), 0)::bigint AS saved_fen,
    (SELECT quartiles[1] FROM middle) AS lower_quartile_fen,
    (SELECT quartiles[2] FROM middle) AS median_fen,
    (SELECT quartiles[3] FROM middle) AS upper_quartile_fen,
    count(*) FILTER (WHERE price_fen > 2 * (SELECT quartiles[2] FROM middle)) AS far_above
FROM award
"""
WINNERS = f"""{_OF}, wins AS (
    SELECT count(*) AS won, row_number() OVER (ORDER BY count(*) DESC) AS place
    FROM award GROUP BY agency_id
)
SELECT count(*) AS winners, coalesce(sum(won), 0)::bigint AS awards,
    coalesce(sum(won) FILTER (WHERE place <= 5), 0)::bigint AS top_five,
    coalesce(sum(won * won), 0)::bigint AS squares
FROM wins
"""
# A need gives as many pairs as its winner had rivals, not as all bidders have among each other.
CO_BIDDERS = f"""{_OF}, pair AS MATERIALIZED (
    SELECT award.agency_id AS winner_id, rival.agency_id AS other_id, count(*) AS times
    FROM award JOIN market_bid AS rival ON rival.need_id = award.need_id
    WHERE rival.agency_id <> award.agency_id AND NOT rival.is_withdrawn
    GROUP BY award.agency_id, rival.agency_id
), named AS MATERIALIZED (
    SELECT one.* FROM pair AS one
    LEFT JOIN pair AS back
        ON back.winner_id = one.other_id AND back.other_id = one.winner_id
    WHERE one.times >= $5 AND back.times IS NULL
    ORDER BY one.times DESC, one.winner_id, one.other_id LIMIT $6
)
SELECT named.*, winner_firm.name AS winner_name, other_firm.name AS other_name
FROM named
JOIN agency AS winner ON winner.id = named.winner_id
JOIN enterprise AS winner_firm ON winner_firm.id = winner.enterprise_id
JOIN agency AS other ON other.id = named.other_id
JOIN enterprise AS other_firm ON other_firm.id = other.enterprise_id
ORDER BY named.times DESC, named.winner_id, named.other_id
"""
CONTRACTS = f"""{_OF}
SELECT count(*) AS made,
    count(*) FILTER (WHERE c.status = 'finished') AS finished,
    count(*) FILTER (WHERE c.status = 'finished' AND c.days_late = 0) AS on_time,
    count(*) FILTER (WHERE c.status = 'in_force' AND c.last_day < $5) AS overdue,
    count(*) FILTER (WHERE c.status = 'lapsed') AS lapsed,
    count(*) FILTER (WHERE c.status = 'ended') AS ended
FROM need JOIN market_contract AS c ON c.need_id = need.id
"""
RATINGS = f"""{_OF}
SELECT score.key, score.value::int AS points, count(*)
FROM need
JOIN market_contract AS c ON c.need_id = need.id
JOIN market_rating AS r ON r.contract_id = c.id AND r.by = 'owner' AND r.is_counted,
jsonb_each_text(r.scores) AS score
GROUP BY score.key, points
"""
DISPUTES = f"""{_OF}
SELECT count(*) FILTER (WHERE d.agency_id IS NOT NULL AND d.about = 'terms') AS about_terms,
    count(*) FILTER (WHERE d.agency_id IS NOT NULL AND d.about = 'result') AS about_result,
    count(d.complained_at) AS complaints,
    count(*) FILTER (WHERE d.status = 'upheld') AS upheld,
    count(*) FILTER (WHERE d.status = 'dismissed') AS dismissed
FROM need JOIN market_dispute AS d ON d.need_id = need.id
"""


def scope_of(year: int, service_types: Sequence[str]) -> tuple[object, ...]:
    """What each statement is about, as $1 to $4: the year is that of Beijing."""
    first, after = (start_of(date(one, 1, 1)) for one in (year, year + 1))
    return list(service_types), sorted(one.value for one in PUBLIC_NEEDS), first, after


async def count(year: int, service_types: Sequence[str], co_bidding: int) -> TradeFigures:
    """The figures of these services as they are now; `co_bidding` as in the rules."""
    scope = scope_of(year, service_types)
    (needs,) = await fetch(NEEDS, *scope)
    failures = await fetch(FAILURES, *scope)
    (prices,) = await fetch(PRICES, *scope)
    (winners,) = await fetch(WINNERS, *scope)
    pairs = await fetch(CO_BIDDERS, *scope, co_bidding, MOST_PAIRS)
    (contracts,) = await fetch(CONTRACTS, *scope, clock.today())
    (disputes,) = await fetch(DISPUTES, *scope)
    over = needs["awarded"] + needs["failed"] + needs["cancelled"]
    return TradeFigures(
        needs=NeedCounts(
            **needs,
            open=needs["published"] - over,
            one_bid_bp=share_bp(needs["one_bid"], needs["opened"]),
        ),
        failures={FailedFor(row["reason"]): row["count"] for row in failures},
        prices=PriceFigures(**prices, saved_bp=share_bp(prices["saved_fen"], prices["budget_fen"])),
        concentration=_concentration(winners),
        co_bidders=tuple(CoBidders(**row) for row in pairs),
        contracts=ContractCounts(
            **contracts, on_time_bp=share_bp(contracts["on_time"], contracts["finished"])
        ),
        ratings=_spreads(await fetch(RATINGS, *scope)),
        disputes=DisputeCounts(**disputes),
    )


def _concentration(row: Mapping[str, int]) -> Concentration:
    awards = row["awards"]
    return Concentration(
        winners=row["winners"],
        top_five_bp=share_bp(row["top_five"], awards),
        herfindahl_bp=share_bp(row["squares"], awards * awards),
    )


def _spreads(rows: Sequence[Mapping[str, Any]]) -> dict[str, tuple[int, int, int, int, int]]:
    found: dict[str, list[int]] = {}
    for row in rows:
        found.setdefault(row["key"], [0] * 5)[row["points"] - 1] = row["count"]
    return {key: (one[0], one[1], one[2], one[3], one[4]) for key, one in sorted(found.items())}


def share_bp(part: int, whole: int) -> int:
    """In 0.01 %, rounded half up; of nothing 0."""
    return (2 * part * WHOLE_BP + whole) // (2 * whole) if whole else 0
