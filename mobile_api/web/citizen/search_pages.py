"""The page of search results; in danger the telephone numbers stand above them."""

from collections.abc import Sequence

from sanic import HTTPResponse, Request

from mobile_api.cases.status.service import is_case_number
from mobile_api.guides.answering.schemas import SearchHit
from mobile_api.guides.answering.service import AnswerOutcome, answer, count_unanswered, find
from mobile_api.guides.errors import NoCatalogue
from mobile_api.guides.reading.queries import GuideQuery, Snapshot, snapshot_of
from mobile_api.guides.reading.schemas import GuideSummary
from mobile_api.guides.search.service import SearchOutcome
from mobile_api.shared.callers import Anyone
from mobile_api.shared.http.endpoint import endpoint
from mobile_api.shared.http.guesses import address_of
from mobile_api.shared.process.cache import REDIS
from mobile_api.shared.text.identity_numbers import normalised
from mobile_api.web.frame.rendering import HTML, page
from mobile_api.web.frame.requests import WordsQuery, with_query

_SHOWN, _NEIGHBOURS = 20, 3
# A plain "I do not know" adds nothing above a list of hits or the offer of 12345.
_WORTH_SAYING = (
    AnswerOutcome.ANSWERED,
    AnswerOutcome.NOT_PUBLISHED,
    AnswerOutcome.ELSEWHERE,
)


@endpoint("网页:搜索事项", caller=Anyone, query=WordsQuery, media=HTML, errors=(NoCatalogue,))
async def show_search(request: Request, query: WordsQuery) -> HTTPResponse:
    snapshot = snapshot_of(request)
    words = query.words
    here = with_query("/search", {"q": words})
    if is_case_number(normalised(words)):
        return page(request, "search_case_number.html", here, words=words)
    near = await snapshot.near(words)
    found = find(snapshot, words, _SHOWN, near)
    if found.outcome is SearchOutcome.NOTHING:
        await count_unanswered(REDIS.of(request), words, address_of(request))
    told = answer(snapshot, words, near=near)
    short = told.ordinary or told
    said = short if short.outcome in _WORTH_SAYING else None
    # Who asked for what the guide does not say, is told whom to call for that guide.
    phone = short.phone if short.outcome is AnswerOutcome.UNKNOWN and short.source else None
    return page(
        request,
        "search.html",
        here,
        words=words,
        found=found,
        answer=said,
        phone=phone,
        neighbours=_neighbours(snapshot, found.hits),
    )


def _neighbours(snapshot: Snapshot, hits: Sequence[SearchHit]) -> list[GuideSummary]:
    """Guides of the same moment in life as a hit that stands alone: it may be the one beside it."""
    if len(hits) != 1 or hits[0].guide is None:
        return []
    events = snapshot.guides[hits[0].key].life_events
    if not events:
        return []
    found = snapshot.page(GuideQuery(life_event=events[0], page_size=_NEIGHBOURS + 1)).guides
    return [one for one in found if one.key != hits[0].key][:_NEIGHBOURS]
