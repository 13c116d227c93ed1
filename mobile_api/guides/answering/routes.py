"""Handlers of search, suggestions and short answers."""

from sanic import Request

from mobile_api.guides.answering.answers import AnswerOutcome
from mobile_api.guides.answering.choices import count_choice, searched_before
from mobile_api.guides.answering.finding import answer_question, find, suggest
from mobile_api.guides.answering.most_missed import most_missed
from mobile_api.guides.answering.schemas import (
    MissedSearches,
    MissedSearchQuery,
    QuestionQuery,
    SearchAnswer,
    SearchChoice,
    SearchQuery,
    ShortAnswer,
    SuggestionQuery,
    Suggestions,
)
from mobile_api.guides.answering.unanswered import count_unanswered
from mobile_api.guides.errors import GuideNotFound, NoCatalogue
from mobile_api.guides.reading.requests import snapshot_of
from mobile_api.guides.search.engine import SearchOutcome
from mobile_api.shared.callers import Anyone, Staff, StaffRole
from mobile_api.shared.errors import FieldFault, InvalidInput
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
    "搜索之后打开了哪个事项(只计数,不记是谁)",
    caller=Anyone,
    query=SearchChoice,
    status=204,
    errors=(GuideNotFound, NoCatalogue),
    transaction=False,
)
async def choose(request: Request, query: SearchChoice) -> None:
    # A page leaves it to the browser (`ping` of a link), which sends no body of ours.
    guide = snapshot_of(request).guide(query.item)
    words = searched_before(query.choice_token)
    if words is None:
        fault = "这次搜索已经过了十分钟,不再计数。"
        raise InvalidInput([FieldFault("/choice_token", "choice_token_over", fault)])
    await count_choice(REDIS.of(request), words, guide.key, address_of(request))


@endpoint(
    "常常搜不到的说法,和接着打开的事项",
    caller=Staff,
    roles=frozenset({StaffRole.publisher}),
    query=MissedSearchQuery,
    answer=MissedSearches,
    errors=(NoCatalogue,),
)
async def list_missed_searches(request: Request, query: MissedSearchQuery) -> MissedSearches:
    return await most_missed(snapshot_of(request), query.limit)


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
