"""Is a draft complete? Every gap at once, each with the place where it is to be filled."""

from collections.abc import Iterator
from datetime import date

from mobile_api.accounts.models import Person
from mobile_api.cases.applying.form_values import fits, is_no_day
from mobile_api.cases.applying.principals import principal_faults
from mobile_api.cases.case_guide import wanted_fields, wanted_materials
from mobile_api.cases.models import Case
from mobile_api.cases.states import DeliveryKind
from mobile_api.cases.status.versions import Files, Pages
from mobile_api.cases.words import WORDS
from mobile_api.enterprises.models import Enterprise
from mobile_api.guides.catalogue.schemas import ServiceGuide
from mobile_api.guides.catalogue.service import (
    FieldSource,
    FieldType,
    open_question_keys,
)
from mobile_api.shared.errors import FieldFault
from mobile_api.shared.text.characters import has_visible
from uploads.service import file_fault


def gaps(
    case: Case, guide: ServiceGuide, given: Pages, *, applicant: str, on: date
) -> list[FieldFault]:
    """Every reason why the case cannot be submitted yet.

    `given`: the pages by material key, of which `page_faults` says whether they are clean.
    `applicant`: the identity number of who files it, empty while it is not known. JSON pointers
    name the field, material or question; an empty list means complete.
    """
    return [
        *_unanswered(case, guide),
        *_field_faults(case, guide, on),
        *principal_faults(case, guide, applicant, on),
        *_missing_materials(case, guide, given),
        *_delivery_faults(case, guide),
    ]


def _unanswered(case: Case, guide: ServiceGuide) -> Iterator[FieldFault]:
    for key in open_question_keys(guide.scenario_questions, case.situation):
        yield FieldFault(f"/situation/{key}", "missing", WORDS.filling.question_open)


def _field_faults(case: Case, guide: ServiceGuide, on: date) -> Iterator[FieldFault]:
    form = case.form or {}
    for field in wanted_fields(case, guide):
        if field.source is not FieldSource.APPLICANT:
            continue
        value = form.get(field.key, "")
        path = f"/form/{field.key}"
        if not has_visible(value):
            if field.required:
                text = WORDS.filling.field_missing.format(label=field.label)
                yield FieldFault(path, "missing", text)
        elif len(value) > field.max_length:
            text = WORDS.filling.field_too_long.format(count=field.max_length)
            yield FieldFault(path, "string_too_long", text)
        elif is_no_day(field, value):
            yield FieldFault(path, "shape", WORDS.filling.no_such_day)
        elif not fits(field, value, on):
            yield FieldFault(path, "shape", WORDS.filling.field_shapes[field.type] or "")


def _missing_materials(case: Case, guide: ServiceGuide, given: Pages) -> Iterator[FieldFault]:
    for material in wanted_materials(case, guide):
        if material.required and material.is_uploaded and not given.get(material.key):
            text = WORDS.filling.material_missing.format(name=material.name)
            yield FieldFault(f"/materials/{material.key}", "missing", text)


def page_faults(given: Pages, files: Files) -> list[FieldFault]:
    """Pages that are not here, not inspected yet or refused, each by its material and place."""
    return [
        fault
        for key, ids in given.items()
        for place, file_id in enumerate(ids)
        if (fault := file_fault(f"/materials/{key}/{place}", files.get(file_id)))
    ]


def _delivery_faults(case: Case, guide: ServiceGuide) -> Iterator[FieldFault]:
    choice = case.delivery
    if choice is not None and choice.kind is DeliveryKind.post:
        if not guide.post.result:
            yield FieldFault("/delivery/kind", "no_post", WORDS.filling.no_post)
        elif choice.address is None:
            yield FieldFault("/delivery/address", "missing", WORDS.filling.address_missing)
        if choice.receiver_pays and not choice.agrees_to_postage:
            yield FieldFault(
                "/delivery/agrees_to_postage", "missing", WORDS.filling.postage_not_agreed
            )


# By this key a form asks for the name that stands on the business licence.
ENTERPRISE_NAME = "organisation-name"


def account_values(
    guide: ServiceGuide, person: Person, enterprise: Enterprise | None
) -> dict[str, str]:
    """Form values that are known from the account, and from the licence of the enterprise that
    applies: what we know is not asked again (国令716)."""
    known = {
        FieldType.PERSON_NAME: person.name,
        FieldType.ID_NUMBER: person.id_number,
        FieldType.PHONE: person.phone,
        FieldType.SOCIAL_CREDIT_CODE: enterprise.social_credit_code if enterprise else None,
    }
    fields = [
        field
        for field in guide.form_fields
        if field.source is FieldSource.ACCOUNT
        or (enterprise is not None and field.type is FieldType.SOCIAL_CREDIT_CODE)
    ]
    values = {field.key: known.get(field.type) or "" for field in fields}
    if enterprise is not None:
        of_licence = [one.key for one in guide.form_fields if one.source is FieldSource.E_LICENCE]
        values |= {key: enterprise.name for key in of_licence if key == ENTERPRISE_NAME}
    return values
