"""Items that nothing a citizen says tells apart, and what would."""

import re
from collections.abc import Callable, Iterable, Iterator
from difflib import SequenceMatcher

from mobile_api.guides.editing.findable import FindableItem, FindableItems
from mobile_api.guides.search.concepts import default_lexicon
from mobile_api.guides.search.index import words_in
from mobile_api.guides.search.text import normalise

# So much of two names is the same where only a qualification differs.
NEAR = 0.75
# So many are named; a clerk looks at the rest when these are told apart.
MOST_NAMED = 3

# Kinds of words by which one thing is told from another; a hint (许可) stands in any name.
_TELLING = ("object", "action", "person", "detail")
# Which level of government decides is no citizen's word, though 省 may be one.
_LEVEL = re.compile("[省市县区镇乡]级")

Likeness = tuple[frozenset[str], frozenset[str], frozenset[str]]


def twins_of(found: FindableItems) -> Iterator[tuple[FindableItem, list[FindableItem]]]:
    """Each item that has twins, with at most `MOST_NAMED` of them.

    Twins mean the same to the search (matters, words of the dictionaries) and have no alias that
    the other lacks; and the name of one, which is nearly that of the other, finds both.
    """
    groups: dict[Likeness, list[FindableItem]] = {}
    for item in found.items:
        groups.setdefault(_likeness(item), []).append(item)
    for group in groups.values():
        if len(group) > 1:
            yield from _near(group, found)


def _likeness(item: FindableItem) -> Likeness:
    lexicon = default_lexicon()
    texts = [_LEVEL.sub("", text.text) for text in item.indexed.texts]
    concepts = {one for text in texts for one in lexicon.mentioned(text)}
    return (
        frozenset(item.matters),
        frozenset(one for one in concepts if lexicon.concepts[one].kind in _TELLING),
        frozenset(normalise(alias) for alias in item.guide.aliases),
    )


def _near(
    group: list[FindableItem], found: FindableItems
) -> Iterator[tuple[FindableItem, list[FindableItem]]]:
    keys = {one.key for one in group}
    for item in group:
        hits = found.hits(item, item.guide.name)
        known = [found.by_key[hit.id] for hit in hits if hit.kind == "item" and hit.id in keys]
        twins = [other for other in known if other is not item and _is_near(item, other)]
        if twins:
            yield item, twins[:MOST_NAMED]


def _is_near(item: FindableItem, other: FindableItem) -> bool:
    one, another = (normalise(each.guide.name, longest=None) for each in (item, other))
    return SequenceMatcher(None, one, another, autojunk=False).ratio() >= NEAR


def difference(item: FindableItem, twin: FindableItem) -> str:
    """What an alias could say to tell the two apart, as a Chinese half-sentence."""
    words, other = _own_words(item, twin), _own_words(twin, item)
    if words or other:
        return f"名称里不同的是{_quoted(words)}与{_quoted(other)}"
    for label, value in _TRAITS:
        if value(item) != value(twin):
            return f"{label}不同:{value(item)}与{value(twin)}"
    return "名称、部门、区划、对象和结果都相同,请核对是否重复"


def _own_words(item: FindableItem, other: FindableItem) -> list[str]:
    name = normalise(other.guide.name, longest=None)
    own = normalise(item.guide.name, longest=None)
    # 市 and 县 are no words of two characters, and may be all that differs.
    words = [word for word in words_in(own) if word not in name] or [
        one for one in own if one not in name
    ]
    return list(dict.fromkeys(words))


def _quoted(words: Iterable[str]) -> str:
    return "、".join(f"“{word}”" for word in words) or "(没有)"


_TRAITS: tuple[tuple[str, Callable[[FindableItem], str]], ...] = (
    ("办理部门", lambda one: one.department),
    ("行政区划", lambda one: one.guide.region_code),
    ("服务对象", lambda one: "、".join(each.label for each in one.guide.audience)),
    ("办理结果", lambda one: one.guide.result.name),
)
