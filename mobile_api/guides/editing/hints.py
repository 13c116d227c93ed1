"""Which items of a catalogue will be hard to find, why, and what would help."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from mobile_api.guides.checks.parts import CatalogueParts
from mobile_api.guides.editing.findable import FindableItem, FindableItems, is_own
from mobile_api.guides.editing.proposals import proposed_aliases
from mobile_api.guides.editing.twins import difference, twins_of
from mobile_api.guides.search.concepts import default_lexicon
from mobile_api.guides.search.text import normalise
from mobile_api.shared.errors import FieldFault


@dataclass(slots=True)
class ItemHints:
    """What makes one item hard to find; a hint has the shape of a fault and fails nothing.

    `proposals`: aliases that find this item before any other of the file.
    """

    path: str
    key: str
    name: str
    hints: list[FieldFault] = field(default_factory=list)
    proposals: tuple[str, ...] = ()


def hints_of(parts: CatalogueParts) -> list[ItemHints]:
    """The items that will be hard to find, in the order of the file.

    The cost grows with the number of items and aliases: each is searched for once or twice.
    """
    found = FindableItems.of(parts)
    twins = {item.key: others for item, others in twins_of(found)}
    told = []
    for item in found.items:
        hints = [*_wording_hints(item), *_alias_hints(item, found)]
        if item.key in twins:
            hints.append(_twin_hint(item, twins[item.key]))
        if hints:
            proposals = proposed_aliases(item, found)
            told.append(ItemHints(item.path, item.key, item.guide.name, hints, proposals))
    return told


def _wording_hints(item: FindableItem) -> Iterator[FieldFault]:
    path = f"{item.path}/aliases"
    if not item.guide.aliases:
        words = "没有别名:市民只能按正式名称搜索。请写上市民平时的叫法。"
        yield FieldFault(path, "no_alias", words)
    if not item.indexed.matters and not _has_everyday_word(item):
        words = "全是公文用语,没有一个市民会打的词。请写上市民要办的事或者要拿的证的俗名。"
        yield FieldFault(path, "official_words_only", words)


def _has_everyday_word(item: FindableItem) -> bool:
    """A word that the dictionaries know, or an alias that is more than a part of the name."""
    name = normalise(item.guide.name, longest=None)
    if any(normalise(alias) not in name for alias in item.guide.aliases):
        return True
    return any(default_lexicon().names_matter(text.text) for text in item.indexed.texts)


def _alias_hints(item: FindableItem, found: FindableItems) -> Iterator[FieldFault]:
    for number, alias in enumerate(item.guide.aliases):
        path = f"{item.path}/aliases/{number}"
        hits = found.hits(item, alias)
        if not hits:
            words = f"搜索别名“{alias}”什么也找不到,请换成市民会说的词。"
            yield FieldFault(path, "alias_finds_nothing", words)
        elif not is_own(item, hits[:1]):
            words = f"搜索别名“{alias}”,先找到的是“{hits[0].name}”({hits[0].id})。请写得更具体。"
            yield FieldFault(path, "alias_names_other", words)


def _twin_hint(item: FindableItem, twins: Sequence[FindableItem]) -> FieldFault:
    told = ";".join(
        f"“{other.guide.name}”({other.key}):{difference(item, other)}" for other in twins
    )
    words = f"市民分不清它和{told}。请给每项写一个说出区别的别名。"
    return FieldFault(f"{item.path}/aliases", "twins", words)
