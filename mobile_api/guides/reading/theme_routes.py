"""Handlers that read themes (一件事)."""

from sanic import HTTPResponse, Request

from mobile_api.guides.catalogue.themes import plan_theme
from mobile_api.guides.errors import NoCatalogue, ThemeNotFound
from mobile_api.guides.reading.filters import ThemeQuery
from mobile_api.guides.reading.requests import ThemePlanRequest, query_of, snapshot_of
from mobile_api.guides.reading.schemas import ThemeAnswer, ThemeList, ThemePlanAnswer
from mobile_api.shared.callers import Anyone
from mobile_api.shared.http.endpoint import endpoint, prepared
from mobile_api.shared.http.prepared import Prepared, send


@prepared("“一件事”列表", query=ThemeQuery, answer=ThemeList, errors=(NoCatalogue,))
async def list_themes(request: Request) -> HTTPResponse:
    snapshot = snapshot_of(request)
    known = ("themes", request.query_string)
    found = snapshot.remembered(
        known, lambda: Prepared.json(snapshot.theme_list(query_of(ThemeQuery, request)))
    )
    return send(request, found)


@prepared("一个“一件事”的内容", answer=ThemeAnswer, errors=(ThemeNotFound, NoCatalogue))
async def show_theme(request: Request, key: str) -> HTTPResponse:
    snapshot = snapshot_of(request)
    theme = snapshot.theme(key)
    answer = snapshot.remembered(
        ("theme", key), lambda: Prepared.json(snapshot.theme_answer(theme))
    )
    return send(request, answer)


@endpoint(
    "回答问题,得到“一件事”的办理方案",
    caller=Anyone,
    body=ThemePlanRequest,
    answer=ThemePlanAnswer,
    errors=(ThemeNotFound, NoCatalogue),
    transaction=False,
)
async def make_plan(request: Request, key: str, body: ThemePlanRequest) -> ThemePlanAnswer:
    snapshot = snapshot_of(request)
    plan = plan_theme(snapshot.theme(key), snapshot.guides, body.answers, body.item_answers)
    return ThemePlanAnswer(catalogue_version=snapshot.version, theme_key=key, plan=plan)
