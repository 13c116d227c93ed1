"""Rules that a theme (一件事) keeps: its parts exist, can be reached, never wait in a ring."""

from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter

from mobile_api.guides.catalogue.schemas import Theme, ThemeComponent
from mobile_api.guides.checks.conditions import condition_faults, question_faults
from mobile_api.guides.checks.guides import duplicate_keys
from mobile_api.guides.checks.parts import CatalogueParts
from mobile_api.guides.checks.wording import no_such
from mobile_api.shared.errors import FieldFault as Fault

# 行政许可法 art. 42: joint or concentrated handling takes at most 45 working days.
JOINT_LIMIT_WORKING_DAYS = 45


def theme_faults(path: str, theme: Theme, parts: CatalogueParts) -> Iterator[Fault]:
    """Every fault of the theme, given all parts of the catalogue."""
    for fault in _all_faults(path, theme, parts):
        yield Fault(fault.path, fault.code, f"{theme.key}:{fault.message}")


def _all_faults(path: str, theme: Theme, parts: CatalogueParts) -> Iterator[Fault]:
    yield from question_faults(f"{path}/questions", theme.questions)
    yield from duplicate_keys(f"{path}/components", theme.components)
    yield from duplicate_keys(f"{path}/results", theme.results)
    if theme.promised_working_days > JOINT_LIMIT_WORKING_DAYS:
        place = f"{path}/promised_working_days"
        yield Fault(place, "promised_over_statutory", "联合办理的承诺时限超过法定45个工作日。")
    questions = {question.key: question for question in theme.questions}
    for number, component in enumerate(theme.components):
        place = f"{path}/components/{number}"
        yield from condition_faults(f"{place}/when", component.when, questions, "component")
        yield from _component_faults(place, component, parts)
    yield from _result_faults(path, theme)
    yield from _ring_faults(path, theme)


def _component_faults(
    path: str, component: ThemeComponent, parts: CatalogueParts
) -> Iterator[Fault]:
    item = component.service_item
    if item is not None and item not in parts.keys["service_items"]:
        yield Fault(
            f"{path}/service_item", "service_item_missing", no_such("service_items", item, parts)
        )
    if item is None and component.authority is None:
        yield Fault(f"{path}/authority", "authority_missing", "目录外的事项应写明由谁办理。")
    if item is not None and component.authority is not None:
        yield Fault(f"{path}/authority", "authority_given_twice", "目录内的事项不写办理单位。")


def _result_faults(path: str, theme: Theme) -> Iterator[Fault]:
    known = {result.key for result in theme.results}
    provided = {key for component in theme.components for key in component.provides}
    for number, component in enumerate(theme.components):
        for name in ("provides", "depends_on"):
            for place, key in enumerate(getattr(component, name)):
                if key not in known:
                    where = f"{path}/components/{number}/{name}/{place}"
                    yield Fault(where, "result_missing", f"没有结果 {key}。")
    for number, result in enumerate(theme.results):
        if result.key not in provided:
            where = f"{path}/results/{number}"
            yield Fault(where, "result_without_provider", f"没有环节产生结果 {result.key}。")


def _ring_faults(path: str, theme: Theme) -> Iterator[Fault]:
    makers: dict[str, set[str]] = {}
    for component in theme.components:
        for key in component.provides:
            makers.setdefault(key, set()).add(component.key)
    graph = {
        component.key: set().union(*(makers.get(key, set()) for key in component.depends_on))
        for component in theme.components
    }
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        ring = " → ".join(error.args[1])
        yield Fault(f"{path}/components", "circular_dependency", f"环节互相等待:{ring}。")
