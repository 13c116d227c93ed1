"""The table of the pages of public trading."""

from sanic import Blueprint

from mobile_api.web.citizen.market.acts.routes import add_acts
from mobile_api.web.citizen.market.trading import (
    board_pages,
    complaint_acts,
    complaint_pages,
    control_acts,
    expert_acts,
    expert_pages,
)

_READ = ("GET", "HEAD")
_TABLE = (
    (board_pages.show_projects, board_pages.BOARD),
    (board_pages.show_project, f"{board_pages.BOARD}/projects/<project_id:uuid>"),
    (board_pages.show_notices, board_pages.NOTICES),
    (board_pages.show_week, board_pages.WEEK),
    (complaint_pages.show_complaints, complaint_acts.COMPLAINTS),
    (complaint_pages.show_complaint, complaint_acts.ONE),
    (expert_pages.show_expert, expert_acts.EXPERT),
    (expert_pages.show_judging, expert_acts.SEAT),
)


def add_to(pages: Blueprint) -> None:
    """Every address that a form is sent to can also be opened: reload and Back lead nowhere odd."""
    for handler, path in _TABLE:
        pages.add_route(handler, path, methods=_READ, name=f"trading_{handler.__name__}")
    add_acts(pages, complaint_acts.ACTS, "trading")
    add_acts(pages, expert_acts.ACTS, "expert")
    add_acts(pages, control_acts.ACTS, "control")
