"""Handlers of search, suggestions and short answers."""

from sanic import Request

from mobile_api.guides.answering.answers import AnswerOutcome
from mobile_api.guides.answering.finding import answer_question, find, suggest
from mobile_api.guides.answering.schemas import (
    QuestionQuery,
    SearchAnswer,
    SearchQuery,
    ShortAnswer,
    SuggestionQuery,
    Suggestions,
)
from mobile_api.guides.answering.unanswered import count_unanswered
from mobile_api.guides.errors import NoCatalogue
from mobile_api.guides.reading.requests import snapshot_of
from mobile_api.guides.search.engine import SearchOutcome
from mobile_api.shared.callers import Anyone
from mobile_api.shared.http.endpoint import endpoint
from mobile_api.shared.http.guesses import address_of
from mobile_api.shared.process.cache import REDIS


@endpoint(
    "用自己的话搜索事项",
    caller=Anyone,
    query=SearchQuery,
    answer=SearchAnswer,
    errors=(NoCatalogue,),
)
async def search(request: Request, query: SearchQuery) -> SearchAnswer:
    snapshot = snapshot_of(request)
    answer = find(snapshot, query.q, query.limit, await snapshot.near(query.q))
    if answer.outcome is SearchOutcome.NOTHING:
        address = address_of(request)
        await count_unanswered(REDIS.of(request), query.q, address)
    return answer


@endpoint(
    "边输入边提示", caller=Anyone, query=SuggestionQuery, answer=Suggestions, errors=(NoCatalogue,)
)
async def list_suggestions(request: Request, query: SuggestionQuery) -> Suggestions:
    return suggest(snapshot_of(request), query.q, query.limit)


@endpoint(
    "直接回答关于事项的提问",
    caller=Anyone,
    query=QuestionQuery,
    answer=ShortAnswer,
    errors=(NoCatalogue,),
)
async def give_answer(request: Request, query: QuestionQuery) -> ShortAnswer:
    snapshot = snapshot_of(request)
    near = await snapshot.near(query.q)
    found = answer_question(snapshot, query.q, query.item, near)
    if found.outcome is AnswerOutcome.UNKNOWN:
        address = address_of(request)
        await count_unanswered(REDIS.of(request), query.q, address)
    return found
