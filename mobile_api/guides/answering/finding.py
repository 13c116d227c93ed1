"""Turns what the search engine found into what a person is shown."""

from mobile_api.guides.answering.answers import answer
from mobile_api.guides.answering.schemas import (
    AnswerSource,
    EmergencyHelp,
    HelpLine,
    SearchAnswer,
    SearchHit,
    ShortAnswer,
    SuggestionOffered,
    Suggestions,
)
from mobile_api.guides.reading.filters import GuideQuery
from mobile_api.guides.reading.schemas import NameOf
from mobile_api.guides.reading.snapshot import Snapshot
from mobile_api.guides.search.emergencies import Emergency
from mobile_api.guides.search.engine import Hit, Outcome, SearchResult

# What comes after is not read, on a page or in a chat.
LONGEST_QUERY = 200
HELP_LINE = HelpLine(
    phone="12345",
    message="没有找到相关事项。可以换个说法再试,或者拨打12345政务服务便民热线,有人为您解答。",
)
_FORGERY = HelpLine(
    phone="12345",
    message="政务服务不提供也不受理虚假证明。如需办理真实的证明,请搜索证明名称,或者拨打12345咨询。",
)


def find(snapshot: Snapshot, text: str, limit: int) -> SearchAnswer:
    """Guides and themes for a person's own words.

    Danger shows the emergency numbers and nothing else; nothing found offers 12345 and never a
    random item; blank text shows what many people look for.
    """
    return shown(snapshot, snapshot.search.search(text, limit=limit), limit)


def shown(snapshot: Snapshot, result: SearchResult, limit: int) -> SearchAnswer:
    """The result of a search as an answer."""
    nothing = result.outcome is Outcome.NOTHING
    help_line = (_FORGERY if result.notice == "forgery" else HELP_LINE) if nothing else None
    blank = result.outcome is Outcome.BLANK
    popular = snapshot.page(GuideQuery(popular=True, page_size=limit)).guides if blank else []
    return SearchAnswer(
        outcome=result.outcome,
        hits=[_hit(snapshot, hit) for hit in result.hits],
        total=result.total,
        understood_as=result.understood_as,
        emergency=_emergency(result.emergency) if result.emergency else None,
        popular=popular,
        help_line=help_line,
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
        message=f"如有危险,请立即拨打{'、'.join(numbers)}。",
    )


def suggest(snapshot: Snapshot, text: str, limit: int) -> Suggestions:
    """Names while typing."""
    found = snapshot.search.suggest(text, limit=limit)
    return Suggestions(
        suggestions=[
            SuggestionOffered(kind=one.kind, key=one.id, name=one.name, text=one.text)
            for one in found
        ]
    )


def answer_question(snapshot: Snapshot, question: str, item_key: str | None) -> ShortAnswer:
    """A short answer with its source; `item_key` is the guide on the screen, if any."""
    found = answer(snapshot, question, context=item_key)
    source = found.source
    return ShortAnswer(
        outcome=found.outcome,
        text=found.text,
        lines=list(found.lines),
        topic=found.topic,
        source=AnswerSource(key=source.id, name=source.name, catalogue_version=source.version)
        if source
        else None,
        phone=found.phone,
        choices=[NameOf(key=hit.id, name=hit.name) for hit in found.choices],
        emergency=_emergency(found.emergency) if found.emergency else None,
    )
