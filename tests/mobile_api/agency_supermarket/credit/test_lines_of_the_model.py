"""Whatever happens in whatever order, an agency has what an obvious model says, and has it once."""

import random
from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from uuid import UUID

import pytest

from mobile_api.agency_supermarket.agencies.history import move
from mobile_api.agency_supermarket.agencies.models import Agency, Sanction
from mobile_api.agency_supermarket.agencies.scope import locked_by_itself
from mobile_api.agency_supermarket.agencies.states import APPLY, LEAVE, LIST
from mobile_api.agency_supermarket.credit.models import CreditEffect, CreditEntry
from mobile_api.agency_supermarket.credit.rules import RULES
from mobile_api.agency_supermarket.credit.service import lift
from mobile_api.agency_supermarket.credit.states import CreditKind, LiftedBy
from mobile_api.shared import clock
from mobile_api.shared.clock import BEIJING
from mobile_api.shared.database import in_transaction
from mobile_api.shared.history.moves import SYSTEM, Actor, ActorKind
from mobile_api.shared.process.parts import parts_of
from tests.mobile_api.agency_supermarket.credit.entries import lose
from tests.mobile_api.agency_supermarket.credit.test_standing import looked_at, with_lines
from tests.mobile_api.agency_supermarket.needing import Bidder
from tests.stack import Stack

_KINDS = (
    CreditKind.contract_lapsed,
    CreditKind.result_late,
    CreditKind.false_material,
    CreditKind.price_fraud,
)
_NAMES = ("warning", "suspension", "blacklisting")
_OWN, _DESK = Actor(ActorKind.citizen, "citizen:x"), Actor(ActorKind.staff, "staff:x")


@dataclass
class Model:
    """The sum of a day, and for each line whether something has followed since it fell below."""

    lines: tuple[int, ...] = (80, 60, 40)
    entries: dict[str, tuple[int, date]] = field(default_factory=dict)
    is_here: bool = True
    warned_until: date | None = None
    warns: bool = False
    below: set[str] = field(default_factory=set)
    made: Counter[str] = field(default_factory=Counter)

    def look(self, today: date) -> None:
        score = max(100 + sum(points for points, last in self.entries.values() if last >= today), 0)
        asked = [name for name, line in zip(_NAMES, self.lines, strict=True) if score < line]
        self.below &= set(asked)
        if "warning" not in self.below:
            self.warned_until = None
        if self.is_here:
            if "warning" in asked and "warning" not in self.below:
                self._follow("warning")
                self.warned_until = today + timedelta(days=90)
            heavier = [name for name in asked if name != "warning"]
            if heavier and heavier[-1] not in self.below:
                self._follow(heavier[-1])
        self.warns = self.is_here and self.warned_until is not None and today <= self.warned_until

    def _follow(self, name: str) -> None:
        self.below.add(name)
        self.made[name] += 1


class Life:
    """One agency, and the model of it; each act is done to both."""

    def __init__(self, stack: Stack, agency_id: UUID, seed: int) -> None:
        self.stack, self.id, self.dice = stack, agency_id, random.Random(seed)
        self.model, self.entered = Model(), 0

    async def go_on(self) -> None:
        act = self.dice.choice(
            (self.lose, self.lose, self.lose, self.uphold, self.come_or_go, self.other_lines)
        )
        await act()
        await self.stack.settle()
        self.model.look(clock.today())

    async def lose(self) -> None:
        self.entered += 1
        reference = f"paper-{self.entered}"
        await lose(self.id, self.dice.choice(_KINDS), reference)
        entry = await CreditEntry.get(reference=reference)
        self.model.entries[reference] = (entry.points, entry.counts_until)

    async def uphold(self) -> None:
        if not self.model.entries:
            return
        reference = self.dice.choice(sorted(self.model.entries))
        async with in_transaction():
            agency = await locked_by_itself(self.id)
            entry = await CreditEntry.get(reference=reference)
            await lift(agency, entry, LiftedBy.objection, SYSTEM, "异议成立。")
        del self.model.entries[reference]

    async def come_or_go(self) -> None:
        steps = ((LEAVE, _OWN),) if self.model.is_here else ((APPLY, _OWN), (LIST, _DESK))
        for made, actor in steps:
            async with in_transaction():
                await move(await locked_by_itself(self.id), made, actor, "变更。")
        self.model.is_here = not self.model.is_here

    async def other_lines(self) -> None:
        first = self.dice.choice((80, 90, 75))
        self.model.lines = (first, 60, 40)
        parts_of(self.stack.app).give(RULES, with_lines(self.stack, *self.model.lines))
        await looked_at(self.stack)


@pytest.mark.parametrize("seed", range(6))
async def test_it_has_what_the_model_says(stack: Stack, bidders: list[Bidder], seed: int) -> None:
    life = Life(stack, bidders[0].agency_id, seed)
    day = clock.today()
    with stack.having(RULES, RULES.of(stack.app)):
        for _ in range(30):
            day += timedelta(days=life.dice.choice((0, 0, 1, 20, 100)))
            with clock.standing_at(datetime.combine(day, time(9), BEIJING)):
                await looked_at(stack)
                life.model.look(day)
                await life.go_on()
                await looked_at(stack)
                agency = await Agency.get(id=life.id)
                expected = (
                    ("warned" if life.model.warns else "listed") if life.model.is_here else "left"
                )
                assert agency.status == expected
                made = Counter(str(one.kind) for one in await CreditEffect.all())
                assert made == life.model.made
                assert await Sanction.all().count() == made["warning"]
