"""Is a draft complete? Every gap at once, each with the place where it is to be filled."""

from collections.abc import Iterator, Mapping
from datetime import date

from mobile_api.accounts.models import Person
from mobile_api.cases.case_guide import wanted_fields, wanted_materials
from mobile_api.cases.models import Case
from mobile_api.cases.states import DeliveryKind
from mobile_api.enterprises.models import Enterprise
from mobile_api.guides.catalogue.schemas import ServiceGuide
from mobile_api.guides.catalogue.service import (
    FieldSource,
    FieldType,
    FormField,
    open_question_keys,
)
from mobile_api.shared.errors import FieldFault
from mobile_api.shared.text.identity_numbers import (
    id_number_fault,
    is_social_credit_code,
    normalised,
    normalised_mobile,
)

_SHAPE_SENTENCES = {
    FieldType.NUMBER: "请填写数字。",
    FieldType.DATE: "日期格式应为 2026-01-31。",
    FieldType.CHOICE: "请从给出的选项中选择。",
    FieldType.ID_NUMBER: "身份证号不正确,请逐位核对。",
    FieldType.PHONE: "手机号应为11位数字,以1开头,请核对。",
    FieldType.SOCIAL_CREDIT_CODE: "统一社会信用代码应为18位,请按营业执照核对。",
    FieldType.BANK_ACCOUNT: "银行账号应为8到30位数字。",
}


def gaps(
    case: Case, guide: ServiceGuide, given: Mapping[str, int], *, on: date
) -> list[FieldFault]:
    """Every reason why the case cannot be submitted yet.

    `given` counts the clean pages by material key. JSON pointers name the field, material or
    question; an empty list means complete.
    """
    return [
        *_unanswered(case, guide),
        *_field_faults(case, guide, on),
        *_missing_materials(case, guide, given),
        *_delivery_faults(case, guide),
    ]


def _unanswered(case: Case, guide: ServiceGuide) -> Iterator[FieldFault]:
    for key in open_question_keys(guide.scenario_questions, case.situation):
        yield FieldFault(
            f"/situation/{key}", "missing", "请先回答这个问题,我们才知道需要哪些材料。"
        )


def _field_faults(case: Case, guide: ServiceGuide, on: date) -> Iterator[FieldFault]:
    form = case.form or {}
    for field in wanted_fields(case, guide):
        if field.source is not FieldSource.APPLICANT:
            continue
        value = form.get(field.key, "")
        path = f"/form/{field.key}"
        if not value:
            if field.required:
                yield FieldFault(path, "missing", f"请填写“{field.label}”。")
        elif len(value) > field.max_length:
            yield FieldFault(path, "string_too_long", f"最多{field.max_length}个字,请精简。")
        elif not _fits(field, value, on):
            yield FieldFault(path, "shape", _SHAPE_SENTENCES[field.type])


def _fits(field: FormField, value: str, on: date) -> bool:
    match field.type:
        case FieldType.NUMBER:
            return value.replace(".", "", 1).isdecimal() and value.isascii()
        case FieldType.DATE:
            return _is_date(value)
        case FieldType.CHOICE:
            return value in {option.key for option in field.options}
        case FieldType.ID_NUMBER:
            return id_number_fault(normalised(value), on=on) is None
        case FieldType.PHONE:
            return normalised_mobile(value) is not None
        case FieldType.SOCIAL_CREDIT_CODE:
            return is_social_credit_code(normalised(value))
        case FieldType.BANK_ACCOUNT:
            digits = normalised(value)
            return digits.isascii() and digits.isdigit() and 8 <= len(digits) <= 30
    return True


def _is_date(value: str) -> bool:
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return len(value) == len("2026-01-31")


def _missing_materials(
    case: Case, guide: ServiceGuide, given: Mapping[str, int]
) -> Iterator[FieldFault]:
    for material in wanted_materials(case, guide):
        if material.required and material.is_uploaded and not given.get(material.key):
            yield FieldFault(f"/materials/{material.key}", "missing", f"请上传“{material.name}”。")


def _delivery_faults(case: Case, guide: ServiceGuide) -> Iterator[FieldFault]:
    choice = case.delivery
    if choice is not None and choice.kind is DeliveryKind.post:
        if not guide.post.result:
            yield FieldFault(
                "/delivery/kind", "no_post", "这个事项的结果暂不支持邮寄,请选择窗口领取。"
            )
        elif choice.address is None:
            yield FieldFault("/delivery/address", "missing", "请填写收件地址。")
        if choice.receiver_pays and not choice.agrees_to_postage:
            yield FieldFault(
                "/delivery/agrees_to_postage", "missing", "邮费由您签收时支付,请确认同意到付。"
            )


def account_values(
    guide: ServiceGuide, person: Person, enterprise: Enterprise | None
) -> dict[str, str]:
    """Form values that are known from the account: what we know is not asked again (国令716)."""
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
    return {field.key: known.get(field.type) or "" for field in fields}
