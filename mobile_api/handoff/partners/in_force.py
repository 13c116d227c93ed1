"""What holds on a day, and what a region is called on it: one rule, in SQL for every question.

In these texts `on` is the day and the other words are names of tables, all as they stand there.
"""


def agreement_holds(agreement: str, on: str) -> str:
    """Begun, not over, and not ended: on the day of its end it takes no more."""
    return (
        f"{_runs(agreement, on)} AND ({agreement}.ended_on IS NULL OR {agreement}.ended_on > {on})"
    )


def item_holds(item: str, on: str) -> str:
    """By its own days; its agreement has to hold besides."""
    return _runs(item, on)


def _runs(row: str, on: str) -> str:
    until = f"{row}.valid_until IS NULL OR {row}.valid_until >= {on}"
    return f"{row}.valid_from <= {on} AND ({until})"


def codes(code: str, on: str) -> str:
    """A recursive `codes`: the code, then what it became one after the other, as CODE_TODAY reads
    it. Round in a circle goes nobody twice."""
    return f"""codes AS (
    SELECT {code}::text AS code, ARRAY[{code}::text] AS seen
    UNION ALL
    SELECT next.successor::text, seen || next.successor::text
    FROM codes JOIN region_successor AS next ON next.code = codes.code AND next.since <= {on}
    WHERE next.successor <> ALL(seen)
)"""


CODE_TODAY = "SELECT code FROM codes ORDER BY cardinality(seen) DESC LIMIT 1"
