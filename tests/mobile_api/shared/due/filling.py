"""Many rows in any table, of values that mean nothing, for the planner to plan with."""

from mobile_api.shared import clock
from mobile_api.shared.database import fetch, in_transaction

_COLUMNS = """
SELECT column_name AS name, data_type AS type, character_maximum_length AS length
FROM information_schema.columns WHERE table_schema = 'public' AND table_name = $1
"""
_VALUES = {
    "uuid": "gen_random_uuid()",
    "integer": "n",
    "bigint": "n",
    "smallint": "(n % 10)::smallint",
    "boolean": "false",
    "bytea": "decode(md5(n::text), 'hex')",
    "jsonb": "'[]'",
    "date": "current_date + n",
    # From where our clock stands: by the database's own, years of them would be due.
    "timestamp with time zone": "timestamptz '{now}' + n * interval '1 day'",
}


async def fill(table: str, rows: int = 4_000) -> None:
    """Rows of which none is due; what they refer to does not exist."""
    columns = await fetch(_COLUMNS, table)
    kinds = {kind: value.format(now=clock.now()) for kind, value in _VALUES.items()}
    values = [
        kinds.get(column["type"]) or f"left(md5(n::text || 'x'), {column['length'] or 32})"
        for column in columns
    ]
    names = ", ".join(f'"{column["name"]}"' for column in columns)
    async with in_transaction():
        await fetch("SET LOCAL session_replication_role = replica")
        await fetch(
            f'INSERT INTO "{table}" ({names}) SELECT {", ".join(values)} '
            f"FROM generate_series(1, {rows}) AS n"
        )
        await fetch(f'ANALYZE "{table}"')
