"""Handlers of search, suggestions and short answers."""

from sanic import Request

from mobile_api.guides.errors import NoCatalogue
from mobile_api.guides.finding import find, suggest
from mobile_api.guides.requests import snapshot_of
from mobile_api.guides.search.engine import Outcome
from mobile_api.guides.search_bodies import (
    SearchAnswer,
    SearchQuery,
    SuggestionQuery,
    Suggestions,
)
from mobile_api.guides.unanswered import count_unanswered
from mobile_api.shared.callers import Anyone
from mobile_api.shared.endpoint import endpoint


@endpoint(
    "用自己的话搜索事项", caller=Anyone, query=SearchQuery, answer=SearchAnswer,
    errors=(NoCatalogue,),
)  # fmt: skip
async def search(request: Request, query: SearchQuery) -> SearchAnswer:
    answer = find(snapshot_of(request), query.q, query.limit)
    if answer.outcome is Outcome.NOTHING:
        address = request.remote_addr or request.ip
        await count_unanswered(request.app.ctx.redis, query.q, address)
    return answer


@endpoint(
    "边输入边提示", caller=Anyone, query=SuggestionQuery, answer=Suggestions, errors=(NoCatalogue,)
)
async def list_suggestions(request: Request, query: SuggestionQuery) -> Suggestions:
    return suggest(snapshot_of(request), query.q, query.limit)
