"""Pages of service guides and themes: lists, one guide, one theme, a person's own list."""

from collections.abc import Mapping
from typing import Any

from sanic import HTTPResponse, Request
from sanic.response import redirect

from mobile_api.agency_supermarket.finding.queries import counts_for, serving
from mobile_api.guides.catalogue.schemas import ServiceGuide, Theme
from mobile_api.guides.catalogue.service import (
    Answers,
    Counter,
    effective_answers,
    situation_of,
)
from mobile_api.guides.errors import BlankFormNotFound, GuideNotFound, NoCatalogue
from mobile_api.guides.publishing.queries import guide_of
from mobile_api.guides.reading.queries import (
    FORM_LIFETIME,
    FormKind,
    Snapshot,
    ThemeQuery,
    blank_form,
    form_path,
    snapshot_of,
)
from mobile_api.guides.reading.schemas import GuidePage
from mobile_api.shared import clock
from mobile_api.shared.callers import Anyone
from mobile_api.shared.http.endpoint import endpoint
from mobile_api.shared.tasks.database_news import PASSING
from mobile_api.web.citizen.applying.start_pages import begin_path
from mobile_api.web.citizen.guide_views import (
    asked,
    personal_groups,
)
from mobile_api.web.frame.rendering import HTML, kept_page, page
from mobile_api.web.frame.requests import (
    ANSWER,
    GuideListQuery,
    VersionQuery,
    address,
    answers_of,
    with_query,
)
from mobile_api.web.frame.words import WANTS


@endpoint(
    "网页:办事指南列表", caller=Anyone, query=GuideListQuery, media=HTML, errors=(NoCatalogue,)
)
async def list_guides(request: Request, query: GuideListQuery) -> HTTPResponse:
    snapshot = snapshot_of(request)
    found = snapshot.page(query)
    return page(
        request,
        "guides.html",
        address("/guides", query),
        heading=_heading(query, snapshot),
        found=found,
        filters=query,
        themes=_themes_beside(query, snapshot),
        next_page=_next_page(query, found),
    )


def _heading(query: GuideListQuery, snapshot: Snapshot) -> str:
    if query.life_event:
        return f"我要{WANTS[query.life_event][1]}"
    if query.department in snapshot.departments:
        return snapshot.departments[query.department].name
    for chosen in (query.four_do_class, query.online_level, query.audience, query.cross_region):
        if chosen:
            return f"办事指南:{chosen.label}"
    return "办事指南"


def _themes_beside(query: GuideListQuery, snapshot: Snapshot) -> list[Any]:
    if query.life_event is None or query.cursor:
        return []
    return snapshot.theme_list(ThemeQuery(life_event=query.life_event)).themes


def _next_page(query: GuideListQuery, found: GuidePage) -> str | None:
    if found.next_cursor is None:
        return None
    return address("/guides", query.model_copy(update={"cursor": found.next_cursor}))


@endpoint(
    "网页:一个事项的办事指南",
    caller=Anyone,
    query=VersionQuery,
    media=HTML,
    errors=(GuideNotFound, NoCatalogue),
)
async def show_guide(request: Request, key: str, query: VersionQuery) -> HTTPResponse:
    snapshot = snapshot_of(request)
    here = f"/guides/{key}"
    if query.version not in (None, snapshot.version):
        guide = await guide_of(key, query.version)
        counts = await _counts(key)
        content = _guide_content(snapshot, guide, {}, counts, query.version)
        return page(request, "guide.html", address(here, query), **content)
    guide, counts = snapshot.guide(key), await _counts(key)
    answers = effective_answers(
        guide.scenario_questions, answers_of(request, guide.scenario_questions)
    )
    if answers:
        here = with_query(here, {f"{ANSWER}{name}": option for name, option in answers.items()})
        return page(request, "guide.html", here, **_guide_content(snapshot, guide, answers, counts))
    return kept_page(
        request,
        snapshot,
        "guide.html",
        here,
        lambda: _guide_content(snapshot, guide, {}, counts),
        also=tuple(counts.items()),
    )


async def _counts(key: str) -> dict[str, int]:
    """By service that the applicants of a guide may need, how many agencies offer it today.

    Empty while the database is away: the guide itself stands in memory, and only says less.
    """
    services = serving(key)
    try:
        counts = await counts_for(services) if services else {}
    except PASSING:
        return {}
    return {one.key: counts.get(one.key, 0) for one in services}


def _guide_content(
    snapshot: Snapshot,
    guide: ServiceGuide,
    answers: Answers,
    counts: Mapping[str, int],
    version: int | None = None,
) -> dict[str, Any]:
    situation = situation_of(guide, answers)
    return {
        "guide": guide,
        "old_version": version,
        "begin_path": with_query(
            begin_path(guide.key), {f"{ANSWER}{name}": one for name, one in answers.items()}
        ),
        "version": snapshot.version,
        "department": snapshot.departments.get(guide.department),
        # A counter of an old version may be gone by now.
        "counters": [
            _place(snapshot, snapshot.counters[key])
            for key in guide.counters
            if key in snapshot.counters
        ],
        "themes": _themes_with(snapshot, guide.key),
        "agency_services": [(one, counts.get(one.key)) for one in serving(guide.key)],
        "questions": asked(guide.scenario_questions, situation.path),
        "situation": situation,
        "groups": personal_groups(situation.materials),
        "forms": {form.key: form for form in guide.blank_forms},
    }


def _themes_with(snapshot: Snapshot, key: str) -> list[Theme]:
    return [
        theme
        for theme in snapshot.catalogue.themes
        if any(one.service_item == key for one in theme.components)
    ]


def _place(snapshot: Snapshot, counter: Counter) -> dict[str, Any]:
    coming = [one for one in counter.exceptions if one.on >= clock.today()]
    coming.sort(key=lambda one: one.on)
    return {"counter": counter, "hall": snapshot.halls[counter.hall], "coming": coming}


@endpoint(
    "网页:打开空白表格或样表",
    caller=Anyone,
    status=302,
    media=HTML,
    errors=(GuideNotFound, BlankFormNotFound, NoCatalogue),
)
async def open_form(request: Request, key: str, form: str, kind: FormKind) -> HTTPResponse:
    snapshot = snapshot_of(request)
    blank_form(snapshot.guide(key), form)
    until = clock.now() + FORM_LIFETIME
    target = form_path(key, snapshot.version, form, kind, until)
    return redirect(target, headers={"cache-control": "no-store"})
