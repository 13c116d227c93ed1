"""Pages of themes (一件事): the list, and one theme whose questions come part by part."""

from typing import Any

from sanic import HTTPResponse, Request

from mobile_api.guides.catalogue.schemas import Theme
from mobile_api.guides.catalogue.service import Answers, effective_answers, plan_theme
from mobile_api.guides.errors import NoCatalogue, ThemeNotFound
from mobile_api.guides.reading.queries import Snapshot, snapshot_of
from mobile_api.shared.callers import Anyone
from mobile_api.shared.http.endpoint import endpoint
from mobile_api.web.citizen.guide_views import ThemePart, merged_groups, theme_parts
from mobile_api.web.frame.rendering import HTML, page
from mobile_api.web.frame.requests import (
    ANSWER,
    ThemeListQuery,
    ThemePageQuery,
    address,
    answers_of,
    with_query,
)
from mobile_api.web.frame.words import WANTS


@endpoint(
    "网页:“一件事”列表", caller=Anyone, query=ThemeListQuery, media=HTML, errors=(NoCatalogue,)
)
async def list_themes(request: Request, query: ThemeListQuery) -> HTTPResponse:
    snapshot = snapshot_of(request)
    heading = f"我要{WANTS[query.life_event][1]}" if query.life_event else "一件事一次办"
    themes = snapshot.theme_list(query).themes
    here = address("/themes", query)
    return page(request, "themes.html", here, heading=heading, themes=themes)


@endpoint(
    "网页:一个“一件事”",
    caller=Anyone,
    query=ThemePageQuery,
    media=HTML,
    errors=(ThemeNotFound, NoCatalogue),
)
async def show_theme(request: Request, key: str, query: ThemePageQuery) -> HTTPResponse:
    snapshot = snapshot_of(request)
    theme = snapshot.theme(key)
    answers = answers_of(request, theme.questions)
    item_answers = _item_answers(request, snapshot, theme)
    given = {f"{ANSWER}{name}": option for name, option in answers.items()}
    for item, chosen in item_answers.items():
        given |= {f"{ANSWER}{item}.{name}": option for name, option in chosen.items()}
    content = _theme_content(snapshot, theme, answers, item_answers)
    content |= _asking(content["parts"], given, query.part)
    content["addresses"] = {
        part.key: with_query(f"/themes/{key}", given | {"part": part.key})
        for part in content["parts"]
    }
    return page(request, "theme.html", with_query(f"/themes/{key}", given), **content)


def _item_answers(request: Request, snapshot: Snapshot, theme: Theme) -> dict[str, dict[str, str]]:
    found = {}
    for component in theme.components:
        if component.service_item:
            questions = snapshot.guides[component.service_item].scenario_questions
            given = answers_of(request, questions, f"{component.service_item}.")
            found[component.service_item] = effective_answers(questions, given)
    return found


def _theme_content(
    snapshot: Snapshot, theme: Theme, answers: Answers, item_answers: dict[str, dict[str, str]]
) -> dict[str, Any]:
    plan = plan_theme(theme, snapshot.guides, answers, item_answers)
    names = {key: guide.name for key, guide in snapshot.guides.items()}
    return {
        "theme": theme,
        "lead": snapshot.departments[theme.lead_department],
        "plan": plan,
        "component_names": {one.key: one.name for one in plan.components},
        "item_names": names,
        "parts": theme_parts(theme, plan, snapshot.guides, item_answers),
        "groups": merged_groups(plan.materials, names),
    }


def _asking(parts: list[ThemePart], given: dict[str, str], wanted: str | None) -> dict[str, Any]:
    """The part whose questions stand open: the one to be changed, else the first unfinished one.

    `kept` are the answers to all others, which its form carries along.
    """
    chosen = [part for part in parts if part.key == wanted]
    waiting = [part for part in parts if not part.is_done]
    current = next(iter(chosen + waiting), None)
    own = f"{ANSWER}{current.key}." if current and current.key else ANSWER
    kept = {
        name: option
        for name, option in given.items()
        if not (name.startswith(own) if own != ANSWER else name.count(".") == 1)
    }
    return {
        "current": current,
        "kept": kept,
        "is_last": all(part.is_done or part is current for part in parts),
    }
