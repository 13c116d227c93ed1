"""Turns what the search engine found into what a person is shown."""

from typing import Any

from mobile_api.guides.answering.answers import ComposedAnswer, answer
from mobile_api.guides.answering.cards import alarm
from mobile_api.guides.answering.choices import choice_token
from mobile_api.guides.answering.elsewhere import OtherCity, other_city
from mobile_api.guides.answering.schemas import (
    AnswerSource,
    EmergencyCall,
    EmergencyHelp,
    HelpLine,
    OrdinaryAnswer,
    OtherCityLine,
    SearchAnswer,
    SearchHit,
    ShortAnswer,
    SuggestionOffered,
    Suggestions,
    TopicAnswer,
)
from mobile_api.guides.reading.filters import GuideQuery
from mobile_api.guides.reading.schemas import NameOf
from mobile_api.guides.reading.snapshot import Snapshot
from mobile_api.guides.search.emergencies import LONGEST_TOLD, Emergency, purposes
from mobile_api.guides.search.engine import Hit, SearchOutcome, SearchResult
from mobile_api.guides.search.voices.meaning import Near

# What comes after is not read, on a page or in a chat.
LONGEST_QUERY = LONGEST_TOLD
HELP_LINE = HelpLine(
    phone="12345",
    message="没有找到相关事项。可以换个说法再试,或者拨打12345政务服务便民热线,有人为您解答。",
)
_FORGERY = HelpLine(
    phone="12345",
    message="政务服务不提供也不受理虚假证明。如需办理真实的证明,请搜索证明名称,或者拨打12345咨询。",
)


def find(snapshot: Snapshot, text: str, limit: int, near: Near | None = None) -> SearchAnswer:
    """Guides and themes for a person's own words.

    Danger shows the emergency numbers above all that; nothing found offers 12345 and never a
    random item; blank text shows what many people look for. `near`: see `Snapshot.near`.
    """
    city = other_city(text, snapshot.own_places)
    found = shown(snapshot, snapshot.search.search(text, limit=limit, near=near), limit)
    told = {"elsewhere": _elsewhere(city, snapshot.own_places[0])}
    token = choice_token(text) if _is_unsure(found) else None
    return found.model_copy(update=told | {"choice_token": token})


def _is_unsure(found: SearchAnswer) -> bool:
    is_perhaps = found.outcome is SearchOutcome.FOUND and found.perhaps
    return is_perhaps or found.outcome is SearchOutcome.NOTHING


def shown(snapshot: Snapshot, result: SearchResult, limit: int) -> SearchAnswer:
    """The result of a search as an answer."""
    nothing = result.outcome is SearchOutcome.NOTHING
    help_line = (_FORGERY if result.notice == "forgery" else HELP_LINE) if nothing else None
    blank = result.outcome is SearchOutcome.BLANK
    popular = snapshot.page(GuideQuery(popular=True, page_size=limit)).guides if blank else []
    return SearchAnswer(
        outcome=result.outcome,
        hits=[_hit(snapshot, hit) for hit in result.hits],
        total=result.total,
        perhaps=result.perhaps,
        understood_as=result.understood_as,
        emergency=_emergency(result.emergency) if result.emergency else None,
        popular=popular,
        help_line=help_line,
        elsewhere=None,
    )


def _hit(snapshot: Snapshot, hit: Hit) -> SearchHit:
    guide = snapshot.guides.get(hit.id) if hit.kind == "item" else None
    return SearchHit(
        kind=hit.kind,
        key=hit.id,
        name=hit.name,
        why=list(hit.why),
        guide=snapshot.summary(guide) if guide else None,
    )


def _emergency(emergency: Emergency) -> EmergencyHelp:
    numbers = list(emergency.numbers)
    return EmergencyHelp(
        kind=emergency.kind,
        numbers=numbers,
        message=alarm(emergency),
        calls=[EmergencyCall(number=one, purpose=purposes()[one]) for one in numbers],
        first_step=emergency.first,
        source=emergency.source,
    )


def _elsewhere(city: OtherCity | None, own: str) -> OtherCityLine | None:
    if city is None:
        return None
    message = (
        f"您提到了{city.name}:那里的事请拨打{city.phone}咨询(在当地直接拨打12345);"
        f"这里是{own}的办事指南。"
    )
    return OtherCityLine(city=city.name, phone=city.phone, message=message)


def suggest(snapshot: Snapshot, text: str, limit: int) -> Suggestions:
    """Names while typing."""
    found = snapshot.search.suggest(text, limit=limit)
    return Suggestions(
        suggestions=[
            SuggestionOffered(kind=one.kind, key=one.id, name=one.name, text=one.text)
            for one in found
        ]
    )


def answer_question(
    snapshot: Snapshot, question: str, item_key: str | None, near: Near | None = None
) -> ShortAnswer:
    """A short answer with its source; `item_key` is the guide on the screen, if any."""
    found = answer(snapshot, question, context=item_key, near=near)
    own = snapshot.own_places[0]
    return ShortAnswer(
        **_parts(found, own),
        emergency=_emergency(found.emergency) if found.emergency else None,
        ordinary=OrdinaryAnswer(**_parts(found.ordinary, own)) if found.ordinary else None,
    )


def _parts(found: ComposedAnswer, own: str) -> dict[str, Any]:
    source = found.source
    return {
        "outcome": found.outcome,
        "text": found.text,
        "lines": list(found.lines),
        "topic": found.topic,
        "topics": list(found.topics),
        "more": [
            TopicAnswer(topic=one.topic, text=one.text, lines=list(one.lines)) for one in found.more
        ],
        "source": AnswerSource(
            kind=source.kind,
            key=source.id,
            name=source.name,
            catalogue_version=source.version,
        )
        if source
        else None,
        "phone": found.phone,
        "choices": [NameOf(key=hit.id, name=hit.name) for hit in found.choices],
        "elsewhere": _elsewhere(found.elsewhere, own),
    }
