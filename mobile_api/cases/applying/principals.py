"""For whom an application is made, where that is another person than the one who files it.

A guardian (民法典 23, 27) and whoever has been given the power to (民法典 161) act for a principal.
What is made is the principal's, so the answers have to fit the principal.
"""

from collections.abc import Iterator
from datetime import date

from mobile_api.cases.case_guide import wanted_fields
from mobile_api.cases.models import Case
from mobile_api.cases.words import WORDS
from mobile_api.guides.catalogue.schemas import ServiceGuide
from mobile_api.guides.catalogue.service import FieldSubject, FieldType, Option, chosen_options
from mobile_api.shared import clock
from mobile_api.shared.errors import FieldFault
from mobile_api.shared.text.identity_numbers import birth_date_of, id_number_fault, normalised


def principal_faults(
    case: Case, guide: ServiceGuide, applicant: str, on: date
) -> Iterator[FieldFault]:
    """Where the answers do not fit whom it is for; `applicant`: the identity number of who files.

    What was typed wrongly is told beside the number, what was answered wrongly about oneself beside
    the answer. Codes `own_number` (a number of one's own where the principal's is asked) and
    `age_differs`.
    """
    number, field_key = applicant, None
    for field in wanted_fields(case, guide):
        if field.about is FieldSubject.PRINCIPAL and field.type is FieldType.ID_NUMBER:
            number, field_key = normalised((case.form or {}).get(field.key, "")), field.key
    if id_number_fault(number, on=on) is not None:
        return
    if field_key and number == normalised(applicant):
        yield FieldFault(f"/form/{field_key}", "own_number", WORDS.filling.own_number)
        return
    born = birth_date_of(number)
    # Whoever grows older while their case is corrected has not answered wrongly.
    asked_on = clock.beijing_date(case.submitted_at) if case.submitted_at else on
    for question, option in chosen_options(guide.scenario_questions, case.situation).items():
        if not _fits(option, born, asked_on):
            text = WORDS.filling.age_differs.format(label=option.label)
            path = f"/form/{field_key}" if field_key else f"/situation/{question}"
            yield FieldFault(path, "age_differs", text)


def _fits(option: Option, born: date, on: date) -> bool:
    """On the birthday itself both answers fit: the laws count it in different ways."""
    if option.age_from is not None and on < _birthday(born, option.age_from):
        return False
    return option.age_below is None or on <= _birthday(born, option.age_below)


def _birthday(born: date, years: int) -> date:
    try:
        return born.replace(year=born.year + years)
    except ValueError:
        # Born on the 29th of February.
        return date(born.year + years, 3, 1)
