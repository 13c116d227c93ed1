"""The page of search results; in danger the telephone numbers stand above them."""

from collections.abc import Sequence

from sanic import HTTPResponse, Request

from mobile_api.cases.status.service import is_case_number
from mobile_api.guides.answering.schemas import SearchHit
from mobile_api.guides.answering.service import (
    AnswerOutcome,
    ComposedAnswer,
    answer,
    count_unanswered,
    find,
    is_condolence,
    searched_before,
)
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
_WORTH_SAYING = (
    AnswerOutcome.ANSWERED,
    AnswerOutcome.NOT_PUBLISHED,
    AnswerOutcome.ELSEWHERE,
)


class SearchPageQuery(WordsQuery):
    """`item`: the key of the guide that was chosen when it was asked back which one is meant."""

    item: str = ""


@endpoint("网页:搜索事项", caller=Anyone, query=SearchPageQuery, media=HTML, errors=(NoCatalogue,))
async def show_search(request: Request, query: SearchPageQuery) -> HTTPResponse:
    snapshot = snapshot_of(request)
    words = query.words
    here = with_query("/search", {"q": words})
    if is_case_number(normalised(words)):
        return page(request, "search_case_number.html", here, words=words)
    near = await snapshot.near(words)
    found = find(snapshot, words, _SHOWN, near)
    if found.outcome is SearchOutcome.NOTHING:
        await count_unanswered(REDIS.of(request), words, address_of(request))
    chosen = query.item if query.item in snapshot.guides else None
    told = answer(snapshot, words, context=chosen, near=near)
    short = told.ordinary or told
    return page(
        request,
        "search.html",
        here,
        words=words,
        found=found,
        answer=short if _is_worth_saying(short) or _is_chosen(short, chosen) else None,
        chosen=short.source.name if short.source and _is_chosen(short, chosen) else None,
        others=[hit for hit in found.hits if hit.key != chosen],
        neighbours=_neighbours(snapshot, found.hits),
        # One search is not answered, the next one is: the token goes along to what is opened then.
        after=found.choice_token or (query.after if searched_before(query.after) else ""),
        is_unsure=found.choice_token is not None,
    )


def _is_worth_saying(said: ComposedAnswer) -> bool:
    """A plain "I do not know" adds nothing above a list of hits or the offer of 12345; of a known
    guide it stands above the guide at a glance and the telephone of its window."""
    is_card = said.outcome is AnswerOutcome.UNKNOWN and said.source is not None
    is_said = is_condolence(said.text) or said.outcome in _WORTH_SAYING
    return is_card or bool(said.choices) or is_said


def _is_chosen(said: ComposedAnswer, chosen: str | None) -> bool:
    """Whether the answer is about the guide that was chosen: then it is no question any more."""
    return said.source is not None and said.source.id == chosen


def _neighbours(snapshot: Snapshot, hits: Sequence[SearchHit]) -> list[GuideSummary]:
    """Guides of the same moment in life as a hit that stands alone: it may be the one beside it."""
    if len(hits) != 1 or hits[0].guide is None:
        return []
    events = snapshot.guides[hits[0].key].life_events
    if not events:
        return []
    found = snapshot.page(GuideQuery(life_event=events[0], page_size=_NEIGHBOURS + 1)).guides
    return [one for one in found if one.key != hits[0].key][:_NEIGHBOURS]
