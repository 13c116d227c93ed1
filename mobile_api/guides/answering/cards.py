"""What stands in a few lines: a guide at a glance, and whom to call in danger."""

from collections.abc import Mapping

from mobile_api.guides.answering.place_sentences import place_in_words
from mobile_api.guides.answering.saying import AnswerOutcome, ComposedAnswer, Source
from mobile_api.guides.answering.sentences import fee_in_words
from mobile_api.guides.catalogue.places import Counter, ServiceHall
from mobile_api.guides.catalogue.schemas import ServiceGuide, Theme
from mobile_api.guides.reading.queries import limit_in_words
from mobile_api.guides.search.emergencies import Emergency, purposes
from mobile_api.guides.search.questions import AskedAbout, Topic

# What a theme tells by itself; all else depends on which of its matters one needs.
_OF_A_THEME = frozenset({Topic.LIMIT, Topic.PROCESS})


def card_of(
    guide: ServiceGuide, counters: Mapping[str, Counter], halls: Mapping[str, ServiceHall]
) -> tuple[str, ...]:
    """What matters most about the guide, a line each: fee, time, where, and what it is for."""
    found = (counters[key] for key in guide.counters if key in counters)
    places = [place_in_words(one, halls[one.hall]) for one in found if one.hall in halls]
    more = "等" if len(places) > 1 else ""
    return (
        f"收费:{fee_in_words(guide.fee)}",
        f"承诺办理时限:{limit_in_words(guide.promised_limit)}",
        *(f"办理地点:{one}{more}" for one in places[:1]),
        f"办好拿到:{guide.result.name}",
    )


def alarm(emergency: Emergency) -> str:
    """Whom to call, in one sentence."""
    return f"如有危险,请立即拨打{'、'.join(emergency.numbers)}。"


def help_lines(emergency: Emergency) -> tuple[str, ...]:
    """Each number with what it is for, then the first thing to do."""
    calls = (f"{number} {purposes()[number]}" for number in emergency.numbers)
    return (*calls, f"先这样做:{emergency.first}")


def theme_told(theme: Theme, asked: AskedAbout, version: int) -> ComposedAnswer:
    """What a theme (一件事) promises and is made of; whatever else is asked depends on which of
    its matters somebody needs, and one of them is no answer for all."""
    others = [topic.label for topic in asked.topics if topic not in _OF_A_THEME]
    parts = []
    if Topic.LIMIT in asked.topics or not asked.topics:
        note = theme.promise_note or ""
        parts.append(f"“{theme.name}”承诺{theme.promised_working_days}个工作日内办完。{note}")
    if others:
        parts.append(f"“{theme.name}”的{'、'.join(others)}要看您的情况,请点开它回答几个问题。")
    outcome = AnswerOutcome.ANSWERED if asked.topics else AnswerOutcome.CARD
    source = Source(theme.key, theme.name, version, "theme")
    lines = tuple(one.name for one in theme.components)
    text = "".join(parts) + "它包括以下事项,不一定每项都要办:"
    return ComposedAnswer(outcome, text, lines, asked.topics, source=source)
