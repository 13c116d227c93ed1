"""What search is asked with and answers with."""

from datetime import date
from typing import Annotated

from pydantic import Field

from mobile_api.guides.answering.answers import AnswerOutcome
from mobile_api.guides.answering.choices import LONGEST_TOKEN
from mobile_api.guides.catalogue.elements import Key
from mobile_api.guides.reading.schemas import GuideSummary, NameOf
from mobile_api.guides.search.documents import DocumentKind
from mobile_api.guides.search.emergencies import LONGEST_TOLD
from mobile_api.guides.search.engine import SearchOutcome
from mobile_api.guides.search.questions import Topic
from mobile_api.shared.http.schema import AnswerBody, RequestBody

QueryText = Annotated[str, Field(max_length=LONGEST_TOLD, description="The person's own words.")]


class SearchQuery(RequestBody):
    """An empty `q` answers with what many people look for."""

    q: QueryText = ""
    limit: int = Field(10, ge=1, le=20)


class SuggestionQuery(RequestBody):
    """`q` is what has been typed so far."""

    q: QueryText = ""
    limit: int = Field(8, ge=1, le=10)


class QuestionQuery(RequestBody):
    """`item` is the key of the guide on the screen, if any."""

    q: QueryText
    item: Key | None = None


class SearchHit(AnswerBody):
    """A guide (`item`) or a theme. `why`: its words that the query met; words of its other
    texts where it met none of its names."""

    kind: DocumentKind
    key: str
    name: str
    why: list[str]
    guide: GuideSummary | None


class EmergencyCall(AnswerBody):
    """A number and what it is for, in a few characters."""

    number: str
    purpose: str


class EmergencyHelp(AnswerBody):
    """Whom to call at once and what to do until help comes; stands above all else.

    `numbers` are those of `calls`; `source` says who advises the `first_step`.
    """

    kind: str
    numbers: list[str]
    message: str
    calls: list[EmergencyCall]
    first_step: str
    source: str


class OtherCityLine(AnswerBody):
    """Another city that was named, and its 12345 as it is called from elsewhere."""

    city: str
    phone: str
    message: str


class HelpLine(AnswerBody):
    """A person to talk to when the service has no answer."""

    phone: str
    message: str


class SearchAnswer(AnswerBody):
    """`hits`, `popular` or `help_line` is filled: what is found, looked for, or a way on.

    With `outcome` emergency `emergency` stands above what is found, `hits` may then be empty.
    `perhaps`: so little speaks for the hits that they are to be shown as a question.
    """

    outcome: SearchOutcome
    hits: list[SearchHit]
    total: int
    perhaps: bool
    understood_as: str | None
    emergency: EmergencyHelp | None
    popular: list[GuideSummary]
    help_line: HelpLine | None
    elsewhere: OtherCityLine | None
    choice_token: str | None = Field(
        None,
        description="没有搜到或者只是“也许”时才有:十分钟内打开了事项,带着它调用 search/choices。",
    )


class SuggestionOffered(AnswerBody):
    """A name to offer; `text` begins with what was typed."""

    kind: DocumentKind
    key: str
    name: str
    text: str


class Suggestions(AnswerBody):
    """Names that what was typed may become."""

    suggestions: list[SuggestionOffered]


class AnswerSource(AnswerBody):
    """The guide (`item`) or theme that an answer was taken from."""

    kind: DocumentKind = "item"
    key: str
    name: str
    catalogue_version: int


class TopicAnswer(AnswerBody):
    """What is told of one topic: a sentence, and the list that it announces."""

    topic: Topic
    text: str
    lines: list[str]


class OrdinaryAnswer(AnswerBody):
    """A question answered from a guide's own fields, or a plain "I don't know" with a phone.

    `lines` are the list under `text`; of a guide whose question was not understood, the guide
    at a glance. `text` answers the first of the `topics`, `more` the others. With `outcome`
    which_item the same question with the key of a choice as `item` is answered at once.
    """

    outcome: AnswerOutcome
    text: str
    lines: list[str]
    topic: Topic | None = Field(description="The first of `topics`.")
    topics: list[Topic] = Field(description="What was asked, in that order; at most three.")
    more: list[TopicAnswer]
    source: AnswerSource | None
    phone: str | None
    choices: list[NameOf]
    elsewhere: OtherCityLine | None


class ShortAnswer(OrdinaryAnswer):
    """In danger `text` and `lines` say whom to call; `ordinary` is the answer below that."""

    emergency: EmergencyHelp | None
    ordinary: OrdinaryAnswer | None


class SearchChoice(RequestBody):
    """What was opened after a search: the `choice_token` of its answer, and the key of the item."""

    choice_token: str = Field(max_length=LONGEST_TOKEN)
    item: Key


class MissedSearchQuery(RequestBody):
    """At most so many searches."""

    limit: int = Field(100, ge=1, le=100)


class ChosenItem(AnswerBody):
    """An item that was opened next, and how often."""

    key: str
    name: str
    times: int


class MissedSearch(AnswerBody):
    """The words of a search, numbers masked. `found_nothing`: how often it found nothing; None
    where that was too seldom to be told. `chosen`: what was opened within ten minutes of it."""

    text: str
    found_nothing: int | None
    last_on: date
    chosen: list[ChosenItem]


class MissedSearches(AnswerBody):
    """Those most often missed first. What was counted less than `least_times` since `since` is not
    told, because it may be about one person."""

    least_times: int
    since: date
    searches: list[MissedSearch]
