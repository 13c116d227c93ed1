"""What is typed into a form: read by the rule of its kind, and kept in the form of that kind."""

from collections.abc import Callable, Mapping
from datetime import date

from mobile_api.guides.catalogue.service import FieldType, FormField
from mobile_api.shared.text.amounts import NoSuchDay, bank_account_of, day_of, number_of
from mobile_api.shared.text.identity_numbers import (
    id_number_fault,
    is_social_credit_code,
    normalised,
    normalised_mobile,
)
from mobile_api.shared.text.names import latin_name_of, name_of


def _day(text: str) -> str | None:
    try:
        day = day_of(text)
    except NoSuchDay:
        return None
    return day.isoformat() if day else None


# What a value of each kind is kept as; None: it is none of that kind.
_READERS: Mapping[FieldType, Callable[[str], str | None]] = {
    FieldType.NUMBER: number_of,
    FieldType.DATE: _day,
    FieldType.PERSON_NAME: name_of,
    FieldType.LATIN_NAME: latin_name_of,
    FieldType.ID_NUMBER: normalised,
    FieldType.PHONE: normalised_mobile,
    FieldType.SOCIAL_CREDIT_CODE: normalised,
    FieldType.BANK_ACCOUNT: bank_account_of,
}


def as_kept(field: FormField, typed: str) -> str:
    """The value in the form of its kind; what is none of that kind stays as its writer typed it."""
    read = _READERS.get(field.type)
    return (read(typed) if read else None) or typed


def is_no_day(field: FormField, value: str) -> bool:
    """Whether a date is written well and yet no day of the calendar."""
    if field.type is not FieldType.DATE:
        return False
    try:
        day_of(value)
    except NoSuchDay:
        return True
    return False


def fits(field: FormField, value: str, on: date) -> bool:
    """Whether the value is one of its kind, in whatever form it was typed."""
    match field.type:
        case FieldType.CHOICE:
            return value in {option.key for option in field.options}
        case FieldType.ID_NUMBER:
            return id_number_fault(normalised(value), on=on) is None
        case FieldType.SOCIAL_CREDIT_CODE:
            return is_social_credit_code(normalised(value))
    read = _READERS.get(field.type)
    return read is None or read(value) is not None
