"""Brings the demo market in: every part that is not there yet, through the services of the product.

Who acted when is told in `agencies.json` and `needs.json`; histories, receipts and draws are
genuine, for the clock of this process stands at each of those instants in turn.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from mobile_api.agency_supermarket.needs.models import Need
from mobile_api.agency_supermarket.needs.states import NeedStatus
from mobile_api.agency_supermarket.trading.states import ProjectStatus
from mobile_api.demo.context import until
from mobile_api.demo.market.agencies import AgencyPeople
from mobile_api.demo.market.board import ProjectStory, bring_in_experts, stories
from mobile_api.demo.market.certificates import scans_of
from mobile_api.demo.market.contracts import ContractStory
from mobile_api.demo.market.judging import JudgingStory
from mobile_api.demo.market.needs import NeedStory
from mobile_api.demo.market.numbers import announce_issues
from mobile_api.demo.market.people import (
    MarketStaff,
    acting_for,
    market_staff,
    owner,
    representative,
)
from mobile_api.demo.market.schemas import (
    REPRESENTATIVES,
    ToldNeed,
    told_agencies,
    told_needs,
    told_owners,
)
from mobile_api.demo.market.told import instant
from mobile_api.shared import clock
from mobile_api.shared.callers import Citizen
from mobile_api.shared.clock import end_of
from mobile_api.shared.due.loops import Loop
from mobile_api.shared.process.parts import SETTINGS

# What the worker does of itself with the rows of the market.
_OWN_WORK = frozenset(
    {
        "followed_event",
        "agency_qualification",
        "agency_sanction",
        "market_need",
        "market_dispute",
        "trading_project",
        "market_contract",
        "draw",
    }
)


class NotLocal(RuntimeError):
    """Invented agencies are nothing for an instance that people use."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """How much of it was new."""

    issues: int
    agencies: int
    needs: int
    projects: int


class Market:
    """What was loaded stays reachable: its staff, and who acts for which agency and owner."""

    def __init__(self, staff: MarketStaff, loops: Sequence[Loop]) -> None:
        self.staff, self.loops, self.today = staff, loops, clock.today()
        self.agencies = AgencyPeople(staff, self.today)
        self.owners: dict[str, Citizen] = {}

    async def load(self, keys: dict[str, str]) -> Loaded:
        """Everything; `keys` are the owners' identities by the title of the need.

        Again, it changes nothing. Raises KeyError for a need without a key.
        """
        issues, agencies = await self.gather()
        new = [await self._bring_in(told, keys[told.title]) for told in told_needs()]
        return Loaded(issues, agencies, sum(new), await self._trade())

    async def gather(self) -> tuple[int, int]:
        """Issues, agencies, owners, experts, without any need; how many of the first are new."""
        issues = await announce_issues(self.staff.desk, self.today)
        agencies = await self._agencies()
        await self._meet_owners()
        await bring_in_experts(self.staff, self.today)
        return issues, agencies

    async def _agencies(self) -> int:
        people = [await representative(number) for number in range(REPRESENTATIVES)]
        scans = await scans_of(people, self.loops)
        new = await self.agencies.bring_in(told_agencies(), people, scans)
        for days in self._days_of_certificates() if new else ():
            await self.work_off(instant(f"{days} 08:00", self.today))
        return new

    def _days_of_certificates(self) -> list[int]:
        """Before today, when there is something to say of a certificate: it ends soon, or did."""
        ends = {one.ends for agency in told_agencies() for one in agency.qualifications}
        days = {end + shift for end in ends for shift in (-30, -7, 1)}
        return sorted(day for day in days if day < 0)

    async def _meet_owners(self) -> None:
        for number, told in enumerate(told_owners()):
            person = await owner(number)
            self.owners[told.key] = await acting_for(
                self.staff.desk, person, told.social_credit_code, told.name
            )

    async def _bring_in(self, told: ToldNeed, identity: str) -> bool:
        story = self.story(told, identity)
        found = await story.found()
        if found is None:
            await story.publish()
        await self.go_on(story)
        return found is None

    async def _trade(self) -> int:
        """The trading board; answers how many projects are new."""
        return sum([await self._bring_in_project(one) for one in stories(self.staff, self.today)])

    async def _bring_in_project(self, story: ProjectStory) -> bool:
        found = await story.found()
        if found is None:
            await story.begin()
        project = found or await story.found()
        assert project is not None
        told = story.told
        if told.panel is not None and project.status is not ProjectStatus.result:
            await story.enter_numbers(project)
            await self.work_off(instant(told.panel.numbers, self.today) + timedelta(minutes=1))
            # The worker of the stack may be the one who draws.
            await until(partial(story.is_seated, project), "抽取评标专家")
            await story.conclude(project)
        elif project.is_over and project.closes_at is not None:
            await self.work_off(project.closes_at + timedelta(minutes=1))
        return found is None

    def story(self, told: ToldNeed, identity: str) -> NeedStory:
        owner, bidders = self.owners[told.owner], self.agencies.callers
        return NeedStory(told, owner, identity, bidders, self.today)

    async def go_on(self, story: NeedStory) -> Need:
        """From wherever the need stands, as far as it is told."""
        need, told = await _standing(story), story.told
        if told.never_opened and need.open_by is not None:
            await self.work_off(need.open_by + timedelta(minutes=1))
        if told.opened is not None and need.status is NeedStatus.published:
            need = await story.open(need.id)
        if told.scored is not None and need.status is NeedStatus.scoring:
            await self._judge(JudgingStory(told, need, self.today))
            need = await _standing(story)
        if told.numbers is not None and need.status is NeedStatus.drawing:
            await story.enter_numbers(need, self.staff)
            await self.work_off(instant(told.numbers, self.today) + timedelta(minutes=1))
        if (complain_by := await story.object(need.id)) is not None:
            await self.work_off(end_of(complain_by) + timedelta(minutes=1))
        if told.contract is not None and told.opened is not None:
            await self.work_off(instant(told.opened, self.today) + timedelta(minutes=1))
            await ContractStory(told.contract, story, self.staff, self.loops).tell()
        return await _standing(story)

    async def _judge(self, story: JudgingStory) -> None:
        """Its panel is drawn, and everybody who sits scores."""
        assert story.told.panel_numbers is not None
        await story.enter_numbers(self.staff)
        at = instant(story.told.panel_numbers, self.today) + timedelta(minutes=1)
        await self.work_off(at)
        # The worker of the stack may be the one who draws.
        await until(story.is_seated, "抽取评审专家")
        await story.score()

    async def work_off(self, at: datetime) -> None:
        """Do what the worker does with the market's rows that are due at that instant."""
        with clock.standing_at(at):
            while any([await one.step() for one in self.loops if one.name in _OWN_WORK]):
                pass


async def _standing(story: NeedStory) -> Need:
    found = await story.found()
    assert found is not None
    return found


async def open_market(loops: Sequence[Loop]) -> Market:
    """Raises NotLocal, AccountMissing. `loops`: those of the worker, over the parts opened here."""
    if SETTINGS.here().environment != "local":
        raise NotLocal()
    return Market(await market_staff(), loops)
