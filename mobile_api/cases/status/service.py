"""What other features ask of cases: where one stands, whose it is, numbers as people type them."""

from mobile_api.cases.numbers import LENGTH, TAIL_LENGTH, is_case_number
from mobile_api.cases.scope import scoped, visible_case
from mobile_api.cases.status.views import history, holder_of, status_answer, summary, view
from mobile_api.cases.words import WORDS
from mobile_api.shared.serial_numbers import check_character

__all__ = [
    "HOLDER_NAMES",
    "LENGTH",
    "STATUS_NAMES",
    "TAIL_LENGTH",
    "check_character",
    "history",
    "holder_of",
    "is_case_number",
    "scoped",
    "status_answer",
    "summary",
    "view",
    "visible_case",
]

STATUS_NAMES = WORDS.statuses
HOLDER_NAMES = WORDS.holders
