"""One thing handled once (一件事): answers choose components, whose papers and forms merge."""

from collections.abc import Mapping
from graphlib import TopologicalSorter
from typing import Any

from mobile_api.guides.catalogue.elements import FormField, MaterialRequirement
from mobile_api.guides.catalogue.limits import in_working_days
from mobile_api.guides.catalogue.scenarios import (
    Answers,
    Path,
    Situation,
    holds,
    reasons,
    situation_of,
    walk,
)
from mobile_api.guides.catalogue.schemas import ServiceGuide, Theme, ThemeComponent
from mobile_api.guides.catalogue.theme_plans import (
    ChosenComponent,
    MaterialFromWithin,
    MergedField,
    MergedMaterial,
    OpenItemQuestion,
    ThemePlan,
)
from mobile_api.shared.errors import FieldFault, InvalidInput

__all__ = ["MergedMaterial", "ThemePlan", "plan_theme"]

Guides = Mapping[str, ServiceGuide]


def plan_theme(
    theme: Theme, guides: Guides, answers: Answers, item_answers: Mapping[str, Answers]
) -> ThemePlan:
    """Choose and merge. `item_answers` holds the scenario answers per service item key.

    Raises InvalidInput for answers that the theme or one of its items does not know.
    """
    path = walk(theme.questions, answers)
    _refuse_other_items(theme, item_answers)
    chosen = _chosen(theme, path)
    waits = _waits(chosen)
    days = {one.key: _days(one, guides) or 0 for one in chosen}
    items = [guides[one.service_item] for one in chosen if one.service_item]
    return ThemePlan(
        path=path,
        components=[_told(one, waits[one.key], path, guides) for one in chosen],
        waves=_waves(waits),
        promised_working_days=theme.promised_working_days,
        in_order_working_days=_longest(waits, days),
        one_by_one_working_days=sum(days.values()),
        **_merged(items, item_answers),
    )


def _chosen(theme: Theme, path: Path) -> list[ThemeComponent]:
    if path.impossible_because:
        return []
    return [one for one in theme.components if holds(one.when, path.answers)]


def _merged(items: list[ServiceGuide], item_answers: Mapping[str, Answers]) -> dict[str, Any]:
    """The fields of the plan that come from the guides of the chosen items."""
    found = {
        item.key: situation_of(item, item_answers.get(item.key, {}), f"/item_answers/{item.key}")
        for item in items
    }
    paths = {key: situation.path for key, situation in found.items()}
    materials, from_within = _merged_materials(items, found)
    return {
        "item_questions": [
            OpenItemQuestion(service_item=key, question=path.next_question)
            for key, path in paths.items()
            if path.next_question
        ],
        "impossible_items": {
            key: path.impossible_because for key, path in paths.items() if path.impossible_because
        },
        "materials": materials,
        "from_within": from_within,
        "form_fields": _merged_fields(found),
    }


def _refuse_other_items(theme: Theme, item_answers: Mapping[str, Answers]) -> None:
    items = {one.service_item for one in theme.components}
    faults = [
        FieldFault(f"/item_answers/{number}", "unknown_item", "这个“一件事”里没有这个事项。")
        for number, key in enumerate(item_answers)
        if key not in items
    ]
    if faults:
        raise InvalidInput(faults)


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


def _told(
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
