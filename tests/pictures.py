"""What stands in the database as a whole, to see what a request has changed of it."""

from typing import NamedTuple

from mobile_api.shared.database import fetch

# Too large to look at again and again, and written when a catalogue is published only.
_NEVER_CHANGED = {
    "calendar_day",
    "catalogue_version",
    "guide_version",
    "theme_version",
    "tortoise_migrations",
}
_TABLES = "SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' ORDER BY name"
_ONE = """
SELECT '{name}' AS name, count(*) AS rows,
    md5(coalesce(string_agg(one::text, ';' ORDER BY one::text), '')) AS digest
FROM "{name}" AS one
"""


class Table(NamedTuple):
    rows: int
    digest: str


Picture = dict[str, Table]


async def picture() -> Picture:
    """Every table with the number of its rows and a digest of all that stands in them."""
    names = [row["name"] for row in await fetch(_TABLES)]
    parts = [_ONE.format(name=name) for name in names if name not in _NEVER_CHANGED]
    found = await fetch(" UNION ALL ".join(parts))
    return {row["name"]: Table(row["rows"], row["digest"]) for row in found}


def changes(before: Picture, after: Picture) -> dict[str, int]:
    """The tables that changed, each with how many rows it has more."""
    return {
        name: after[name].rows - table.rows
        for name, table in before.items()
        if after[name] != table
    }
