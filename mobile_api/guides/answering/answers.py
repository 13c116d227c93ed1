"""A question answered from the guide's own fields, never from anything else."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Protocol

from mobile_api.guides.answering.cards import alarm, card_of, help_lines
from mobile_api.guides.answering.elsewhere import OtherCity, other_city
from mobile_api.guides.answering.sentences import sentences_about
from mobile_api.guides.catalogue.places import Counter, ServiceHall
from mobile_api.guides.catalogue.schemas import ServiceGuide
from mobile_api.guides.search.concepts import default_lexicon
from mobile_api.guides.search.emergencies import Emergency, hear
from mobile_api.guides.search.engine import Hit, SearchEngine, SearchOutcome
from mobile_api.guides.search.query import without_denied
from mobile_api.guides.search.questions import Topic, is_question, subject_of, topic_of
from mobile_api.guides.search.text import bigrams, normalise
from mobile_api.guides.search.voices.meaning import Near

HOTLINE = "12345"
# Another guide is meant, and not the one on the screen, when it fits at least this well.
SURELY_ANOTHER = 0.6
# Two items that fit nearly the same: asking back is better than guessing.
NEARLY_THE_SAME = 0.97
# Share of common character pairs at which a published question is the one that was asked.
SAME_QUESTION = 0.5
# What is told of a place is no answer about another place.
_OF_A_PLACE = (Topic.PHONE, Topic.PLACE, Topic.HOURS)


class AnswerOutcome(StrEnum):
    """What a question came to."""

    ANSWERED = "answered"
    CARD = "card"
    NOT_PUBLISHED = "not_published"
    WHICH_ITEM = "which_item"
    ELSEWHERE = "elsewhere"
    UNKNOWN = "unknown"
    EMERGENCY = "emergency"


@dataclass(frozen=True, slots=True)
class Source:
    """The guide that an answer was taken from, in this catalogue version."""

    id: str
    name: str
    version: int


@dataclass(frozen=True, slots=True)
class ComposedAnswer:
    """One short sentence for people, perhaps a list under it, and where it comes from.

    `phone` is whom to call when the answer is missing; `choices` the items to choose from.
    In danger `ordinary` is what would have been answered otherwise. `elsewhere` is another city
    that was named.
    """

    outcome: AnswerOutcome
    text: str
    lines: tuple[str, ...] = ()
    topic: Topic | None = None
    source: Source | None = None
    phone: str | None = None
    choices: tuple[Hit, ...] = ()
    emergency: Emergency | None = None
    ordinary: "ComposedAnswer | None" = None
    elsewhere: OtherCity | None = None


class Published(Protocol):
    """What a published catalogue must offer to be asked; guides by key."""

    @property
    def version(self) -> int: ...
    @property
    def own_places(self) -> Sequence[str]: ...
    @property
    def search(self) -> SearchEngine: ...
    @property
    def guides(self) -> Mapping[str, ServiceGuide]: ...
    @property
    def counters(self) -> Mapping[str, Counter]: ...
    @property
    def halls(self) -> Mapping[str, ServiceHall]: ...


def answer(
    published: Published, question: str, *, context: str | None = None, near: Near | None = None
) -> ComposedAnswer:
    """Answer `question`; `context` is the key of the guide on the screen, if any; `near`: the
    documents that mean what it does, if anybody told.

    Nothing is invented: a field that is empty is said to be unpublished, with the telephone
    number of the window or 12345; a question that is not understood is answered with 12345.
    Of windows and telephones of another city nothing is known but its 12345.
    """
    meant = without_denied(normalise(question), default_lexicon())
    ordinary = _ordinary(published, meant, context, near)
    city = other_city(question, published.own_places)
    if city:
        ordinary = replace(_said_of(city, ordinary, published.own_places[0]), elsewhere=city)
    emergency = hear(question)
    return _in_danger(emergency, ordinary) if emergency else ordinary


def _ordinary(
    published: Published, question: str, context: str | None, near: Near | None
) -> ComposedAnswer:
    result = published.search.search(question, limit=5, near=near)
    topic = topic_of(question)
    shown = published.guides.get(context) if context else None
    if result.notice or (topic is None and shown is None and not result.hits):
        return _unknown()
    found = _item_of(published, question, shown, near)
    if isinstance(found, tuple):
        return _which(found, topic) if topic else _unknown()
    if found is None:
        return _unknown()
    return _from_guide(published, found, question, topic)


def _said_of(city: OtherCity, ordinary: ComposedAnswer, own: str) -> ComposedAnswer:
    """Our answer where it holds for the other city's people too, else whom to ask there."""
    is_known = ordinary.outcome in (AnswerOutcome.ANSWERED, AnswerOutcome.CARD)
    if city.is_origin or (is_known and ordinary.topic not in _OF_A_PLACE):
        return ordinary
    text = f"这里只有{own}的办事指南。{city.name}的窗口和电话,请拨打{city.phone}咨询。"
    return ComposedAnswer(AnswerOutcome.ELSEWHERE, text, topic=ordinary.topic, phone=city.phone)


def _from_guide(
    published: Published, guide: ServiceGuide, question: str, topic: Topic | None
) -> ComposedAnswer:
    source = Source(guide.key, guide.name, published.version)
    own = _published_answer(guide, question)
    if own:
        return ComposedAnswer(AnswerOutcome.ANSWERED, own, topic=topic, source=source)
    phone = _phone(published, guide)
    if topic is None:
        return _short_card(guide, question, source, phone)
    said = sentences_about(topic, guide, question, published.counters, published.halls)
    if said is None:
        text = f"“{guide.name}”没有公布这项内容,请拨打{phone}咨询。"
        return ComposedAnswer(AnswerOutcome.NOT_PUBLISHED, text, (), topic, source, phone)
    return ComposedAnswer(AnswerOutcome.ANSWERED, said.text, said.lines, topic, source)


def _short_card(guide: ServiceGuide, question: str, source: Source, phone: str) -> ComposedAnswer:
    """What the guide says at a glance; to a question that is not understood never as its answer."""
    lines = card_of(guide)
    if is_question(question):
        text = f"这个问题我不知道。关于“{guide.name}”请拨打{phone}咨询。"
        return ComposedAnswer(AnswerOutcome.UNKNOWN, text, lines, source=source, phone=phone)
    text = f"“{guide.name}”的要点:"
    return ComposedAnswer(AnswerOutcome.CARD, text, lines, source=source, phone=phone)


def _item_of(
    published: Published, question: str, shown: ServiceGuide | None, near: Near | None
) -> ServiceGuide | tuple[Hit, ...] | None:
    """The guide that is asked about, the hits to choose from, or None."""
    subject = subject_of(question)
    if shown and (not subject or _is_paper_of(shown, subject)):
        return shown
    # 周六护照窗口上班吗: the words that ask stand around the matter, so ask with all of them.
    words = subject if _says_something(subject) else question
    result = published.search.search(words, limit=5, near=near)
    items = tuple(hit for hit in result.hits if hit.kind == "item" and hit.id in published.guides)
    if shown:
        another = items and items[0].id != shown.key and items[0].score >= SURELY_ANOTHER
        return published.guides[items[0].id] if another else shown
    if not items:
        return (
            None if result.outcome is SearchOutcome.NOTHING and _says_something(subject) else items
        )
    tied = len(items) > 1 and items[1].score >= items[0].score * NEARLY_THE_SAME
    return items[:3] if tied else published.guides[items[0].id]


def _says_something(subject: str) -> bool:
    """Whether more is left than 请问 and 要: then it was a matter that we do not know."""
    lexicon = default_lexicon()
    spans = lexicon.spans(subject)
    known = sum(span.end - span.start for span in spans if not span.concepts)
    return len(subject.replace(" ", "")) - known > 2


def _is_paper_of(guide: ServiceGuide, subject: str) -> bool:
    """Whether the subject is a material of this guide: 要带户口簿吗 asks about this one."""
    papers = (normalise(material.name, longest=None) for material in guide.materials)
    return any(_likeness(subject, paper) >= SAME_QUESTION / 2 for paper in papers)


def _published_answer(guide: ServiceGuide, question: str) -> str | None:
    """The editors' own answer when they published nearly this question."""
    asked = normalise(question)
    best = max(
        guide.questions,
        key=lambda known: _likeness(asked, normalise(known.question)),
        default=None,
    )
    if best and _likeness(asked, normalise(best.question)) >= SAME_QUESTION:
        return best.answer
    return None


def _likeness(one: str, other: str) -> float:
    """Dice coefficient of the character pairs of two normalised texts, 0 to 1."""
    left, right = set(bigrams(one)), set(bigrams(other))
    return 2 * len(left & right) / (len(left) + len(right)) if left and right else 0.0


def _phone(published: Published, guide: ServiceGuide) -> str:
    counters = [published.counters[key] for key in guide.counters if key in published.counters]
    return next((phone.number for one in counters for phone in one.phones), HOTLINE)


def _which(choices: tuple[Hit, ...], topic: Topic) -> ComposedAnswer:
    if not choices:
        text = f"请问您要办哪一项?请说出事项名称,例如“办护照要带什么”;也可以拨打{HOTLINE}咨询。"
        return ComposedAnswer(AnswerOutcome.WHICH_ITEM, text, topic=topic, phone=HOTLINE)
    names = tuple(hit.name for hit in choices)
    text = "请问您问的是哪一项?"
    return ComposedAnswer(
        AnswerOutcome.WHICH_ITEM, text, names, topic, phone=HOTLINE, choices=choices
    )


def _unknown() -> ComposedAnswer:
    text = f"这个问题我不知道,请拨打{HOTLINE}政务服务便民热线,有人为您解答。"
    return ComposedAnswer(AnswerOutcome.UNKNOWN, text, phone=HOTLINE)


def _in_danger(emergency: Emergency, ordinary: ComposedAnswer) -> ComposedAnswer:
    return ComposedAnswer(
        AnswerOutcome.EMERGENCY,
        alarm(emergency),
        help_lines(emergency),
        emergency=emergency,
        ordinary=ordinary,
    )
