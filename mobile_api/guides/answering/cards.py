"""What stands in a few lines: a guide at a glance, and whom to call in danger."""

from mobile_api.guides.catalogue.schemas import ServiceGuide
from mobile_api.guides.reading.queries import limit_in_words, visits_in_words
from mobile_api.guides.search.emergencies import Emergency, purposes


def card_of(guide: ServiceGuide) -> tuple[str, ...]:
    """What matters most about the guide, a line each: time, visits, fee, materials, result."""
    fee = "收费" if guide.fee.charged else "不收费"
    materials = f"要准备{len(guide.materials)}种材料" if guide.materials else "不用准备材料"
    return (
        f"承诺办理时限:{limit_in_words(guide.promised_limit)}",
        f"{visits_in_words(guide.visits_required)},{fee}",
        materials,
        f"办好拿到:{guide.result.name}",
    )


def alarm(emergency: Emergency) -> str:
    """Whom to call, in one sentence."""
    return f"如有危险,请立即拨打{'、'.join(emergency.numbers)}。"


def help_lines(emergency: Emergency) -> tuple[str, ...]:
    """Each number with what it is for, then the first thing to do."""
    calls = (f"{number} {purposes()[number]}" for number in emergency.numbers)
    return (*calls, f"先这样做:{emergency.first}")
