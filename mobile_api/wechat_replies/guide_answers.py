"""A person's own words answered with a sentence, and with guides to open."""

from collections.abc import Sequence

from redis.asyncio import Redis

from mobile_api.guides.answering.schemas import (
    OrdinaryAnswer,
    SearchAnswer,
    SearchHit,
    ShortAnswer,
)
from mobile_api.guides.answering.service import (
    LONGEST_QUERY,
    AnswerOutcome,
    answer_question,
    count_unanswered,
    find,
    is_condolence,
)
from mobile_api.guides.reading.queries import Snapshot, limit_in_words, visits_in_words
from mobile_api.guides.search.service import SearchOutcome
from mobile_api.shared.text.words import typeset
from mobile_api.wechat_replies.asking_back import Understood, told_after_asking
from mobile_api.wechat_replies.links import Links
from mobile_api.wechat_replies.texts import say
from wechat.inbound import Push
from wechat.official_account.service import TextReply, fitting

_SHOWN = 3
# A plain "I do not know" adds nothing above a list of guides or the offer of 12345.
_WORTH_SAYING = (
    AnswerOutcome.ANSWERED,
    AnswerOutcome.NOT_PUBLISHED,
    AnswerOutcome.ELSEWHERE,
)
GUIDE_SCENE, THEME_SCENE = "g=", "t="


async def answer_words(
    snapshot: Snapshot, links: Links, redis: Redis, push: Push, text: str
) -> TextReply:
    """In danger the emergency numbers first; who writes only limits what is counted."""
    text = text[:LONGEST_QUERY]
    near = await snapshot.near(text)
    found = find(snapshot, text, _SHOWN, near)
    if found.outcome is SearchOutcome.BLANK:
        return TextReply(content=say("help"))
    alone = answer_question(snapshot, text, None, near)
    told = await told_after_asking(snapshot, redis, push, Understood(text, found, alone))
    if isinstance(told, TextReply):
        return told
    said = told.ordinary or told
    if _is_unanswered(found, said):
        await count_unanswered(redis, text, f"wechat {push.openid}")
    return TextReply(content=fitting(_lines(found, told, said, links)))


def _is_unanswered(found: SearchAnswer, said: OrdinaryAnswer) -> bool:
    """What is asked back is not: of 多少钱 nothing is missing but what it is about."""
    is_asking = said.outcome is AnswerOutcome.WHICH_ITEM
    return found.outcome is SearchOutcome.NOTHING and said.source is None and not is_asking


def _lines(found: SearchAnswer, told: ShortAnswer, said: OrdinaryAnswer, links: Links) -> list[str]:
    is_told = said.outcome in _WORTH_SAYING or _is_card(found, said) or _is_word_alone(said)
    answered = _answered(said, links) if is_told else []
    others = _others(found, said, links) if is_told else _found(found, said, links)
    lines = [*_elsewhere(found, said), *answered, *others]
    if told.emergency:
        has_more = bool(found.hits) or is_told
        lines = [*_in_danger(told), *(["", say("not_in_danger"), *lines] if has_more else [])]
    return lines


def _in_danger(told: ShortAnswer) -> list[str]:
    return [typeset(line) for line in (told.text, *told.lines)]


def _elsewhere(found: SearchAnswer, said: OrdinaryAnswer) -> list[str]:
    """The other city's telephone, unless the answer itself is that."""
    if not found.elsewhere or said.outcome is AnswerOutcome.ELSEWHERE:
        return []
    return [typeset(found.elsewhere.message), ""]


def _is_word_alone(said: OrdinaryAnswer) -> bool:
    """A word of condolence is said though nothing else is known."""
    return is_condolence(said.text) and not said.choices


def _is_card(found: SearchAnswer, said: OrdinaryAnswer) -> bool:
    """Whether the guide at a glance is told: where a question was not understood, but what it is
    about (no theme) was, and where a guide was chosen. Of a name alone the list says as much."""
    key, hits = _key_of(said), [hit.key for hit in found.hits]
    if key is None or said.outcome not in (AnswerOutcome.UNKNOWN, AnswerOutcome.CARD):
        return False
    is_chosen = key not in hits
    return is_chosen or (said.outcome is AnswerOutcome.UNKNOWN and hits[0] == key)


def _key_of(said: OrdinaryAnswer) -> str | None:
    return said.source.key if said.source else None


def _answered(said: OrdinaryAnswer, links: Links) -> list[str]:
    parts = [(said.text, said.lines), *((one.text, one.lines) for one in said.more)]
    lines = [
        typeset(line) for text, listed in parts for line in (text, *(f"· {one}" for one in listed))
    ]
    if said.source:
        link = links.theme if said.source.kind == "theme" else links.guide
        lines.append(say("source", guide=link(said.source.key, f"《{said.source.name}》")))
    return [*lines, ""]


def _others(found: SearchAnswer, said: OrdinaryAnswer, links: Links) -> list[str]:
    """What was found beside the guide that is told of, which has its link there."""
    hits = [hit for hit in found.hits if hit.key != _key_of(said)]
    return [*_listed("perhaps" if found.perhaps else "related", hits, links), say("more")]


def _found(found: SearchAnswer, said: OrdinaryAnswer, links: Links) -> list[str]:
    if said.choices:
        return _choices(said, links)
    if found.hits:
        is_asking = said.outcome is AnswerOutcome.WHICH_ITEM
        heading = "which" if is_asking else "perhaps" if found.perhaps else "related"
        return [*_listed(heading, found.hits, links), say("more")]
    if said.outcome is AnswerOutcome.WHICH_ITEM:
        return [typeset(said.text)]
    message = found.help_line.message if found.help_line else said.text
    return [say("nothing_found", message=message, all_guides=links.all_guides())]


def _listed(heading: str, hits: Sequence[SearchHit], links: Links) -> list[str]:
    if not hits:
        return []
    # A number would ask to be answered with.
    return [say(heading), *(f"· {_link(hit, links)}" for hit in hits), ""]


def _choices(said: OrdinaryAnswer, links: Links) -> list[str]:
    """The items to choose from: the number of one is answered with what was asked."""
    named = (links.guide(one.key, typeset(one.name)) for one in said.choices)
    numbered = [f"{number}. {name}" for number, name in enumerate(named, start=1)]
    return [typeset(said.text), *numbered, "", say("choose")]


def _link(hit: SearchHit, links: Links) -> str:
    name = typeset(hit.name)
    return links.theme(hit.key, name) if hit.kind == "theme" else links.guide(hit.key, name)


def card_of_scene(snapshot: Snapshot, links: Links, scene: str) -> TextReply | None:
    """What a scanned QR code is about: `g=<guide>` or `t=<theme>`, as our codes say it."""
    guide = snapshot.guides.get(scene.removeprefix(GUIDE_SCENE))
    if guide and scene.startswith(GUIDE_SCENE):
        content = say(
            "guide_card",
            guide=links.guide(guide.key, guide.name),
            name=guide.name,
            limit=limit_in_words(guide.promised_limit),
            visits=visits_in_words(guide.visits_required),
            fee=say("fee_charged" if guide.fee.charged else "fee_free"),
        )
        return TextReply(content=content)
    theme = snapshot.themes.get(scene.removeprefix(THEME_SCENE))
    if theme and scene.startswith(THEME_SCENE):
        link = links.theme(theme.key, theme.name)
        return TextReply(content=say("theme_card", theme=link, days=theme.promised_working_days))
    return None
