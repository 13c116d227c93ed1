"""Where a need stands, and the allowed moves as data."""

from enum import StrEnum

from mobile_api.shared.history import moves
from mobile_api.shared.history.moves import ActorKind


class NeedStatus(StrEnum):
    """Where a need (采购需求) stands."""

    draft = "draft"
    published = "published"
    opened = "opened"
    drawing = "drawing"
    choosing = "choosing"
    scoring = "scoring"
    awarded = "awarded"
    failed = "failed"
    cancelled = "cancelled"


NEED_STATUS_NAMES = {
    NeedStatus.draft: "草稿",
    NeedStatus.published: "公告中",
    NeedStatus.opened: "已开启报价",
    NeedStatus.drawing: "等待摇号",
    NeedStatus.choosing: "等待采购人选定",
    NeedStatus.scoring: "等待专家评审",
    NeedStatus.awarded: "已选定中介机构",
    NeedStatus.failed: "流标",
    NeedStatus.cancelled: "已取消",
}
# Nothing more is decided: what follows an award is the contract's.
OVER = frozenset({NeedStatus.awarded, NeedStatus.failed, NeedStatus.cancelled})
PUBLIC_NEEDS = frozenset(NeedStatus) - {NeedStatus.draft}


class NeedFailure(StrEnum):
    """Why nobody was chosen, beside the reasons of the selection itself."""

    never_opened = "never_opened"
    never_chosen = "never_chosen"
    no_draw = "no_draw"
    no_panel = "no_panel"
    never_scored = "never_scored"


NeedMove = moves.Move[NeedStatus]
_S = NeedStatus
_CITIZEN, _STAFF, _SYSTEM = ActorKind.citizen, ActorKind.staff, ActorKind.system


def _move(name: str, sources: set[NeedStatus], target: NeedStatus, actor: ActorKind) -> NeedMove:
    return NeedMove(name, frozenset(sources), target, actor)


PUBLISH = _move("publish", {_S.draft}, _S.published, _CITIZEN)
CANCEL = _move("cancel", {_S.draft, _S.published}, _S.cancelled, _CITIZEN)
OPEN = _move("open", {_S.published}, _S.opened, _CITIZEN)
AWAIT_SCORES = _move("await_scores", {_S.opened}, _S.scoring, _SYSTEM)
AWAIT_DRAW = _move("await_draw", {_S.opened, _S.drawing, _S.scoring}, _S.drawing, _SYSTEM)
AWAIT_CHOICE = _move("await_choice", {_S.opened, _S.drawing}, _S.choosing, _SYSTEM)
AWARD = _move("award", {_S.opened, _S.drawing, _S.choosing, _S.scoring}, _S.awarded, _SYSTEM)
# A complaint was right: what was opened is settled anew, or fails.
VOID_AWARD = _move("void_award", {_S.awarded}, _S.opened, _STAFF)
_BEFORE_RESULT = {_S.published, _S.opened, _S.drawing, _S.choosing, _S.scoring}
FAIL_NEED = _move("fail", _BEFORE_RESULT, _S.failed, _SYSTEM)
