"""Rules between the parts of a catalogue: what is named must be there, once, and mean one thing."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from mobile_api.guides.catalogue.places import Article, Board, Counter, HoursException, ServiceHall
from mobile_api.guides.catalogue.schemas import Department, ServiceGuide, Theme
from mobile_api.guides.checks.parts import CatalogueParts, Found
from mobile_api.guides.checks.wording import no_such
from mobile_api.shared.errors import FieldFault as Fault
from mobile_api.shared.text.identity_numbers import is_social_credit_code

_REPEATABLE = ("departments", "halls", "counters", "service_items", "themes", "boards", "articles")


def catalogue_faults(data: Mapping[str, Any], parts: CatalogueParts) -> Iterator[Fault]:
    """Faults that only show when several parts are seen together."""
    for name in _REPEATABLE:
        yield from _repeated(data.get(name), name, "key")
    yield from _repeated(data.get("service_items"), "service_items", "implementation_code")
    for path, department in parts.of("departments", Department):
        if not is_social_credit_code(department.social_credit_code):
            place = f"{path}/social_credit_code"
            yield Fault(place, "code_check_digit", f"{department.key}:统一社会信用代码不正确。")
    yield from _place_faults(parts)
    for path, guide in parts.of("service_items", ServiceGuide):
        yield from _guide_references(path, guide, parts)
    for path, theme in parts.of("themes", Theme):
        yield from _known(f"{path}/lead_department", theme.lead_department, parts, "departments")
        yield from _regions(f"{path}/regions", theme.regions, parts)
    yield from _one_meaning(parts)


def _repeated(rows: object, name: str, field: str) -> Iterator[Fault]:
    seen: set[str] = set()
    for number, row in enumerate(rows if isinstance(rows, list) else []):
        value = row.get(field) if isinstance(row, dict) else None
        if isinstance(value, str) and value in seen:
            yield Fault(f"/{name}/{number}/{field}", f"duplicate_{field}", f"{value} 重复。")
        elif isinstance(value, str):
            seen.add(value)


def _known(path: str, key: str, parts: CatalogueParts, name: str) -> Iterator[Fault]:
    if key not in parts.keys[name]:
        yield Fault(path, f"{name.removesuffix('s')}_missing", no_such(name, key, parts))


def _all_known(path: str, keys: Sequence[str], parts: CatalogueParts, name: str) -> Iterator[Fault]:
    for number, key in enumerate(keys):
        yield from _known(f"{path}/{number}", key, parts, name)


def _regions(path: str, codes: Sequence[str], parts: CatalogueParts) -> Iterator[Fault]:
    for code in codes:
        if code not in parts.region_codes:
            yield Fault(path, "region_mismatch", f"行政区划 {code} 不属于本目录。")


def _guide_references(path: str, guide: ServiceGuide, parts: CatalogueParts) -> Iterator[Fault]:
    yield from _known(f"{path}/department", guide.department, parts, "departments")
    yield from _all_known(f"{path}/counters", guide.counters, parts, "counters")
    yield from _regions(f"{path}/region_code", [guide.region_code], parts)
    if guide.department not in parts.keys["departments"]:
        return
    counters = parts.by_key("counters", Counter)
    for number, key in enumerate(guide.counters):
        counter = counters.get(key)
        if counter is not None and guide.department not in counter.departments:
            words = f"{guide.key}:窗口 {key} 没有进驻部门 {guide.department}。"
            yield Fault(f"{path}/counters/{number}", "counter_without_department", words)


def _place_faults(parts: CatalogueParts) -> Iterator[Fault]:
    for path, counter in parts.of("counters", Counter):
        yield from _counter_faults(path, counter, parts)
    for path, hall in parts.of("halls", ServiceHall):
        yield from _regions(f"{path}/region_code", [hall.region_code], parts)
    for path, article in parts.of("articles", Article):
        yield from _regions(f"{path}/region_code", [article.region_code], parts)
    for path, board in parts.of("boards", Board):
        for number, function in enumerate(board.functions):
            if function.path is None and function.text is None:
                place = f"{path}/functions/{number}"
                yield Fault(place, "function_empty", f"{function.key}:应有链接或者说明文字。")


def _counter_faults(path: str, counter: Counter, parts: CatalogueParts) -> Iterator[Fault]:
    yield from _known(f"{path}/hall", counter.hall, parts, "halls")
    yield from _all_known(f"{path}/departments", counter.departments, parts, "departments")
    for number, hours in enumerate(counter.hours):
        if hours.opens >= hours.closes:
            yield Fault(f"{path}/hours/{number}", "hours_reversed", "开门时间应早于关门时间。")
    for number, exception in enumerate(counter.exceptions):
        yield from _exception_faults(f"{path}/exceptions/{number}", exception)


def _exception_faults(path: str, exception: HoursException) -> Iterator[Fault]:
    if exception.is_closed:
        return
    if exception.opens is None or exception.closes is None:
        yield Fault(path, "hours_missing", "当天照常开放的应写明时间。")
    elif exception.opens >= exception.closes:
        yield Fault(path, "hours_reversed", "开门时间应早于关门时间。")


def _one_meaning(parts: CatalogueParts) -> Iterator[Fault]:
    guides = parts.of("service_items", ServiceGuide)
    yield from _differing(guides, "materials", lambda material: (material.name,))
    yield from _differing(guides, "form_fields", lambda field: (field.label, field.type))


def _differing(
    guides: Found[ServiceGuide], name: str, meaning: Callable[[Any], tuple[str, ...]]
) -> Iterator[Fault]:
    """The same key in two guides must be the same thing: themes merge by it."""
    first: dict[str, tuple[str, ...]] = {}
    for path, guide in guides:
        for number, part in enumerate(getattr(guide, name)):
            if first.setdefault(part.key, meaning(part)) != meaning(part):
                place = f"{path}/{name}/{number}"
                yield Fault(place, "same_key_differs", f"{part.key} 在别的事项中是另一个意思。")
