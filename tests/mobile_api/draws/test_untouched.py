"""Whoever can write the tables and has no key gets no draw out of them."""

from typing import Any

import pytest

from mobile_api.draws import service
from mobile_api.draws.errors import DrawTampered
from mobile_api.draws.models import DrawWinner
from mobile_api.draws.proof import algorithm
from mobile_api.draws.proof.algorithm import ListEntry
from mobile_api.shared.database import fetch
from tests.mobile_api.draws.acting import COMMITTED_ON, done, enter_all, frozen, later
from tests.mobile_api.draws.sample import ENTRIES

pytestmark = [pytest.mark.usefixtures("stack"), pytest.mark.standing_at(COMMITTED_ON)]
OTHER_LIST = algorithm.list_text([*ENTRIES[1:], ListEntry("FRIEND")])
OTHER_SECRET = "ab" * 32
SETS = 'UPDATE "draw" SET '
CHANGES: list[tuple[str, list[Any]]] = [
    (SETS + "list_text = $1", [OTHER_LIST]),
    (
        SETS + "list_text = $1, list_sha256 = $2",
        [OTHER_LIST, algorithm.list_sha256(OTHER_LIST)],
    ),
    (
        SETS + "commitment = $1, revealed_secret = $2",
        [algorithm.commitment("N999900-000001-7", OTHER_SECRET), OTHER_SECRET],
    ),
    (SETS + "picks = 2", []),
    (SETS + "sources = jsonb_build_array(sources->1, sources->0, sources->2)", []),
    (SETS + "number = 'N2'", []),
    ("UPDATE draw_event SET kind = 'noted' WHERE kind = 'freeze'", []),
    ("DELETE FROM draw_event WHERE sequence = 3", []),
]


@pytest.mark.parametrize(("sql", "values"), CHANGES, ids=lambda one: str(one)[:40])
async def test_whoever_writes_the_tables_gets_no_draw(sql: str, values: list[Any]) -> None:
    """List, secret, picks, order of sources: what was published stands in the keyed history."""
    draw = await frozen()
    with later():
        await enter_all(draw)
        await fetch(sql, *values)
        with pytest.raises(DrawTampered):
            await done(service.draw(draw.id))
    assert not await DrawWinner.exists()


@pytest.mark.parametrize(
    "sql",
    [
        """SET values = '["16"]' WHERE name = 'ssq-blue'""",
        "SET issue = '2026141' WHERE name = 'ssq-blue'",
        "SET entered_by = gen_random_uuid()",
    ],
)
async def test_entered_numbers_that_were_changed_below_us(sql: str) -> None:
    draw = await frozen()
    with later():
        await enter_all(draw)
        await fetch(f"UPDATE draw_entropy {sql}")
        with pytest.raises(DrawTampered):
            await done(service.draw(draw.id))
