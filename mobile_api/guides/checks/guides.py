"""Rules that one service guide must keep within itself."""

import re
from collections.abc import Iterator, Sequence
from typing import Protocol

from mobile_api.guides.catalogue.elements import Condition, MaterialRequirement
from mobile_api.guides.catalogue.limits import is_longer
from mobile_api.guides.catalogue.schemas import ServiceGuide
from mobile_api.guides.catalogue.vocabulary import (
    FieldSource,
    FieldSubject,
    FieldType,
    FourDoClass,
    HandleType,
    LimitUnit,
    MaterialForm,
    OnlineLevel,
)
from mobile_api.guides.checks.conditions import condition_faults, question_faults
from mobile_api.shared.errors import FieldFault as Fault
from mobile_api.shared.text.characters import plain

# What the search reads of a name; all else is a space to it.
_WORD = re.compile(r"[0-9A-Za-z\u3400-\u4dbf\u4e00-\u9fff]")


class Keyed(Protocol):
    @property
    def key(self) -> str: ...


class Conditional(Protocol):
    @property
    def when(self) -> Condition: ...


def guide_faults(path: str, guide: ServiceGuide) -> Iterator[Fault]:
    """Every fault of the guide that can be seen without the rest of the catalogue."""
    for fault in _all_faults(path, guide):
        yield Fault(fault.path, fault.code, f"{guide.key}:{fault.message}")


def _all_faults(path: str, guide: ServiceGuide) -> Iterator[Fault]:
    yield from _name_faults(path, guide)
    yield from _limit_faults(path, guide)
    yield from _online_faults(path, guide)
    yield from _fee_faults(path, guide)
    yield from question_faults(f"{path}/scenario_questions", guide.scenario_questions)
    yield from _conditions(path, guide)
    for name in ("materials", "form_fields", "blank_forms"):
        yield from duplicate_keys(f"{path}/{name}", getattr(guide, name))
    yield from _field_faults(path, guide)
    for number, material in enumerate(guide.materials):
        yield from _material_faults(f"{path}/materials/{number}", material, guide)


def duplicate_keys(path: str, parts: Sequence[Keyed]) -> Iterator[Fault]:
    seen: set[str] = set()
    for number, part in enumerate(parts):
        if part.key in seen:
            yield Fault(f"{path}/{number}/key", "duplicate_key", f"{part.key} 重复。")
        seen.add(part.key)


def _name_faults(path: str, guide: ServiceGuide) -> Iterator[Fault]:
    """Of signs alone nothing is left to search by."""
    names = {"name": guide.name}
    names |= {f"aliases/{number}": alias for number, alias in enumerate(guide.aliases)}
    for place, name in names.items():
        if not _WORD.search(plain(name)):
            yield Fault(f"{path}/{place}", "name_without_words", "名称和别名里应有文字。")


def _limit_faults(path: str, guide: ServiceGuide) -> Iterator[Fault]:
    promised = guide.promised_limit
    if is_longer(promised, guide.statutory_limit):
        yield Fault(f"{path}/promised_limit", "promised_over_statutory", "承诺时限长于法定时限。")
    instant = guide.handle_type is HandleType.INSTANT
    if instant and promised.value > 1:
        yield Fault(f"{path}/promised_limit", "instant_with_days", "即办件的承诺时限应为1日。")
    if guide.four_do_class is FourDoClass.AT_ONCE and not instant:
        yield Fault(f"{path}/four_do_class", "at_once_not_instant", "“马上办”事项必须是即办件。")
    days = sum(step.days for step in guide.process)
    if promised.unit is LimitUnit.WORKING_DAY and days > promised.value:
        yield Fault(f"{path}/process", "process_over_promised", "各环节天数之和超过承诺时限。")


def _online_faults(path: str, guide: ServiceGuide) -> Iterator[Fault]:
    level, visits = guide.online_level, guide.visits_required
    if level is OnlineLevel.FULLY_ONLINE and visits:
        yield Fault(f"{path}/visits_required", "visit_though_online", "全程网办不应要求到现场。")
    if visits and not guide.visit_reason:
        yield Fault(f"{path}/visit_reason", "visit_reason_missing", "要求到现场的应说明原因。")
    if level is OnlineLevel.PUBLISHED_ONLY and guide.form_fields:
        yield Fault(f"{path}/form_fields", "form_though_published_only", "仅公开的事项不能有表单。")


def _fee_faults(path: str, guide: ServiceGuide) -> Iterator[Fault]:
    fee = guide.fee
    if fee.charged and not fee.items:
        yield Fault(f"{path}/fee/items", "fee_without_items", "收费事项应列明收费项目。")
    if fee.charged and not fee.basis:
        yield Fault(f"{path}/fee/basis", "fee_without_basis", "收费事项应列明收费依据。")
    if fee.items and not fee.charged:
        yield Fault(f"{path}/fee/charged", "fee_items_though_free", "不收费的事项不能有收费项目。")


def _conditions(path: str, guide: ServiceGuide) -> Iterator[Fault]:
    questions = {question.key: question for question in guide.scenario_questions}
    groups: dict[str, tuple[str, Sequence[Conditional]]] = {
        "materials": ("material", guide.materials),
        "eligibility": ("condition", guide.eligibility),
        "form_fields": ("field", guide.form_fields),
        "fee/items": ("fee", guide.fee.items),
    }
    for name, (what, parts) in groups.items():
        for number, part in enumerate(parts):
            place = f"{path}/{name}/{number}/when"
            yield from condition_faults(place, part.when, questions, what)


def _field_faults(path: str, guide: ServiceGuide) -> Iterator[Fault]:
    known = {field.key for field in guide.form_fields}
    for number, field in enumerate(guide.form_fields):
        if (field.type is FieldType.CHOICE) is not bool(field.options):
            place = f"{path}/form_fields/{number}/options"
            yield Fault(place, "options_do_not_fit", f"字段 {field.key} 的选项与类型不符。")
        if field.about is FieldSubject.PRINCIPAL and field.source is FieldSource.ACCOUNT:
            place = f"{path}/form_fields/{number}/source"
            yield Fault(
                place,
                "not_of_the_account",
                f"字段 {field.key} 问的是被代办人,不能由账号带入。",
            )
    for number, form in enumerate(guide.blank_forms):
        place = f"{path}/blank_forms/{number}/fields"
        yield from _missing(place, form.fields, known, "field_missing", "表单中没有字段")


def _material_faults(
    path: str, material: MaterialRequirement, guide: ServiceGuide
) -> Iterator[Fault]:
    forms = {form.key for form in guide.blank_forms}
    for name in ("blank_form", "sample"):
        key = getattr(material, name)
        if key is not None and key not in forms:
            yield Fault(f"{path}/{name}", "blank_form_missing", f"没有空白表格 {key}。")
    known = {field.key for field in guide.form_fields}
    yield from _missing(f"{path}/fields", material.fields, known, "field_missing", "表单中没有字段")
    if material.form is MaterialForm.E_LICENCE and not material.e_licence:
        yield Fault(f"{path}/e_licence", "e_licence_missing", "应写明是哪一种电子证照。")


def _missing(
    path: str, wanted: Sequence[str], known: set[str], code: str, words: str
) -> Iterator[Fault]:
    for number, key in enumerate(wanted):
        if key not in known:
            yield Fault(f"{path}/{number}", code, f"{words} {key}。")
