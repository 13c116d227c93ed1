"""A question answered from the guide's own fields, never from anything else."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Protocol

from mobile_api.guides.answering.bereaved import MATTERS_AFTER, with_condolence
from mobile_api.guides.answering.cards import alarm, card_of, help_lines, theme_told
from mobile_api.guides.answering.choosing import MOST_CHOICES, items_found, likeness, meant_by
from mobile_api.guides.answering.elsewhere import OtherCity, other_city
from mobile_api.guides.answering.paid_out import as_paid_out
from mobile_api.guides.answering.saying import AnswerOutcome, ComposedAnswer, Source, TopicTold
from mobile_api.guides.answering.sentences import sentences_about, written_about
from mobile_api.guides.catalogue.places import Counter, ServiceHall
from mobile_api.guides.catalogue.schemas import ServiceGuide, Theme
from mobile_api.guides.search.concepts import default_lexicon
from mobile_api.guides.search.emergencies import Emergency, hear
from mobile_api.guides.search.engine import Hit, SearchEngine
from mobile_api.guides.search.query import without_denied
from mobile_api.guides.search.questions import AskedAbout, Topic, Untold, is_question
from mobile_api.guides.search.readings import read_question
from mobile_api.guides.search.text import is_bereaved, normalise
from mobile_api.guides.search.voices.meaning import Near

__all__ = ["HOTLINE", "AnswerOutcome", "ComposedAnswer", "Published", "TopicTold", "answer"]

HOTLINE = "12345"
# Share of common character pairs at which a published question is the one that was asked.
SAME_QUESTION = 0.5
# What is told of a place is no answer about another place.
_OF_A_PLACE = frozenset({Topic.PHONE, Topic.PLACE, Topic.HOURS})


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
    def themes(self) -> Mapping[str, Theme]: ...
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
    Of windows and telephones of another city nothing is known but its 12345. Who tells of a death
    in the family gets a word of condolence first.
    """
    meant = without_denied(normalise(question), default_lexicon())
    ordinary = _ordinary(published, meant, context, near)
    city = other_city(question, published.own_places)
    if city:
        ordinary = replace(_said_of(city, ordinary, published.own_places[0]), elsewhere=city)
    emergency = hear(question)
    if emergency:
        return _in_danger(emergency, ordinary)
    return with_condolence(ordinary) if is_bereaved(question) else ordinary


def _ordinary(
    published: Published, question: str, context: str | None, near: Near | None
) -> ComposedAnswer:
    result = published.search.search(question, limit=5, near=near)
    shown = published.guides.get(context) if context else None
    asked = read_question(result.reading)
    if result.notice or not (asked.topics or shown or result.hits):
        return _unknown()
    items = items_found(published, result)
    if items and not (asked.topics or shown) and is_bereaved(question):
        return _which(items[:MOST_CHOICES], (), MATTERS_AFTER)
    meant = meant_by(published, result, shown)
    if meant.theme:
        return theme_told(meant.theme, asked, published.version)
    if meant.guide is None:
        known = asked.topics and not meant.is_unknown
        text = "也许您要问的是:" if result.perhaps and meant.choices else "请问您问的是哪一项?"
        return _which(meant.choices, asked.topics, text) if known else _unknown()
    if meant.is_unknown:
        return _of_another(published, meant.guide)
    names = (meant.guide.name, *meant.guide.aliases)
    asked = as_paid_out(read_question(result.reading, names), meant.guide, result.reading)
    return _from_guide(published, meant.guide, question, asked)


def _said_of(city: OtherCity, ordinary: ComposedAnswer, own: str) -> ComposedAnswer:
    """Our answer where it holds for the other city's people too, else whom to ask there."""
    is_known = ordinary.outcome in (AnswerOutcome.ANSWERED, AnswerOutcome.CARD)
    if city.is_origin or (is_known and not _OF_A_PLACE.intersection(ordinary.topics)):
        return ordinary
    text = f"这里只有{own}的办事指南。{city.name}的窗口和电话,请拨打{city.phone}咨询。"
    return ComposedAnswer(AnswerOutcome.ELSEWHERE, text, topics=ordinary.topics, phone=city.phone)


def _from_guide(
    published: Published, guide: ServiceGuide, question: str, asked: AskedAbout
) -> ComposedAnswer:
    own = _published_answer(guide, question) if len(asked.topics) < 2 else None
    if own:
        source = _source(published, guide)
        return ComposedAnswer(AnswerOutcome.ANSWERED, own, topics=asked.topics, source=source)
    if asked.untold:
        return _untold(published, guide, asked, asked.untold)
    if not asked.topics:
        return _card(published, guide, question)
    return _told(published, guide, asked)


def _untold(
    published: Published, guide: ServiceGuide, asked: AskedAbout, untold: Untold
) -> ComposedAnswer:
    """What no field of a guide tells: what its editors wrote of it, or whom to ask; then others."""
    written, phone = tuple(written_about(untold.written, guide)), _phone(published, guide)
    text = f"“{guide.name}”的指南没有写{untold.what},请拨打{phone}咨询。"
    if written:
        text = f"关于“{guide.name}”{untold.what},指南的说明:"
    rest = _told(published, guide, asked) if asked.topics else None
    first = TopicTold(rest.topics[0], untold.beside + rest.text, rest.lines) if rest else None
    return ComposedAnswer(
        AnswerOutcome.ANSWERED if written or rest else AnswerOutcome.UNKNOWN,
        text,
        written,
        asked.topics,
        (first, *rest.more) if rest and first else (),
        _source(published, guide),
        None if written else phone,
    )


def _told(published: Published, guide: ServiceGuide, asked: AskedAbout) -> ComposedAnswer:
    """Each topic by itself; the number of the window stands beside what is not published."""
    phone, told, is_said = _phone(published, guide), [], []
    for topic in asked.topics:
        said = sentences_about(topic, guide, asked, published.counters, published.halls)
        is_said.append(said is not None)
        what = "能领多少钱" if topic is Topic.RESULT and asked.amount else topic.label
        text = f"“{guide.name}”没有公布{what},请拨打{phone}咨询。"
        told.append(TopicTold(topic, *((said.text, said.lines) if said else (text,))))
    first, *more = told
    return ComposedAnswer(
        AnswerOutcome.ANSWERED if any(is_said) else AnswerOutcome.NOT_PUBLISHED,
        first.text,
        first.lines,
        asked.topics,
        tuple(more),
        _source(published, guide),
        None if all(is_said) else phone,
    )


def _card(published: Published, guide: ServiceGuide, question: str) -> ComposedAnswer:
    """What the guide says at a glance; to a question that is not understood never as its answer."""
    lines = card_of(guide, published.counters, published.halls)
    source, phone = _source(published, guide), _phone(published, guide)
    if is_question(question):
        text = f"这个问题我不知道。关于“{guide.name}”请拨打{phone}咨询。"
        return ComposedAnswer(AnswerOutcome.UNKNOWN, text, lines, source=source, phone=phone)
    text = f"“{guide.name}”的要点:"
    return ComposedAnswer(AnswerOutcome.CARD, text, lines, source=source, phone=phone)


def _source(published: Published, guide: ServiceGuide) -> Source:
    return Source(guide.key, guide.name, published.version)


def _published_answer(guide: ServiceGuide, question: str) -> str | None:
    """The editors' own answer when they published nearly this question."""
    asked = normalise(question)
    best = max(
        guide.questions,
        key=lambda known: likeness(asked, normalise(known.question)),
        default=None,
    )
    if best and likeness(asked, normalise(best.question)) >= SAME_QUESTION:
        return best.answer
    return None


def _phone(published: Published, guide: ServiceGuide) -> str:
    counters = [published.counters[key] for key in guide.counters if key in published.counters]
    return next((phone.number for one in counters for phone in one.phones), HOTLINE)


def _which(choices: tuple[Hit, ...], topics: tuple[Topic, ...], text: str) -> ComposedAnswer:
    if not choices:
        text = f"请问您要办哪一项?请说出事项名称,例如“办护照要带什么”;也可以拨打{HOTLINE}咨询。"
    names = tuple(hit.name for hit in choices)
    return ComposedAnswer(
        AnswerOutcome.WHICH_ITEM, text, names, topics, phone=HOTLINE, choices=choices
    )


def _unknown() -> ComposedAnswer:
    text = f"这个问题我不知道,请拨打{HOTLINE}政务服务便民热线,有人为您解答。"
    return ComposedAnswer(AnswerOutcome.UNKNOWN, text, phone=HOTLINE)


def _of_another(published: Published, shown: ServiceGuide) -> ComposedAnswer:
    text = (
        f"这里是“{shown.name}”的指南,您问的像是另一件事。请搜索那件事的名称,或者拨打{HOTLINE}咨询。"
    )
    source = _source(published, shown)
    return ComposedAnswer(AnswerOutcome.UNKNOWN, text, source=source, phone=HOTLINE)


def _in_danger(emergency: Emergency, ordinary: ComposedAnswer) -> ComposedAnswer:
    return ComposedAnswer(
        AnswerOutcome.EMERGENCY,
        alarm(emergency),
        help_lines(emergency),
        emergency=emergency,
        ordinary=ordinary,
    )
