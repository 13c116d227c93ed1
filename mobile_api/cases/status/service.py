"""What other features ask of cases: where one stands, whose it is, numbers as people type them."""

from uuid import UUID

from mobile_api.cases.history import SYSTEM, note
from mobile_api.cases.numbers import LENGTH, TAIL_LENGTH, is_case_number
from mobile_api.cases.scope import locked_for_nobody, scoped, visible_case
from mobile_api.cases.status.enterprises import activity, power_for, power_list
from mobile_api.cases.status.views import history, holder_of, status_answer, summary, view
from mobile_api.cases.words import WORDS
from mobile_api.shared.serial_numbers import check_character

__all__ = [
    "DELIVERY_NAMES",
    "HOLDER_NAMES",
    "LENGTH",
    "STATUS_NAMES",
    "TAIL_LENGTH",
    "activity",
    "check_character",
    "history",
    "holder_of",
    "is_case_number",
    "note_of_service",
    "power_for",
    "power_list",
    "scoped",
    "status_answer",
    "summary",
    "view",
    "visible_case",
]

STATUS_NAMES = WORDS.statuses
HOLDER_NAMES = WORDS.holders
DELIVERY_NAMES = WORDS.deliveries


async def note_of_service(case_id: UUID, kind: str, text: str) -> None:
    """An intermediary's service to a case has begun or is over: an event that everybody reads who
    may see its history. Neither its status nor a clock of it changes.

    Raises CaseNotFound.
    """
    await note(await locked_for_nobody(case_id), SYSTEM, kind, text)
