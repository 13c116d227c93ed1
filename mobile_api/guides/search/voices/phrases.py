"""Known phrases in a text: where they stand, and which of them lie in no other."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping


def lengths_of(phrases: Iterable[str]) -> dict[str, tuple[int, ...]]:
    """By first character the lengths of the phrases, the longest first."""
    found: dict[str, set[int]] = defaultdict(set)
    for phrase in phrases:
        found[phrase[0]].add(len(phrase))
    return {first: tuple(sorted(lengths, reverse=True)) for first, lengths in found.items()}


def covering(
    text: str, lengths: Mapping[str, tuple[int, ...]], known: Mapping[str, object]
) -> Iterator[tuple[int, int]]:
    """The longest known phrase at each place where one begins."""
    for start, first in enumerate(text):
        for length in lengths.get(first, ()):
            if start + length <= len(text) and text[start : start + length] in known:
                yield start, start + length
                break


def maximal(spans: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The spans that lie in no other: 失业登记 is not said by the 失业 in it."""
    reached = 0
    for start, end in spans:
        if end > reached:
            reached = end
            yield start, end
