"""What other features ask of cases: where one stands, whose it is, numbers as people type them."""

from uuid import UUID

from mobile_api.accounts.proofs.service import Action, require
from mobile_api.cases.history import SYSTEM, note
from mobile_api.cases.numbers import LENGTH, TAIL_LENGTH, is_case_number
from mobile_api.cases.scope import locked_for_nobody, scoped, visible_case
from mobile_api.cases.shapes import ActionKey
from mobile_api.cases.status.enterprises import activity, power_for, power_list, whose_cases
from mobile_api.cases.status.guidance import NextAction
from mobile_api.cases.status.schemas import CaseFullDetails
from mobile_api.cases.status.standing import holder_of, status_name
from mobile_api.cases.status.views import history, status_answer, summary, view
from mobile_api.cases.words import WORDS
from mobile_api.shared.audit import audit
from mobile_api.shared.callers import Citizen
from mobile_api.shared.errors import NotAllowed
from mobile_api.shared.serial_numbers import check_character

__all__ = [
    "DELIVERY_NAMES",
    "HOLDER_NAMES",
    "LENGTH",
    "STATUS_NAMES",
    "TAIL_LENGTH",
    "ActionKey",
    "NextAction",
    "activity",
    "check_character",
    "full_details",
    "history",
    "holder_of",
    "is_case_number",
    "note_of_service",
    "power_for",
    "power_list",
    "scoped",
    "status_answer",
    "status_name",
    "summary",
    "view",
    "visible_case",
    "whose_cases",
]

STATUS_NAMES = WORDS.statuses
HOLDER_NAMES = WORDS.holders
DELIVERY_NAMES = WORDS.deliveries


async def full_details(caller: Citizen, case_id: UUID) -> CaseFullDetails:
    """The form as its applicant filled it in; the look is written down in the same transaction.

    Another clerk of the enterprise has no business with their number. Raises CaseNotFound,
    NotAllowed, AssuranceTooLow.
    """
    case = await visible_case(caller, case_id)
    if case.applicant_id != caller.person_id:
        raise NotAllowed()
    await require(caller, Action.view_full_details)
    await audit(caller, "view_own_details", subject_kind="case", subject_id=case.id)
    return CaseFullDetails(form=case.form or {})


async def note_of_service(case_id: UUID, kind: str, text: str) -> None:
    """An intermediary's service to a case has begun or is over: an event that everybody reads who
    may see its history. Neither its status nor a clock of it changes.

    Raises CaseNotFound.
    """
    await note(await locked_for_nobody(case_id), SYSTEM, kind, text)
