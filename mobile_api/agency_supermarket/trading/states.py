"""What is traded, which notices there are, where a project stands, and its moves as data."""

from enum import StrEnum

from mobile_api.shared.callers import StaffRole
from mobile_api.shared.history import moves
from mobile_api.shared.history.moves import ActorKind


class TradingClass(StrEnum):
    """四类公共资源交易."""

    procurement = "procurement"
    construction = "construction"
    property_rights = "property_rights"
    land = "land"


CLASS_NAMES = {
    TradingClass.procurement: "政府采购",
    TradingClass.construction: "工程招投标",
    TradingClass.property_rights: "产权交易",
    TradingClass.land: "土地使用权",
}


class NoticeKind(StrEnum):
    """公告种类."""

    tender = "tender"
    change = "change"
    result = "result"
    terminated = "terminated"


KIND_NAMES = {
    NoticeKind.tender: "交易公告",
    NoticeKind.change: "变更(澄清)公告",
    NoticeKind.result: "结果公告",
    NoticeKind.terminated: "终止公告",
}


class NoticeStatus(StrEnum):
    """A draft is seen by the desk alone; what was published is never written anew."""

    draft = "draft"
    published = "published"
    discarded = "discarded"


class ProjectStatus(StrEnum):
    """Where a project (项目) stands; its notices move it."""

    draft = "draft"
    announced = "announced"
    changed = "changed"
    closed = "closed"
    result = "result"
    terminated = "terminated"


PROJECT_STATUS_NAMES = {
    ProjectStatus.draft: "草稿",
    ProjectStatus.announced: "公告中",
    ProjectStatus.changed: "公告中(有变更)",
    ProjectStatus.closed: "已截止,等待结果",
    ProjectStatus.result: "已公布结果",
    ProjectStatus.terminated: "已终止",
}
PUBLIC_PROJECTS = frozenset(ProjectStatus) - {ProjectStatus.draft}
# Offers may still be handed in.
OPEN_PROJECTS = frozenset({ProjectStatus.announced, ProjectStatus.changed})

# Who writes a notice, and who lets it go out: two people, whatever their duties.
WRITES = frozenset({StaffRole.reviewer, StaffRole.publisher})
PUBLISHES = frozenset({StaffRole.publisher, StaffRole.supervisor})
READS = WRITES | PUBLISHES

ProjectMove = moves.Move[ProjectStatus]
_S = ProjectStatus
_STAFF, _SYSTEM = ActorKind.staff, ActorKind.system


def _move(
    name: str,
    sources: set[ProjectStatus] | frozenset[ProjectStatus],
    target: ProjectStatus,
    actor: ActorKind = _STAFF,
) -> ProjectMove:
    roles = PUBLISHES if actor is _STAFF else frozenset[StaffRole]()
    return ProjectMove(name, frozenset(sources), target, actor, roles)


ANNOUNCE = _move("announce", {_S.draft}, _S.announced)
CHANGE = _move("change", OPEN_PROJECTS, _S.changed)
CLOSE = _move("close", OPEN_PROJECTS, _S.closed, _SYSTEM)
CONCLUDE = _move("conclude", {_S.closed}, _S.result)
# A result that was told wrong: the notice that corrects it stands beside it.
CORRECT = _move("correct", {_S.result}, _S.result)
TERMINATE = _move("terminate", OPEN_PROJECTS | {_S.closed}, _S.terminated)
