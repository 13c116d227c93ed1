"""The guide that a case stands on, and what it asks of this case in its situation."""

from collections.abc import Mapping

from mobile_api.cases.models import Case
from mobile_api.cases.words import WORDS
from mobile_api.guides.catalogue.schemas import ServiceGuide
from mobile_api.guides.catalogue.service import (
    FieldSource,
    FieldSubject,
    FieldType,
    FormField,
    MaterialRequirement,
    effective_answers,
    holds,
)
from mobile_api.guides.publishing.queries import guide_of
from mobile_api.shared.text.masking import mask_address, mask_id_number, mask_name, mask_phone

_MASKS = {
    FieldType.PERSON_NAME: mask_name,
    FieldType.LATIN_NAME: mask_name,
    FieldType.ID_NUMBER: mask_id_number,
    FieldType.PHONE: mask_phone,
    FieldType.BANK_ACCOUNT: mask_id_number,
    FieldType.ADDRESS: mask_address,
}


async def guide_of_case(case: Case) -> ServiceGuide:
    """The guide version under which the case began, even when a newer one is published."""
    return await guide_of(case.item_key, case.guide_version)


def answers_of(case: Case, guide: ServiceGuide) -> dict[str, str]:
    """The answers that count: one that followed from an answer since changed is left out."""
    return effective_answers(guide.scenario_questions, case.situation)


def wanted_fields(case: Case, guide: ServiceGuide) -> list[FormField]:
    """The form fields that this applicant's situation calls for."""
    answers = answers_of(case, guide)
    return [field for field in guide.form_fields if holds(field.when, answers)]


def wanted_materials(case: Case, guide: ServiceGuide) -> list[MaterialRequirement]:
    """The materials that this applicant's situation calls for."""
    answers = answers_of(case, guide)
    return [material for material in guide.materials if holds(material.when, answers)]


def principal_name(case: Case, guide: ServiceGuide) -> str | None:
    """For whom it is, masked, where that is another person than the one who files it."""
    names = (
        one.key
        for one in wanted_fields(case, guide)
        if one.about is FieldSubject.PRINCIPAL and one.type is FieldType.PERSON_NAME
    )
    name = (case.form or {}).get(next(names, ""))
    return mask_name(name) if name else None


def remedy_text(guide: ServiceGuide) -> str:
    """Where to turn against a decision, and till when."""
    remedy = guide.remedy
    return WORDS.counter.remedy.format(
        days=remedy.reconsideration_days,
        office=remedy.reconsideration_office,
        months=remedy.litigation_months,
        court=remedy.court,
    )


def submitted_form(case: Case, guide: ServiceGuide) -> dict[str, str]:
    """The values that were handed in; one no longer called for stays with the person."""
    form = case.form or {}
    return {field.key: form[field.key] for field in wanted_fields(case, guide) if field.key in form}


# What a whole value of these lets others do is more than its writer needs to see again.
_NEVER_SHOWN = frozenset({FieldType.ID_NUMBER, FieldType.PHONE, FieldType.BANK_ACCOUNT})


def shown_form(case: Case, guide: ServiceGuide) -> dict[str, str]:
    """The form for those whose case it is: masked as their account masks it, for a phone or an
    enterprise's case has more than one reader. Numbers are masked whoever typed them."""
    return shown_values(guide, case.form or {})


def shown_values(guide: ServiceGuide, form: Mapping[str, str]) -> dict[str, str]:
    """Values of the form, masked as in `shown_form`."""
    masks = {
        field.key: _MASKS[field.type]
        for field in guide.form_fields
        if field.type in _NEVER_SHOWN
        or (field.source is FieldSource.ACCOUNT and field.type in _MASKS)
    }
    return {k: masks[k](value) if k in masks and value else value for k, value in form.items()}


def masked_form(case: Case, guide: ServiceGuide) -> dict[str, str]:
    """The submitted form with names, numbers, telephones and addresses masked."""
    masks = {field.key: _MASKS[field.type] for field in guide.form_fields if field.type in _MASKS}
    form = submitted_form(case, guide)
    return {key: masks[key](value) if key in masks else value for key, value in form.items()}
