"""Names that come up while a citizen is still typing, by characters, pinyin or initials."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from mobile_api.guides.search.documents import DocumentKind, SearchDocument, texts_of
from mobile_api.guides.search.text import cutter, has_han, is_han, normalise, syllable, syllables

# Of a prefix that very many names share, only so many are compared.
COMPARED = 256


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A name to offer; `text` is the name or alias that begins with what was typed."""

    kind: DocumentKind
    id: str
    name: str
    text: str


class _Keys:
    """Sorted keys, each with the position of its entry."""

    def __init__(self, pairs: list[tuple[str, int]]) -> None:
        pairs.sort()
        self._keys = [key for key, _ in pairs]
        self._entries = [entry for _, entry in pairs]

    def beginning_with(self, prefix: str) -> Iterator[int]:
        start = bisect_left(self._keys, prefix)
        for at in range(start, min(start + COMPARED, len(self._keys))):
            if not self._keys[at].startswith(prefix):
                return
            yield self._entries[at]


class SuggestionIndex:
    """Every name and alias under its characters, its pinyin and its initials; immutable."""

    def __init__(self, documents: Sequence[SearchDocument]) -> None:
        self._entries = [
            (document, text, normalise(text, longest=None).replace(" ", ""))
            for document in documents
            for text in texts_of(document)
        ]
        written, spoken, initials = [], [], []
        for number, (_, _, normal) in enumerate(self._entries):
            parts = _spoken(normal)
            written.append((normal, number))
            spoken.append(("".join(parts), number))
            initials.append(("".join(part[0] for part in parts), number))
        self._written, self._spoken = _Keys(written), _Keys(spoken)
        self._initials = _Keys(initials)

    def starting_with(
        self, text: str, *, limit: int, allowed: frozenset[str] | None = None
    ) -> list[Suggestion]:
        """At most `limit` names that begin with the normalised `text`, each document once."""
        found: dict[tuple[str, str], Suggestion] = {}
        numbers = sorted(
            set(islice(self._numbers(text.replace(" ", "")), COMPARED)), key=self._order
        )
        for number in numbers:
            document, name, _ = self._entries[number]
            if allowed is None or document.id in allowed:
                suggestion = Suggestion(document.kind, document.id, document.name, name)
                found.setdefault((document.kind, document.id), suggestion)
            if len(found) == limit:
                break
        return list(found.values())

    def _numbers(self, text: str) -> Iterator[int]:
        yield from self._written.beginning_with(text)
        if text.isascii():
            yield from self._spoken.beginning_with(text)
            yield from self._initials.beginning_with(text)
        elif not all(map(is_han, text)) and has_han(text):
            yield from self._spoken.beginning_with("".join(map(syllable, text)))

    def _order(self, number: int) -> tuple[bool, int, int]:
        document, _, normal = self._entries[number]
        return (not document.popular, len(normal), number)


def _spoken(text: str) -> list[str]:
    return [part for word in cutter().cut(text) for part in _parts(word)]


def _parts(word: str) -> tuple[str, ...]:
    return syllables(word) if has_han(word) else tuple(word)
