"""People in danger get a telephone number and nothing else."""

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass

import rjieba

from mobile_api.guides.search.text import has_han, read_json, syllable


@dataclass(frozen=True, slots=True)
class Emergency:
    """What is wrong (`fire`, `crime`, ...) and the numbers to call, the first one first."""

    kind: str
    numbers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Rule:
    emergency: Emergency
    signs: re.Pattern[str]
    unless: re.Pattern[str] | None
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Rules:
    unless_everywhere: re.Pattern[str]
    urgent: re.Pattern[str]
    urgent_numbers: tuple[str, ...]
    rules: tuple[_Rule, ...]
    latin: dict[str, str]


@functools.cache
def _rules() -> _Rules:
    data = read_json("emergencies.json")
    rules = tuple(
        _Rule(
            emergency=Emergency(entry["id"], tuple(entry["numbers"])),
            signs=re.compile(entry["signs"]),
            unless=re.compile(entry["unless"]) if entry["unless"] else None,
            words=tuple(entry["words"].split()),
        )
        for entry in data["rules"]
    )
    return _Rules(
        unless_everywhere=re.compile(data["unless_everywhere"]),
        urgent=re.compile(data["urgent"]),
        urgent_numbers=tuple(data["urgent_numbers"]),
        rules=rules,
        latin=data["latin"],
    )


def find_emergency(text: str) -> Emergency | None:
    """The emergency that a normalised query tells of, or None.

    A sign counts unless the text also speaks of paper (证明, 保险, 报销, 许可 ...): who asks
    for a certificate after a fire needs the counter. A cry for help counts always.
    """
    rules = _rules()
    compact = text.replace(" ", "")
    if not has_han(compact):
        return _in_pinyin(compact, rules)
    urgent = rules.urgent.search(compact)
    if not urgent and rules.unless_everywhere.search(compact):
        return None
    for rule in rules.rules:
        if rule.unless and rule.unless.search(compact):
            continue
        if rule.signs.search(compact) or _misspelt(compact, rule.words):
            return rule.emergency
    return Emergency("help", rules.urgent_numbers) if urgent else None


def _in_pinyin(letters: str, rules: _Rules) -> Emergency | None:
    kind = next((kind for sign, kind in rules.latin.items() if letters.startswith(sign)), None)
    if kind == "help":
        return Emergency("help", rules.urgent_numbers)
    return next((rule.emergency for rule in rules.rules if rule.emergency.kind == kind), None)


def _windows(text: str, length: int) -> Iterator[str]:
    return (text[start : start + length] for start in range(len(text) - length + 1))


def _misspelt(text: str, words: tuple[str, ...]) -> bool:
    """Whether a word stands there with one character replaced by one of the same sound."""
    present = frozenset(text)
    return any(
        _sounds_like(window, word) and not rjieba.has_word(window)
        for word in words
        if not present.isdisjoint(word)
        for window in _windows(text, len(word))
    )


def _sounds_like(window: str, word: str) -> bool:
    pairs = list(zip(window, word, strict=True))
    if sum(left != right for left, right in pairs) != 1:
        return False
    return all(syllable(left) == syllable(right) for left, right in pairs)
