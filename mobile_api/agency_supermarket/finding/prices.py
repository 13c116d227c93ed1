"""What a service costs: the average of what is offered today, and one price against it."""

from collections.abc import Sequence

from mobile_api.agency_supermarket.agencies.models import AgencyService
from mobile_api.agency_supermarket.agencies.states import OPEN
from mobile_api.agency_supermarket.finding.schemas import PriceAgainst, PriceLevel
from mobile_api.shared import clock
from mobile_api.shared.database import fetch

# Fewer are no average.
ENOUGH = 3
_HALF = 50
LEVELS = """
SELECT unit, count(*) AS agencies,
    percentile_cont(0.5) WITHIN GROUP (ORDER BY middle) AS middle,
    percentile_disc(0.2) WITHIN GROUP (ORDER BY middle) AS low
FROM (
    SELECT s.price_unit AS unit, (s.price_from_fen + s.price_to_fen) / 2.0 AS middle
    FROM agency_service AS s JOIN agency AS a ON a.id = s.agency_id
    WHERE s.service_type = $1 AND s.covered_until >= $2 AND a.status = ANY($3)
) AS offered
GROUP BY unit ORDER BY agencies DESC, unit
"""


async def levels_of(service_type: str) -> list[PriceLevel]:
    """By unit, the unit of most agencies first."""
    rows = await fetch(LEVELS, service_type, clock.today(), [one.value for one in OPEN])
    return [
        PriceLevel(
            price_unit=row["unit"],
            agencies=row["agencies"],
            average_fen=round(row["middle"]),
            low_fen=int(row["low"]),
        )
        for row in rows
    ]


def against(levels: Sequence[PriceLevel], offered: AgencyService) -> PriceAgainst | None:
    """None where too few ask in the same unit."""
    level = next((one for one in levels if one.price_unit == offered.price_unit), None)
    if level is None or level.agencies < ENOUGH:
        return None
    middle = (offered.price_from_fen + offered.price_to_fen) // 2
    percent = round(middle * 100 / level.average_fen)
    return PriceAgainst(
        percent=percent,
        is_below_half=middle * 100 < level.average_fen * _HALF,
        is_lowest_fifth=middle <= level.low_fen,
        text=_words(percent, level),
    )


def _words(percent: int, level: PriceLevel) -> str:
    of = f"{level.agencies}家平均价"
    if percent == 100:
        return f"与{of}相同"
    return f"比{of}{'低' if percent < 100 else '高'}{abs(100 - percent)}%"
