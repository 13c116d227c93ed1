"""The first page with its three boards, and the pages of the centre: halls, phones, articles."""

from itertools import islice
from typing import Any

from sanic import HTTPResponse, Request

from mobile_api.centre import queries
from mobile_api.centre.errors import ArticleNotFound
from mobile_api.guides.catalogue.service import ItemState
from mobile_api.guides.errors import NoCatalogue
from mobile_api.guides.reading.queries import GuideQuery, Snapshot, figures_of, snapshot_of
from mobile_api.shared.callers import Anyone
from mobile_api.shared.http.endpoint import endpoint
from mobile_api.web.frame.rendering import HTML, kept_page, page
from mobile_api.web.frame.requests import ArticleListQuery, address
from mobile_api.web.frame.words import WANTS

_POPULAR = 8
_EXAMPLES = 3


@endpoint("网页:首页", caller=Anyone, media=HTML, errors=(NoCatalogue,))
async def show_home(request: Request) -> HTTPResponse:
    snapshot = snapshot_of(request)
    return kept_page(request, snapshot, "home.html", "/", lambda: _home(snapshot))


def _home(snapshot: Snapshot) -> dict[str, Any]:
    catalogue = snapshot.catalogue
    in_use = [one for one in catalogue.service_items if one.state is ItemState.IN_USE]
    offered = {event for one in in_use for event in one.life_events}
    offered |= {event for one in catalogue.themes for event in one.life_events}
    popular = [one for one in in_use if one.popular and one.aliases]
    return {
        "wants": [(event, *WANTS[event]) for event in WANTS if event in offered],
        "examples": [one.aliases[0] for one in islice(popular, _EXAMPLES)],
        "popular": snapshot.page(GuideQuery(popular=True, page_size=_POPULAR)).guides,
        "boards": catalogue.boards,
        "figures": figures_of(in_use),
    }


@endpoint("网页:政务大厅和窗口", caller=Anyone, media=HTML, errors=(NoCatalogue,))
async def show_halls(request: Request) -> HTTPResponse:
    snapshot = snapshot_of(request)

    def content() -> dict[str, Any]:
        counters = snapshot.catalogue.counters
        halls = [
            (hall, [one for one in counters if one.hall == hall.key])
            for hall in snapshot.catalogue.halls
        ]
        return {"halls": halls}

    return kept_page(request, snapshot, "halls.html", "/centre/halls", content)


@endpoint("网页:咨询电话", caller=Anyone, media=HTML, errors=(NoCatalogue,))
async def show_phones(request: Request) -> HTTPResponse:
    snapshot = snapshot_of(request)
    return kept_page(
        request,
        snapshot,
        "phones.html",
        "/centre/phones",
        lambda: {"entries": queries.phone_book(snapshot.catalogue).entries},
    )


@endpoint(
    "网页:新闻、简报和公告",
    caller=Anyone,
    query=ArticleListQuery,
    media=HTML,
    errors=(NoCatalogue,),
)
async def list_articles(request: Request, query: ArticleListQuery) -> HTTPResponse:
    found = queries.articles(snapshot_of(request).catalogue, query).articles
    heading = query.kind.label if query.kind else "新闻、简报和公告"
    here = address("/centre/articles", query)
    return page(request, "articles.html", here, heading=heading, articles=found)


@endpoint(
    "网页:一篇新闻、简报或公告", caller=Anyone, media=HTML, errors=(ArticleNotFound, NoCatalogue)
)
async def show_article(request: Request, key: str) -> HTTPResponse:
    article = queries.article(snapshot_of(request).catalogue, key)
    return page(request, "article.html", f"/centre/articles/{key}", article=article)
