"""The one form as the counter sees it: what the situation calls for, personal values masked."""

from mobile_api.cases.completeness import wanted_fields
from mobile_api.cases.models import Case
from mobile_api.guides.schemas import ServiceGuide
from mobile_api.guides.vocabulary import FieldType
from mobile_api.shared.masking import mask_address, mask_id_number, mask_name, mask_phone

_MASKS = {
    FieldType.PERSON_NAME: mask_name,
    FieldType.ID_NUMBER: mask_id_number,
    FieldType.PHONE: mask_phone,
    FieldType.BANK_ACCOUNT: mask_id_number,
    FieldType.ADDRESS: mask_address,
}


def submitted_form(case: Case, guide: ServiceGuide) -> dict[str, str]:
    """The values that were handed in; one no longer called for stays with the person."""
    form: dict[str, str] = case.form or {}
    return {field.key: form[field.key] for field in wanted_fields(case, guide) if field.key in form}


def masked_form(case: Case, guide: ServiceGuide) -> dict[str, str]:
    """The submitted form with names, numbers, telephones and addresses masked."""
    masks = {field.key: _MASKS[field.type] for field in guide.form_fields if field.type in _MASKS}
    form = submitted_form(case, guide)
    return {key: masks[key](value) if key in masks else value for key, value in form.items()}
