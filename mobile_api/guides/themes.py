"""One thing handled once (一件事): answers choose components, whose papers and forms merge."""

from collections.abc import Mapping
from graphlib import TopologicalSorter

from pydantic import Field

from mobile_api.guides.elements import FormField, MaterialRequirement, Question
from mobile_api.guides.limits import in_working_days
from mobile_api.guides.scenarios import (
    Answers,
    Path,
    Situation,
    holds,
    reasons,
    situation_of,
    walk,
)
from mobile_api.guides.schemas import ServiceGuide, Theme, ThemeComponent
from mobile_api.shared.schema import AnswerBody

Guides = Mapping[str, ServiceGuide]


class ChosenComponent(AnswerBody):
    """A component that applies; `waits_for` names chosen components whose result it needs."""

    key: str
    name: str
    service_item: str | None
    authority: str | None
    because: list[str]
    waits_for: list[str]
    promised_working_days: int | None = Field(description="None when another authority decides.")


class OpenItemQuestion(AnswerBody):
    """The next question of one chosen service item."""

    service_item: str
    question: Question


class MergedMaterial(AnswerBody):
    """A material asked for once; `needed_by` lists the service items that use it."""

    material: MaterialRequirement
    needed_by: list[str]


class MaterialFromWithin(AnswerBody):
    """A material that a chosen component produces, so that nobody has to bring it."""

    name: str
    provided_by: str
    needed_by: list[str]


class MergedField(AnswerBody):
    """A form field filled once."""

    field: FormField
    needed_by: list[str]


class ThemePlan(AnswerBody):
    """A theme for one person.

    `waves`: component keys that can run at the same time, in order. Days are working days:
    `one_by_one` if each item were done after the other, `in_order` along the longest chain of the
    waves, `promised` what the lead department promises for the whole. Components of other
    authorities have no known limit and count as 0.
    """

    path: Path
    components: list[ChosenComponent]
    waves: list[list[str]]
    item_questions: list[OpenItemQuestion]
    impossible_items: dict[str, str]
    materials: list[MergedMaterial]
    from_within: list[MaterialFromWithin]
    form_fields: list[MergedField]
    promised_working_days: int
    in_order_working_days: int
    one_by_one_working_days: int


def plan_theme(
    theme: Theme, guides: Guides, answers: Answers, item_answers: Mapping[str, Answers]
) -> ThemePlan:
    """Choose and merge. `item_answers` holds the scenario answers per service item key.

    Raises InvalidInput for answers that the theme or one of its items does not know.
    """
    path = walk(theme.questions, answers)
    chosen = [] if path.impossible_because else [
        one for one in theme.components if holds(one.when, path.answers)
    ]  # fmt: skip
    waits = _waits(chosen)
    items = [guides[one.service_item] for one in chosen if one.service_item]
    found = {
        item.key: situation_of(
            item, item_answers.get(item.key, {}), under=f"/item_answers/{item.key}"
        )
        for item in items
    }
    days = {one.key: _days(one, guides) or 0 for one in chosen}
    materials, from_within = _merged_materials(items, found)
    return ThemePlan(
        path=path,
        components=[_chosen(one, waits[one.key], path, guides) for one in chosen],
        waves=_waves(waits),
        item_questions=[
            OpenItemQuestion(service_item=key, question=one.path.next_question)
            for key, one in found.items()
            if one.path.next_question
        ],
        impossible_items={
            key: one.path.impossible_because
            for key, one in found.items()
            if one.path.impossible_because
        },
        materials=materials,
        from_within=from_within,
        form_fields=_merged_fields(found),
        promised_working_days=theme.promised_working_days,
        in_order_working_days=_longest(waits, days),
        one_by_one_working_days=sum(days.values()),
    )


def _waits(chosen: list[ThemeComponent]) -> dict[str, list[str]]:
    return {
        one.key: [other.key for other in chosen if set(other.provides) & set(one.depends_on)]
        for one in chosen
    }


def _waves(waits: Mapping[str, list[str]]) -> list[list[str]]:
    sorter = TopologicalSorter(waits)
    sorter.prepare()
    waves = []
    while sorter.is_active():
        ready = set(sorter.get_ready())
        waves.append([key for key in waits if key in ready])
        sorter.done(*ready)
    return waves


def _longest(waits: Mapping[str, list[str]], days: Mapping[str, int]) -> int:
    ends: dict[str, int] = {}
    for key in TopologicalSorter(waits).static_order():
        ends[key] = days[key] + max((ends[other] for other in waits[key]), default=0)
    return max(ends.values(), default=0)


def _days(component: ThemeComponent, guides: Guides) -> int | None:
    item = component.service_item
    return in_working_days(guides[item].promised_limit) if item else None


def _chosen(
    component: ThemeComponent, waits_for: list[str], path: Path, guides: Guides
) -> ChosenComponent:
    return ChosenComponent(
        key=component.key,
        name=component.name,
        service_item=component.service_item,
        authority=component.authority,
        because=reasons(component.when, path),
        waits_for=waits_for,
        promised_working_days=_days(component, guides),
    )


def _merged_materials(
    items: list[ServiceGuide], found: Mapping[str, Situation]
) -> tuple[list[MergedMaterial], list[MaterialFromWithin]]:
    makers = {item.result.e_licence: item.key for item in items if item.result.e_licence}
    needed: dict[str, list[str]] = {}
    merged: dict[str, MaterialRequirement] = {}
    for key, situation in found.items():
        for one in situation.materials:
            material = one.material
            needed.setdefault(material.key, []).append(key)
            known = merged.get(material.key)
            merged[material.key] = _stricter(known, material) if known else material
    within = {
        key: makers[material.e_licence]
        for key, material in merged.items()
        if material.e_licence in makers and makers[material.e_licence] not in needed[key]
    }
    return (
        [
            MergedMaterial(material=material, needed_by=needed[key])
            for key, material in merged.items()
            if key not in within
        ],
        [
            MaterialFromWithin(name=merged[key].name, provided_by=maker, needed_by=needed[key])
            for key, maker in within.items()
        ],
    )


def _stricter(one: MaterialRequirement, other: MaterialRequirement) -> MaterialRequirement:
    """One requirement that satisfies both."""
    return one.model_copy(
        update={
            "required": one.required or other.required,
            "deferrable": one.deferrable and other.deferrable,
            "copies": max(one.copies, other.copies),
            "acceptance_notes": list(dict.fromkeys(one.acceptance_notes + other.acceptance_notes)),
        }
    )


def _merged_fields(found: Mapping[str, Situation]) -> list[MergedField]:
    fields: dict[str, FormField] = {}
    needed: dict[str, list[str]] = {}
    for key, situation in found.items():
        for field in situation.form_fields:
            needed.setdefault(field.key, []).append(key)
            known = fields.setdefault(field.key, field)
            if field.required and not known.required:
                fields[field.key] = field
    return [MergedField(field=field, needed_by=needed[key]) for key, field in fields.items()]
