"""The centre on the phone: its three boards, where it is, who answers, when it is open."""

from collections.abc import Callable

from pydantic import BaseModel
from sanic import Blueprint, HTTPResponse, Request

from mobile_api.centre import queries
from mobile_api.centre.errors import ArticleNotFound, CounterNotFound
from mobile_api.centre.schemas import (
    ArticleList,
    ArticleQuery,
    Boards,
    CounterHours,
    Counters,
    Halls,
    HoursQuery,
    PhoneBook,
    RegionQuery,
)
from mobile_api.guides.catalogue.schemas import Catalogue
from mobile_api.guides.catalogue.service import Article
from mobile_api.guides.errors import NoCatalogue
from mobile_api.guides.reading.queries import query_of, snapshot_of
from mobile_api.shared import clock
from mobile_api.shared.callers import Anyone
from mobile_api.shared.http.endpoint import endpoint, prepared
from mobile_api.shared.http.prepared import Prepared, send

citizen = Blueprint("centre", url_prefix="/api/v1/centre")

_READ = ("GET", "HEAD")


def _sent(request: Request, what: str, make: Callable[[Catalogue], BaseModel]) -> HTTPResponse:
    snapshot = snapshot_of(request)
    known = (what, request.query_string)
    answer = snapshot.remembered(known, lambda: Prepared.json(make(snapshot.catalogue)))
    return send(request, answer)


@prepared("三个板块:办事服务、中心概况、互动交流", answer=Boards, errors=(NoCatalogue,))
async def show_boards(request: Request) -> HTTPResponse:
    def boards(catalogue: Catalogue) -> Boards:
        return Boards(
            region_name=catalogue.region_name,
            provenance=catalogue.provenance,
            boards=catalogue.boards,
        )

    return _sent(request, "boards", boards)


@prepared("政务大厅的位置和设施", query=RegionQuery, answer=Halls, errors=(NoCatalogue,))
async def list_halls(request: Request) -> HTTPResponse:
    region = query_of(RegionQuery, request).region
    return _sent(request, "halls", lambda catalogue: queries.halls(catalogue, region))


@prepared("窗口、办公时间和电话", query=RegionQuery, answer=Counters, errors=(NoCatalogue,))
async def list_counters(request: Request) -> HTTPResponse:
    region = query_of(RegionQuery, request).region
    return _sent(request, "counters", lambda catalogue: queries.counters(catalogue, region))


@citizen.get("/counters/<key>/hours")
@endpoint(
    "一个窗口逐日的办公时间",
    caller=Anyone,
    query=HoursQuery,
    answer=CounterHours,
    errors=(CounterNotFound, NoCatalogue),
)
async def show_hours(request: Request, key: str, query: HoursQuery) -> CounterHours:
    first = query.first or clock.today()
    return await queries.counter_hours(snapshot_of(request), key, first, query.days)


@prepared("咨询电话", answer=PhoneBook, errors=(NoCatalogue,))
async def show_phone_book(request: Request) -> HTTPResponse:
    return _sent(request, "phones", queries.phone_book)


@prepared("中心新闻、简报和公告", query=ArticleQuery, answer=ArticleList, errors=(NoCatalogue,))
async def list_articles(request: Request) -> HTTPResponse:
    query = query_of(ArticleQuery, request)
    return _sent(request, "articles", lambda catalogue: queries.articles(catalogue, query))


@prepared("一篇新闻、简报或公告", answer=Article, errors=(ArticleNotFound, NoCatalogue))
async def show_article(request: Request, key: str) -> HTTPResponse:
    return _sent(request, f"article {key}", lambda catalogue: queries.article(catalogue, key))


citizen.add_route(show_boards, "/boards", methods=_READ)
citizen.add_route(list_halls, "/halls", methods=_READ)
citizen.add_route(list_counters, "/counters", methods=_READ)
citizen.add_route(show_phone_book, "/phones", methods=_READ)
citizen.add_route(list_articles, "/articles", methods=_READ)
citizen.add_route(show_article, "/articles/<key>", methods=_READ)
