"""A person's own words answered with a sentence, and with guides to open."""

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
)
from mobile_api.guides.reading.queries import Snapshot, limit_in_words, visits_in_words
from mobile_api.guides.search.service import SearchOutcome
from mobile_api.shared.text.words import typeset
from mobile_api.wechat_replies.links import Links
from mobile_api.wechat_replies.texts import say
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
    snapshot: Snapshot, links: Links, redis: Redis, text: str, asker: str
) -> TextReply:
    """In danger the emergency numbers first; `asker` only limits what is counted."""
    text = text[:LONGEST_QUERY]
    near = await snapshot.near(text)
    found = find(snapshot, text, _SHOWN, near)
    if found.outcome is SearchOutcome.BLANK:
        return TextReply(content=say("help"))
    if found.outcome is SearchOutcome.NOTHING:
        await count_unanswered(redis, text, asker)
    told = answer_question(snapshot, text, None, near)
    said = told.ordinary or told
    lines = [*_elsewhere(found, said), *_answered(said, links), *_found(found, said, links)]
    if told.emergency:
        has_more = bool(found.hits) or said.outcome in _WORTH_SAYING
        lines = [*_in_danger(told), *(["", say("not_in_danger"), *lines] if has_more else [])]
    return TextReply(content=fitting(lines))


def _in_danger(told: ShortAnswer) -> list[str]:
    return [typeset(line) for line in (told.text, *told.lines)]


def _elsewhere(found: SearchAnswer, said: OrdinaryAnswer) -> list[str]:
    """The other city's telephone, unless the answer itself is that."""
    if not found.elsewhere or said.outcome is AnswerOutcome.ELSEWHERE:
        return []
    return [typeset(found.elsewhere.message), ""]


def _answered(said: OrdinaryAnswer, links: Links) -> list[str]:
    if said.outcome not in _WORTH_SAYING:
        return []
    lines = [typeset(line) for line in (said.text, *(f"· {one}" for one in said.lines))]
    if said.source:
        lines.append(say("source", guide=links.guide(said.source.key, f"《{said.source.name}》")))
    return [*lines, ""]


def _found(found: SearchAnswer, said: OrdinaryAnswer, links: Links) -> list[str]:
    if not found.hits and found.help_line and said.outcome not in _WORTH_SAYING:
        message = found.help_line.message
        return [say("nothing_found", message=message, all_guides=links.all_guides())]
    # The guide that the answer was taken from has its link there.
    known = said.source.key if said.source and said.outcome in _WORTH_SAYING else None
    others = [hit for hit in found.hits if hit.key != known]
    if not others:
        return [say("more")]
    is_asking = said.outcome is AnswerOutcome.WHICH_ITEM
    hits = [f"{number}. {_link(hit, links)}" for number, hit in enumerate(others, start=1)]
    ask = [say("ask_window", phone=said.phone)] if said.phone and said.source and not known else []
    heading = "which" if is_asking else "perhaps" if found.perhaps else "related"
    return [say(heading), *hits, "", *ask, say("more")]


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
