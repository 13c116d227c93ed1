"""Projects and notices before anybody sees them: written by some, published by another."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from mobile_api.agency_supermarket.service_types.scope import check_desk
from mobile_api.agency_supermarket.trading.errors import (
    NoticeNotFound,
    NoticePublished,
    ProjectMoveNotAllowed,
    TooManyNoticeDrafts,
)
from mobile_api.agency_supermarket.trading.models import RecordLink, TradingNotice, TradingProject
from mobile_api.agency_supermarket.trading.requests import NoticeRequest, ProjectRequest
from mobile_api.agency_supermarket.trading.rules import RULES
from mobile_api.agency_supermarket.trading.scope import (
    locked_notice,
    locked_project,
    notices_of,
    projects_at_the_desk,
)
from mobile_api.agency_supermarket.trading.states import NoticeKind, NoticeStatus, ProjectStatus
from mobile_api.shared import clock
from mobile_api.shared.audit import audit
from mobile_api.shared.callers import Staff
from mobile_api.shared.database import one_at_a_time
from mobile_api.shared.errors import FieldFault, InvalidInput

MOST_DRAFT_PROJECTS, MOST_DRAFT_NOTICES, MOST_NOTICES = 500, 5, 100
_LONGEST = timedelta(days=366)
# kind -> what such a notice has to say, and what it may say besides; all else is refused.
_MUST = {
    NoticeKind.tender: {"closes_at", "amount_fen"},
    NoticeKind.change: {"changes"},
    NoticeKind.result: {"amount_fen", "winner_name"},
    NoticeKind.terminated: set[str](),
}
_MAY = {NoticeKind.change: {"closes_at", "amount_fen", "winner_name"}}
_SAID = ("closes_at", "amount_fen", "winner_name", "changes")
_MISSING = "这种公告要写明这一项,请补充。"
_NOT_HERE = "这种公告不写这一项,请去掉。"
_PAST = "截止时间已经过去,请改晚。"
_TOO_FAR = "截止时间最晚在一年之内,请改早。"
_NO_HOST = "只能链接到本市公布的交易系统(https 地址),请核对地址。"
_UNKNOWN = "没有找到被变更的公告,请从本项目已发布的公告中选择。"


async def draft_project(caller: Staff, given: ProjectRequest) -> TradingProject:
    """A new draft. Raises NotAtTheDesk, InvalidInput, TooManyNoticeDrafts."""
    check_desk(caller)
    said = _project_columns(given)
    await one_at_a_time("trading drafts")
    drafts = projects_at_the_desk(caller).filter(status=ProjectStatus.draft)
    if await drafts.count() >= MOST_DRAFT_PROJECTS:
        raise TooManyNoticeDrafts()
    return await TradingProject.create(
        created_at=clock.now(), written_by=(caller.staff_id,), **said
    )


async def redraft_project(caller: Staff, project_id: UUID, given: ProjectRequest) -> TradingProject:
    """The draft written anew. Raises NotAtTheDesk, ProjectNotFound, ProjectMoveNotAllowed, and
    InvalidInput with every fault."""
    project = await locked_project(projects_at_the_desk(caller), project_id)
    said = _project_columns(given)
    if project.status is not ProjectStatus.draft:
        raise ProjectMoveNotAllowed()
    said["written_by"] = _with(project.written_by, caller)
    await project.update_from_dict(said).save(update_fields=list(said))
    drafted = TradingNotice.filter(project_id=project.id)
    await drafted.update(trading_class=project.trading_class)
    return project


async def discard_project(caller: Staff, project_id: UUID) -> None:
    """A draft that was never public goes, with the drafts of its notices; the trail says whose.

    Raises NotAtTheDesk, ProjectNotFound, ProjectMoveNotAllowed.
    """
    project = await locked_project(projects_at_the_desk(caller), project_id)
    if project.status is not ProjectStatus.draft:
        raise ProjectMoveNotAllowed()
    await audit(
        caller,
        "discard_trading_project",
        subject_kind="trading_project",
        subject_id=project.id,
        reason=project.title,
    )
    await TradingNotice.filter(project_id=project.id).delete()
    await project.delete()


def _project_columns(given: ProjectRequest) -> dict[str, Any]:
    if given.record_url is not None and not _may_link(given.record_url):
        raise InvalidInput([FieldFault("/record_url", "host_not_allowed", _NO_HOST)])
    said = given.model_dump()
    optional = ("buyer_code", "agent_name", "agent_code", "record_url")
    return said | {name: said[name] or "" for name in optional}


async def draft_notice(caller: Staff, project_id: UUID, given: NoticeRequest) -> TradingNotice:
    """A new draft of a notice; a tender alone begins a project.

    Raises NotAtTheDesk, ProjectNotFound, ProjectMoveNotAllowed, TooManyNoticeDrafts, InvalidInput.
    """
    project = await locked_project(projects_at_the_desk(caller), project_id)
    said = await _checked(project, given)
    there = await notices_of(project.id, drafts=True)
    drafts = [one for one in there if one.status is NoticeStatus.draft]
    if len(drafts) >= MOST_DRAFT_NOTICES or len(there) >= MOST_NOTICES:
        raise TooManyNoticeDrafts()
    return await TradingNotice.create(
        project_id=project.id,
        trading_class=project.trading_class,
        drafted_at=clock.now(),
        written_by=(caller.staff_id,),
        **said,
    )


async def redraft_notice(caller: Staff, notice_id: UUID, given: NoticeRequest) -> TradingNotice:
    """Raises NotAtTheDesk, NoticeNotFound, NoticePublished, ProjectMoveNotAllowed, InvalidInput."""
    project, notice = await locked_notice(caller, notice_id)
    check_draft(notice)
    said = await _checked(project, given) | {"written_by": _with(notice.written_by, caller)}
    await notice.update_from_dict(said).save(update_fields=list(said))
    return notice


async def discard(caller: Staff, notice_id: UUID) -> TradingNotice:
    """作废 of a draft. Raises NotAtTheDesk, NoticeNotFound, NoticePublished."""
    _, notice = await locked_notice(caller, notice_id)
    check_draft(notice)
    notice.status = NoticeStatus.discarded
    await notice.save(update_fields=["status"])
    return notice


def check_draft(notice: TradingNotice) -> None:
    """Raises NoticePublished."""
    if notice.status is not NoticeStatus.draft:
        raise NoticePublished()


def _with(before: tuple[UUID, ...], caller: Staff) -> tuple[UUID, ...]:
    return tuple(dict.fromkeys((*before, caller.staff_id)))


async def _checked(project: TradingProject, given: NoticeRequest) -> dict[str, Any]:
    """The columns. Raises ProjectMoveNotAllowed, and InvalidInput with every fault."""
    begins = given.kind is NoticeKind.tender
    if begins is not (project.status is ProjectStatus.draft):
        raise ProjectMoveNotAllowed()
    if project.status is ProjectStatus.terminated:
        raise ProjectMoveNotAllowed()
    faults = [*_faults(given)]
    if given.changes is not None:
        try:
            await changed_notice(project, given.changes)
        except NoticeNotFound:
            faults.append(FieldFault("/changes", "unknown", _UNKNOWN))
    if faults:
        raise InvalidInput(faults)
    plain = given.model_dump(include={"kind", "title", "text", "closes_at", "amount_fen"})
    return plain | {
        "winner_name": given.winner_name or "",
        "changes_id": given.changes,
        "links": tuple(RecordLink.of(one) for one in given.links),
    }


async def changed_notice(project: TradingProject, notice_id: UUID) -> TradingNotice:
    """What a change of this project is about. Raises NoticeNotFound."""
    published = {one.id: one for one in await notices_of(project.id)}
    if notice_id not in published:
        raise NoticeNotFound()
    return published[notice_id]


def _faults(given: NoticeRequest) -> Iterator[FieldFault]:
    must = _MUST[given.kind]
    for name in _SAID:
        is_said = getattr(given, name) is not None
        if name in must and not is_said:
            yield FieldFault(f"/{name}", "missing", _MISSING)
        elif is_said and name not in must | _MAY.get(given.kind, set()):
            yield FieldFault(f"/{name}", "not_of_this_kind", _NOT_HERE)
    if given.closes_at is not None:
        yield from _faults_of_deadline(given.closes_at - clock.now())
    for place, link in enumerate(given.links):
        if not _may_link(link.url):
            yield FieldFault(f"/links/{place}/url", "host_not_allowed", _NO_HOST)


def _faults_of_deadline(left: timedelta) -> Iterator[FieldFault]:
    if left <= timedelta(0):
        yield FieldFault("/closes_at", "past", _PAST)
    elif left > _LONGEST:
        yield FieldFault("/closes_at", "too_far", _TOO_FAR)


def _may_link(url: str) -> bool:
    """Whether it leads by https to a host of the allow-list, as whoever reads it."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return False
    plain = url.isascii() and url.isprintable() and not set(url) & set(" \\<>\"'`{}|^")
    # What stands before an @ makes people read another host than the browser goes to.
    known = parts.netloc in RULES.here().hosts.on(clock.today()).hosts
    return plain and parts.scheme == "https" and port is None and known
