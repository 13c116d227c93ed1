"""Where each thing is done that an applicant may do with a case."""

from mobile_api.cases.status.schemas import CaseView
from mobile_api.cases.status.service import ActionKey, NextAction
from mobile_api.web.citizen.applying.steps import path_of, tasks_path

PARCELS, ADDRESS, READDRESS = "delivery/parcels", "delivery/address", "delivery/readdress"
PICK_UP, CONFIRM, NUMBER = "originals/pick-up", "originals/pick-up/confirm", "originals/number"
HANDOFF, DETAILS, NOTICE = "handoff", "full-details", "notice"
_BELOW = {
    ActionKey.fill_in: "tasks",
    ActionKey.correct: "tasks",
    ActionKey.readdress: READDRESS,
    ActionKey.choose_city: HANDOFF,
    ActionKey.send_originals: f"{PARCELS}#originals",
    ActionKey.follow_parcel: PARCELS,
    ActionKey.change_address: ADDRESS,
    ActionKey.withdraw: "withdraw",
}


def action_path(case: CaseView, key: ActionKey) -> str:
    """The page for it; a part of the case's own page for what is done at a counter."""
    if key is ActionKey.apply_anew:
        return f"/guides/{case.item_key}"
    if key in (ActionKey.collect, ActionKey.visit):
        return "#places"
    return tasks_path(case.id) if _BELOW[key] == "tasks" else path_of(case.id, _BELOW[key])


def awaited_of(case: CaseView) -> NextAction | None:
    """What the case waits for; None when it is not its applicant's turn."""
    return next((one for one in case.next_actions if one.is_awaited and one.is_possible), None)


def action_of(case: CaseView, key: ActionKey) -> NextAction | None:
    """What the case says of it; None where it makes no sense."""
    return next((one for one in case.next_actions if one.key is key), None)
