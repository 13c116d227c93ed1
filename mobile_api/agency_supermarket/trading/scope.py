"""What of the board a caller may see and write: the one place that says so."""

from uuid import UUID

from tortoise.queryset import QuerySet

from mobile_api.agency_supermarket.service_types.scope import check_desk
from mobile_api.agency_supermarket.trading.errors import NoticeNotFound, ProjectNotFound
from mobile_api.agency_supermarket.trading.models import TradingNotice, TradingProject
from mobile_api.agency_supermarket.trading.states import PUBLIC_PROJECTS, NoticeStatus
from mobile_api.shared.callers import Staff
from mobile_api.shared.database import transaction_needed


def public_projects() -> QuerySet[TradingProject]:
    """What anybody may see: what was announced once."""
    return TradingProject.filter(status__in=PUBLIC_PROJECTS, published_at__isnull=False)


def public_notices() -> QuerySet[TradingNotice]:
    """What was published, and so is never written anew."""
    return TradingNotice.filter(status=NoticeStatus.published, published_at__isnull=False)


def projects_at_the_desk(caller: Staff) -> QuerySet[TradingProject]:
    """Every project, drafts as well. Raises NotAtTheDesk."""
    check_desk(caller)
    return TradingProject.all()


async def locked_project(visible: QuerySet[TradingProject], project_id: UUID) -> TradingProject:
    """The project, its row locked until the transaction ends. Raises ProjectNotFound."""
    transaction_needed()
    project = await visible.select_for_update().get_or_none(id=project_id)
    if project is None:
        raise ProjectNotFound()
    return project


async def locked_notice(caller: Staff, notice_id: UUID) -> tuple[TradingProject, TradingNotice]:
    """A notice and its project, both as they are while nobody else writes on either.

    Raises NotAtTheDesk, NoticeNotFound.
    """
    check_desk(caller)
    found = await TradingNotice.get_or_none(id=notice_id)
    if found is None:
        raise NoticeNotFound()
    try:
        project = await locked_project(TradingProject.all(), found.project_id)
    except ProjectNotFound:
        # Whoever held the project has discarded it.
        raise NoticeNotFound() from None
    # Only now: whoever held the project may have published it.
    return project, await TradingNotice.get(id=notice_id)


async def notices_of(project_id: UUID, *, drafts: bool = False) -> list[TradingNotice]:
    """In their order; `drafts`: with those that are not published."""
    found = TradingNotice.filter(project_id=project_id)
    shown = [NoticeStatus.published, *([NoticeStatus.draft] if drafts else [])]
    return await found.filter(status__in=shown).order_by("published_at", "drafted_at", "id")
