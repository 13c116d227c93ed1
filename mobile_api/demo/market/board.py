"""The demo's trading board: experts in the register, and each project's life, at past instants."""

from collections.abc import Sequence
from contextlib import AbstractContextManager, suppress
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from uuid import UUID

from pydantic import Field

from mobile_api.agency_supermarket.experts.errors import ExpertRegistered
from mobile_api.agency_supermarket.experts.panels import asking, seating
from mobile_api.agency_supermarket.experts.panels.models import ExpertPanel
from mobile_api.agency_supermarket.experts.panels.schemas import GroupRequest, PanelRequest
from mobile_api.agency_supermarket.experts.panels.scope import candidates_of, draws_of, panels_of
from mobile_api.agency_supermarket.experts.panels.states import (
    CandidateState,
    PanelStatus,
    ReplaceReason,
)
from mobile_api.agency_supermarket.experts.register import register
from mobile_api.agency_supermarket.experts.schemas import ExpertRequest
from mobile_api.agency_supermarket.trading import drafting, panels, publishing
from mobile_api.agency_supermarket.trading.history import version_of
from mobile_api.agency_supermarket.trading.models import TradingProject
from mobile_api.agency_supermarket.trading.requests import (
    LinkRequest,
    NoticeRequest,
    ProjectRequest,
)
from mobile_api.agency_supermarket.trading.scope import notices_of, projects_at_the_desk
from mobile_api.agency_supermarket.trading.states import NoticeKind, TradingClass
from mobile_api.demo.market.numbers import enter_numbers
from mobile_api.demo.market.people import MarketStaff, person_with
from mobile_api.demo.market.told import ToldFact, When, instant
from mobile_api.draws.models import Draw
from mobile_api.shared import clock
from mobile_api.shared.database import in_transaction

_LEASE = timedelta(minutes=5)
_REGISTERED: When = "-61 09:00"


class ToldNotice(ToldFact):
    """A notice; `closes` and the rest only where its kind says them."""

    title: str
    text: str
    at: When
    closes: When | None = None
    amount_fen: int | None = None
    winner_name: str | None = None
    links: tuple[LinkRequest, ...] = ()


class ToldPanel(ToldFact):
    """A panel, drawn on the day of its `numbers`; one of its members gives the seat back then."""

    asked: When
    confirmed: When
    numbers: When
    declined: When
    members: int
    groups: tuple[GroupRequest, ...]


class ToldProject(ToldFact):
    """A project from its tender on."""

    trading_class: TradingClass
    title: str
    buyer_name: str
    agent_name: str | None = None
    record_url: str | None = None
    tender: ToldNotice
    change: ToldNotice | None = None
    panel: ToldPanel | None = None
    result: ToldNotice | None = None
    terminated: ToldNotice | None = None
    is_draft: bool = False


class ToldExpert(ExpertRequest):
    """`signs_in`: has an account with that phone, and so may score proposals."""

    signs_in: bool = False


class ToldBoard(ToldFact):
    """What `trading.json` says."""

    source: str
    experts: tuple[ToldExpert, ...] = Field(min_length=1)
    projects: tuple[ToldProject, ...] = Field(min_length=1)


@cache
def told_board() -> ToldBoard:
    return ToldBoard.model_validate_json(
        Path(__file__).with_name("trading.json").read_text(encoding="utf-8")
    )


async def bring_in_experts(staff: MarketStaff, today: date) -> None:
    """All who are not in the register yet, each with an account who is told to sign in."""
    with clock.standing_at(instant(_REGISTERED, today)):
        for told in told_board().experts:
            if told.signs_in:
                await person_with(told.phone)
            with suppress(ExpertRegistered):
                async with in_transaction():
                    await register(staff.desk, told)


class ProjectStory:
    """One project as it is told: the desk writes, the publisher lets it out."""

    def __init__(self, told: ToldProject, staff: MarketStaff, today: date) -> None:
        self.told, self.staff, self.today = told, staff, today

    async def found(self) -> TradingProject | None:
        """The project, if it is there already; the demo has no other one of that title."""
        return await projects_at_the_desk(self.staff.desk).get_or_none(title=self.told.title)

    async def begin(self) -> None:
        """All of its life in one transaction, up to the numbers of its panel if it has one."""
        told, lease = self.told, clock.now() + _LEASE
        async with in_transaction():
            with self._at(told.tender.at):
                said = told.model_dump(
                    include={"trading_class", "title", "buyer_name", "agent_name", "record_url"}
                )
                project = await drafting.draft_project(self.staff.desk, ProjectRequest(**said))
            await self._tell(project.id, NoticeKind.tender, told.tender, out=not told.is_draft)
            if told.change is not None:
                await self._tell(project.id, NoticeKind.change, told.change)
            if told.panel is not None:
                await self._ask(project.id, told.panel)
                await self._lease(project.id, lease)
            elif told.result is not None:
                await self._tell(project.id, NoticeKind.result, told.result)
            if told.terminated is not None:
                await self._tell(project.id, NoticeKind.terminated, told.terminated)

    async def _tell(
        self, project_id: UUID, kind: NoticeKind, told: ToldNotice, *, out: bool = True
    ) -> None:
        changed = (await notices_of(project_id))[:1] if kind is NoticeKind.change else []
        with self._at(told.at):
            said = NoticeRequest(
                kind=kind,
                title=told.title,
                text=told.text,
                closes_at=instant(told.closes, self.today) if told.closes else None,
                amount_fen=told.amount_fen,
                winner_name=told.winner_name,
                changes=changed[0].id if changed else None,
                links=list(told.links),
            )
            notice = await drafting.draft_notice(self.staff.desk, project_id, said)
            if out:
                project = await projects_at_the_desk(self.staff.desk).get(id=project_id)
                seen = version_of(project, notice)
                await publishing.publish(self.staff.publisher, notice.id, seen)

    async def _ask(self, project_id: UUID, told: ToldPanel) -> None:
        with self._at(told.asked):
            asked = PanelRequest(members=told.members, groups=list(told.groups))
            panel_id = (await panels.ask(self.staff.desk, project_id, asked)).id
        with self._at(told.confirmed):
            await asking.confirm(self.staff.publisher, panel_id)

    async def _lease(self, project_id: UUID, until: object) -> None:
        """A worker beside lives in the present, where the numbers are long over."""
        mine = projects_at_the_desk(self.staff.desk).filter(id=project_id)
        await mine.update(leased_until=until)
        panel = await self._panel(await mine.get())
        drawn = [one.draw_id for one in await draws_of(panel.id)]
        await Draw.filter(id__in=drawn).update(leased_until=until)

    async def _panel(self, project: TradingProject) -> ExpertPanel:
        return (await panels_of(project.number or ""))[-1]

    async def enter_numbers(self, project: TradingProject) -> None:
        """The two readers enter what was published, if the panel waits for it."""
        panel = await self._panel(project)
        if panel.status is not PanelStatus.frozen or self.told.panel is None:
            return
        with self._at(self.told.panel.numbers):
            for one in await draws_of(panel.id):
                await enter_numbers(one.number, self.staff.readers)

    async def is_seated(self, project: TradingProject) -> bool:
        return (await self._panel(project)).status is PanelStatus.seated

    async def conclude(self, project: TradingProject) -> None:
        """One member gives the seat back, the next moves up, and the result is published."""
        told, panel = self.told, await self._panel(project)
        assert told.panel is not None and told.result is not None
        sitting = [
            one for one in await candidates_of(panel.id) if one.state is CandidateState.seated
        ]
        async with in_transaction():
            with self._at(told.panel.declined):
                reason = ReplaceReason.unreachable
                seat_id = sitting[0].id
                await seating.ask_to_replace(self.staff.desk, panel.id, seat_id, reason)
                await seating.confirm_replacement(self.staff.publisher, panel.id, seat_id)
            await self._tell(project.id, NoticeKind.result, told.result)

    def _at(self, when: When) -> AbstractContextManager[None]:
        return clock.standing_at(instant(when, self.today))


def stories(staff: MarketStaff, today: date) -> Sequence[ProjectStory]:
    return [ProjectStory(told, staff, today) for told in told_board().projects]
