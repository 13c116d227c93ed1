"""The table of the pages on which an application is filled in and sent."""

from sanic import Blueprint

from mobile_api.web.citizen.applying import (
    check_pages,
    delivery_pages,
    form_pages,
    material_pages,
    question_pages,
    sending_pages,
    start_pages,
    task_pages,
    ticket_doors,
)
from mobile_api.web.citizen.applying.steps import CASE

_READ = ("GET", "HEAD")
_WRITE = ("POST",)
_BEGIN = "/guides/<key>/apply"
_MATERIAL = f"{CASE}/materials/<key>"
_PAGE = f"{_MATERIAL}/pages/<file_id:uuid>"
_OPEN = f"{_MATERIAL}/open/<page:int>"
_TICKETS = f"{_MATERIAL}/tickets"

# What the script of a material's page asks; no page, so nobody comes back to it.
doors = Blueprint("page-doors")
doors.add_route(ticket_doors.begin_page, _TICKETS, methods=_WRITE)
doors.add_route(ticket_doors.end_page, f"{_TICKETS}/<file_id:uuid>", methods=_WRITE)


_TABLE = (
    (start_pages.show_start, _BEGIN, _READ),
    (start_pages.start, _BEGIN, _WRITE),
    (task_pages.show_tasks, f"{CASE}/tasks", _READ),
    (question_pages.show_question, f"{CASE}/questions/<key>", _READ),
    (question_pages.answer_question, f"{CASE}/questions/<key>", _WRITE),
    (form_pages.show_form, f"{CASE}/form", _READ),
    (form_pages.fill_form, f"{CASE}/form", _WRITE),
    (material_pages.show_material, _MATERIAL, _READ),
    (material_pages.finish_material, _MATERIAL, _WRITE),
    (material_pages.back_to_material, f"{_MATERIAL}/pages", _READ),
    (material_pages.arrange_page, _PAGE, _WRITE),
    (material_pages.back_to_pages, _PAGE, _READ),
    (material_pages.open_page, _OPEN, _READ),
    (delivery_pages.show_delivery, f"{CASE}/delivery", _READ),
    (delivery_pages.choose_delivery, f"{CASE}/delivery", _WRITE),
    (check_pages.show_check, f"{CASE}/check", _READ),
    (check_pages.submit_case, f"{CASE}/submit", _WRITE),
    (check_pages.back_to_check, f"{CASE}/submit", _READ),
    (check_pages.show_receipt, f"{CASE}/receipt", _READ),
)


def add_to(pages: Blueprint) -> None:
    """Every address that a form is sent to can also be opened: reload and Back lead nowhere odd."""
    for handler, path, methods in _TABLE:
        pages.add_route(handler, path, methods=methods)
    pages.add_route(sending_pages.send_page, f"{_MATERIAL}/pages", methods=_WRITE, stream=True)
