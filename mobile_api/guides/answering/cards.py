"""What stands in a few lines: a guide at a glance, and whom to call in danger."""

from collections.abc import Mapping

from mobile_api.guides.answering.place_sentences import place_in_words
from mobile_api.guides.answering.sentences import fee_in_words
from mobile_api.guides.catalogue.places import Counter, ServiceHall
from mobile_api.guides.catalogue.schemas import ServiceGuide
from mobile_api.guides.reading.queries import limit_in_words
from mobile_api.guides.search.emergencies import Emergency, purposes


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
