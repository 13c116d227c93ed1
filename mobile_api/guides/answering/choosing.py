"""Which guide a question is about: by the search that people see, and by no rule beside it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from mobile_api.guides.catalogue.schemas import ServiceGuide, Theme
from mobile_api.guides.search.concepts import default_lexicon
from mobile_api.guides.search.engine import Hit, SearchResult
from mobile_api.guides.search.questions import subject_of
from mobile_api.guides.search.text import bigrams, is_hard_answer, normalise, without_the_counter
from mobile_api.guides.search.voices.characters import without
from mobile_api.guides.search.voices.matters import default_matters, is_beyond

# Another guide is meant, and not the one on the screen, when it fits at least this well whatever
# is named; or when what is named is so much of the question.
SURELY_ANOTHER = 0.6
LEAST_NAMED = 0.6
# So surely no counter is for what is asked about.
SURELY_BEYOND = 0.8
# Two items that fit nearly the same: asking back is better than guessing.
NEARLY_THE_SAME = 0.97
MOST_CHOICES = 3
# Around a matter they say nothing: 我要办, 需要.
_AROUND = re.compile("需要|[要得需办了的我 ]")
# Share of common character pairs at which a subject is a paper of the guide on the screen.
SAME_PAPER = 0.25


class GuidesByKey(Protocol):
    """The guides and themes of a published catalogue by key."""

    @property
    def guides(self) -> Mapping[str, ServiceGuide]: ...
    @property
    def themes(self) -> Mapping[str, Theme]: ...


@dataclass(frozen=True, slots=True)
class MeantGuide:
    """`guide` is the one that is asked about; without it `choices` are those to ask back for.

    `is_unknown`: something is asked about that nothing here is; `guide`, if any, is then only the
    one on the screen. `theme`: that a theme (一件事) is asked about, and none of its items more.
    """

    guide: ServiceGuide | None = None
    choices: tuple[Hit, ...] = ()
    is_unknown: bool = False
    theme: Theme | None = None


def meant_by(
    published: GuidesByKey, result: SearchResult, shown: ServiceGuide | None
) -> MeantGuide:
    """The guide that a question is about, which the search answers with `result`.

    `shown` is the guide on the screen, or the one that was chosen when it was asked back: of those
    that would be asked back it is the one that is meant.
    """
    subject = subject_of(result.reading)
    if shown and (not subject or _is_paper_of(shown, subject)):
        return MeantGuide(shown)
    found = items_found(published, result)
    if not shown and _names_nothing(published, result.reading, subject, found):
        return MeantGuide()
    items = tuple(hit for hit in found if shown or not _is_hard(published, hit, result.reading))
    # Behind one that is not told the next is no sure find.
    choices = _doubtful(items, perhaps=result.perhaps or items[:1] != found[:1])
    theme = _theme_found(published, result, items)
    is_doubtful = result.perhaps or not (items or theme)
    if shown:
        of_shown = items if result.perhaps else (*choices, *items[:1])
        is_of_shown = any(hit.id == shown.key for hit in of_shown)
        is_sure = not is_doubtful and result.hits[0].score >= SURELY_ANOTHER
        if is_of_shown or not (is_sure or names_another(subject)):
            return MeantGuide(shown)
        if is_doubtful:
            return MeantGuide(shown, is_unknown=True)
    return _alone(published, items, choices, theme, subject)


def _alone(
    published: GuidesByKey,
    items: tuple[Hit, ...],
    choices: tuple[Hit, ...],
    theme: Theme | None,
    subject: str,
) -> MeantGuide:
    """What a question means that no guide on the screen answers."""
    if theme:
        return MeantGuide(theme=theme)
    if choices:
        return MeantGuide(choices=choices)
    if items:
        return MeantGuide(published.guides[items[0].id])
    return MeantGuide(is_unknown=_says_something(subject))


def items_found(published: GuidesByKey, result: SearchResult) -> tuple[Hit, ...]:
    """The guides among the hits, in their order."""
    return tuple(hit for hit in result.hits if hit.kind == "item" and hit.id in published.guides)


def _is_hard(published: GuidesByKey, hit: Hit, reading: str) -> bool:
    guide = published.guides[hit.id]
    is_called_so = any(normalise(name) in reading for name in guide.aliases)
    return is_hard_answer(guide.name, reading) and not is_called_so


def _theme_found(
    published: GuidesByKey, result: SearchResult, items: tuple[Hit, ...]
) -> Theme | None:
    """The theme that fits surely, and better than any item: of 注销公司 the 个体工商户注销登记
    is a part that a company has no use for."""
    first = next(iter(result.hits), None)
    if first is None or first.kind != "theme" or result.perhaps:
        return None
    is_item = items and items[0].score >= first.score * NEARLY_THE_SAME
    return None if is_item else published.themes.get(first.id)


def names_another(subject: str) -> bool:
    """Whether a subject is a matter by itself: 注销公司, or 火锅, for which there is no counter. Of
    户口在外地 the 户口 is no more than a circumstance."""
    lexicon = default_lexicon()
    spans = lexicon.spans(subject)
    fillers = [(span.start, span.end) for span in spans if not span.concepts]
    telling = _AROUND.sub("", without(subject, fillers))
    named = sum(len(span.word) for span in spans if _is_thing(span.word))
    if named:
        return named >= LEAST_NAMED * len(telling)
    meant = default_matters().meant_by(telling) if len(telling) > 1 else {}
    return any(share >= SURELY_BEYOND for one, share in meant.items() if is_beyond(one))


def _is_thing(word: str) -> bool:
    # 残疾人 and 退役军人 say who asks.
    return default_lexicon().names_matter(word) and not word.endswith("人")


def _doubtful(items: tuple[Hit, ...], *, perhaps: bool) -> tuple[Hit, ...]:
    """What to ask back for: a weak find, or items that fit nearly the same; else nothing."""
    if perhaps:
        return items[:MOST_CHOICES]
    alike = tuple(hit for hit in items if hit.score >= items[0].score * NEARLY_THE_SAME)
    return alike[:MOST_CHOICES] if len(alike) > 1 else ()


def _names_nothing(
    published: GuidesByKey, reading: str, subject: str, items: tuple[Hit, ...]
) -> bool:
    """Whether only a counter or papers are named: 你们几点下班, 材料不齐怎么办. What is found by
    such words (下班途中) is not meant, unless it is called by them."""
    if without_the_counter(reading) == reading:
        return False
    spans = default_lexicon().spans(subject)
    fillers = [(span.start, span.end) for span in spans if not span.concepts]
    if _AROUND.sub("", without_the_counter(without(subject, fillers))):
        return False
    found = published.guides[items[0].id] if items else None
    names = map(normalise, (found.name, *found.aliases)) if found else ()
    return not any(name in reading for name in names if name)


def _says_something(subject: str) -> bool:
    """Whether more is left than 请问 and 要: then it was a matter that we do not know."""
    lexicon = default_lexicon()
    spans = lexicon.spans(subject)
    known = sum(span.end - span.start for span in spans if not span.concepts)
    return len(subject.replace(" ", "")) - known > 2


def _is_paper_of(guide: ServiceGuide, subject: str) -> bool:
    """Whether the subject is a material of this guide: 要带户口簿吗 asks about this one."""
    papers = (normalise(material.name, longest=None) for material in guide.materials)
    return any(likeness(subject, paper) >= SAME_PAPER for paper in papers)


def likeness(one: str, other: str) -> float:
    """Dice coefficient of the character pairs of two normalised texts, 0 to 1."""
    left, right = set(bigrams(one)), set(bigrams(other))
    return 2 * len(left & right) / (len(left) + len(right)) if left and right else 0.0
