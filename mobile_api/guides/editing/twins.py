"""Items that nothing a citizen says tells apart, and what would."""

from collections.abc import Callable, Iterable, Iterator

from mobile_api.guides.editing.findable import FindableItem, FindableItems
from mobile_api.guides.search.concepts import default_lexicon
from mobile_api.guides.search.index import words_in
from mobile_api.guides.search.text import normalise

# Of the score of its own name: so near comes only what the same words name.
NEAR = 0.8
# So many are named; a clerk looks at the rest when these are told apart.
MOST_NAMED = 3

# Kinds of words by which one thing is told from another; a detail (外地) colours any of them.
_TELLING = ("object", "action", "person")

Meaning = tuple[frozenset[str], frozenset[str], frozenset[str]]


def twins_of(found: FindableItems) -> Iterator[tuple[FindableItem, list[FindableItem]]]:
    """Each item that has twins, with at most `MOST_NAMED` of them.

    Twins mean the same to the search (matters, words of the dictionaries) and have no alias that
    the other lacks; and the name of one finds the other nearly as well as itself.
    """
    groups: dict[Meaning, list[FindableItem]] = {}
    for item in found.items:
        groups.setdefault(_meaning(item), []).append(item)
    for group in groups.values():
        if len(group) > 1:
            yield from _near(group, found)


def _meaning(item: FindableItem) -> Meaning:
    lexicon = default_lexicon()
    concepts = {one for text in item.indexed.texts for one in lexicon.mentioned(text.text)}
    return (
        frozenset(matter for matter, _ in item.indexed.matters),
        frozenset(one for one in concepts if lexicon.concepts[one].kind in _TELLING),
        frozenset(normalise(alias) for alias in item.guide.aliases),
    )


def _near(
    group: list[FindableItem], found: FindableItems
) -> Iterator[tuple[FindableItem, list[FindableItem]]]:
    keys = {one.key for one in group}
    for item in group:
        hits = [hit for hit in found.hits(item, item.guide.name) if hit.kind == "item"]
        own = next((hit.score for hit in hits if hit.id == item.key), 0.0)
        near = [hit.id for hit in hits if hit.score >= own * NEAR and hit.id != item.key]
        twins = [found.by_key[key] for key in near if key in keys]
        if twins:
            yield item, twins[:MOST_NAMED]


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
