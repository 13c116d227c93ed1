"""A move is a compare-and-set: of two that saw the same row, one is refused and writes nothing."""

import asyncio
import logging

import pytest

from mobile_api.cases.errors import MoveNotAllowed
from mobile_api.cases.history import events_of, is_intact
from mobile_api.cases.models import Case
from mobile_api.cases.moves import make_move
from mobile_api.cases.states import PASS_PRE_REVIEW, ActorKind
from mobile_api.shared.database import in_transaction
from mobile_api.shared.history.moves import Actor
from tests.actors import Citizen
from tests.mobile_api.shared.history.sample import noted, numbered

COLLEAGUE = Actor(ActorKind.staff, "staff:one")


async def passed(case: Case) -> None:
    async with in_transaction():
        await make_move(case, PASS_PRE_REVIEW, COLLEAGUE, public_text="预审通过。")


async def test_of_many_at_once_one_moves(citizen: Citizen) -> None:
    case = await numbered(citizen)
    copies = [await Case.get(id=case.id) for _ in range(6)]
    ended = await asyncio.gather(*(passed(copy) for copy in copies), return_exceptions=True)
    assert sorted(type(one).__name__ for one in ended) == ["MoveNotAllowed"] * 5 + ["NoneType"]
    events = await events_of(case.id)
    assert [event.kind for event in events[3:]] == ["pass_pre_review"]
    assert is_intact(await Case.get(id=case.id), events)


async def test_what_was_read_before_a_note_is_old(citizen: Citizen) -> None:
    case = await numbered(citizen)
    old = await Case.get(id=case.id)
    await noted(case)
    with pytest.raises(MoveNotAllowed):
        await passed(old)
    assert (await Case.get(id=case.id)).status == "submitted"


async def test_a_move_writes_its_row_once(
    citizen: Citizen, caplog: pytest.LogCaptureFixture
) -> None:
    case = await numbered(citizen)
    with caplog.at_level(logging.DEBUG, logger="tortoise.db_client"):
        await passed(case)
    said = [record.getMessage() for record in caplog.records if record.name == "tortoise.db_client"]
    verbs = [one.split()[0] for one in said if one.split()[0] in ("UPDATE", "INSERT", "SELECT")]
    assert verbs == ["UPDATE", "INSERT"]
    assert '"form"' not in said[0]
