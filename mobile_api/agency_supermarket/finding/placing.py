"""The orders of a list that are computed: by distance, by price against the average, by record.

Each looks at the open offers of one service, and no more.
"""

from collections.abc import Mapping

from mobile_api.agency_supermarket.finding.schemas import AgencySort

# The open offers of a service ($1 to $3), each at its place; who has none stands at $4.
_PLACED = """
SELECT id, place FROM ({placed}) AS placed
WHERE (place, id) > ($5::bigint, $6::uuid)
ORDER BY place, id LIMIT $7
"""
# Great circles on a ball: half a percent off at most, which decides nothing here.
NEAREST = _PLACED.format(
    placed="""
    SELECT s.id AS id, CASE WHEN o.id IS NULL THEN $4::bigint
        ELSE round(12742000 * asin(sqrt(least(1,
        power(sin(radians(o.latitude - $8) / 2), 2) + cos(radians($8)) * cos(radians(o.latitude))
        * power(sin(radians(o.longitude - $9) / 2), 2)))))::bigint END AS place
    FROM agency_service AS s
    JOIN agency AS a ON a.id = s.agency_id
    LEFT JOIN agency_office AS o ON o.agency_id = s.agency_id
    WHERE s.service_type = $1 AND s.covered_until >= $2 AND a.status = ANY($3)
"""
)
# In hundredths of a percent of the average of the unit, as `prices` says it.
AGAINST = _PLACED.format(
    placed="""
    SELECT id, least(coalesce(round(middle * 10000 / nullif(average, 0)), $4), $4)::bigint AS place
    FROM (
        SELECT s.id AS id, s.price_unit AS unit, (s.price_from_fen + s.price_to_fen) / 2.0 AS middle
        FROM agency_service AS s JOIN agency AS a ON a.id = s.agency_id
        WHERE s.service_type = $1 AND s.covered_until >= $2 AND a.status = ANY($3)
    ) AS offered
    LEFT JOIN unnest($8::text[], $9::float8[]) AS level (unit, average) USING (unit)
"""
)


def _by(rank: str) -> str:
    """By a column of the records, the greatest first."""
    return _PLACED.format(
        placed=f"""
    SELECT s.id AS id, $4::bigint - coalesce(r.{rank}, 0) AS place
    FROM agency_service AS s
    JOIN agency AS a ON a.id = s.agency_id
    LEFT JOIN agency_record AS r ON r.agency_id = s.agency_id
    WHERE s.service_type = $1 AND s.covered_until >= $2 AND a.status = ANY($3)
"""
    )


RECORDED: Mapping[AgencySort, str] = {
    AgencySort.on_time: _by("on_time_rank"),
    AgencySort.rating: _by("rating_rank"),
}
