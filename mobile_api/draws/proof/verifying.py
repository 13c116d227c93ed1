"""Repeats a draw from its record alone: no database, no network, no setting.

Each step says what was compared; a step that fails names exactly the part that differs. Where an
earlier copy of the record is at hand, what it said must still be there, word for word.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import zip_longest
from typing import Any

from pydantic import ValidationError

from mobile_api.draws.proof import algorithm
from mobile_api.draws.proof.algorithm import Pick
from mobile_api.draws.proof.checks import (
    MOST_NAMED,
    CheckedStep,
    is_drawn,
    look_at_entropy,
    look_at_list,
    look_at_sources,
    look_at_times,
    look_at_two_people,
    published,
)
from mobile_api.draws.schemas import DrawRecord


def verify(record: Any, earlier: Any = None) -> list[CheckedStep]:
    """Every step, each once; the draw is as it should be when none of them is False.

    `record`, `earlier`: JSON values as read from files, of any shape: they are somebody's claim.
    """
    try:
        said = DrawRecord.model_validate(record)
    except ValidationError as error:
        paths = ["/" + "/".join(map(str, one["loc"])) for one in error.errors()[:MOST_NAMED]]
        return [CheckedStep("shape", False, f"记录不完整或格式不对:{'、'.join(paths)}")]
    steps = [step for check in _CHECKS for step in check(said)]
    if is_drawn(said):
        # Whoever claims a result must show everything that it follows from.
        steps = [
            replace(one, holds=False) if one.holds is None and one.code in _NEEDED else one
            for one in steps
        ]
    return steps if earlier is None else [*steps, *_unchanged(record, earlier)]


_NEEDED = frozenset({"list", "commitment", "entropy", "winners"})


def _commitment(said: DrawRecord) -> Iterator[CheckedStep]:
    if said.secret is None:
        yield CheckedStep("commitment", None, "密数尚未公开,承诺还不能核对")
        return
    holds = algorithm.commitment(said.number, said.secret) == said.commitment
    yield CheckedStep(
        "commitment", holds, "密数与承诺一致" if holds else "密数与事先公布的承诺不一致"
    )


def _result(said: DrawRecord) -> Iterator[CheckedStep]:
    """Repeats seed and picks, also of a record that does not say them yet."""
    if said.secret is None or said.list_text is None or not said.entropy:
        yield CheckedStep("winners", None, "材料尚未齐全,还不能重算")
        return
    try:
        entries = algorithm.entries_of(said.list_text)
        hashed = algorithm.list_sha256(said.list_text)
        entropy = algorithm.entropy_text(published(said))
        seed = algorithm.seed(said.number, hashed, said.commitment, said.secret, entropy)
        picks = algorithm.picks(seed, entries, said.picks)
    except ValueError:
        yield CheckedStep("winners", False, "按记录中的材料不能重算")
        return
    yield from _compared(said, seed, picks)


def _compared(said: DrawRecord, seed: str, picks: Sequence[Pick]) -> Iterator[CheckedStep]:
    winners = [one.winner for one in picks]
    if not is_drawn(said):
        yield CheckedStep(
            "winners", None, "按已公开的材料重算出的结果:" + "、".join(winners), winners
        )
        return
    same = seed == said.seed
    yield CheckedStep("seed", same, "种子一致" if same else "种子与重算的不一致")
    claimed = [Pick(one.x, one.tickets_left, one.winner) for one in said.drawn]
    wrong = [str(n) for n, (a, b) in enumerate(zip_longest(claimed, picks), 1) if a != b]
    told = f"第{'、'.join(wrong[:MOST_NAMED])}个结果与重算的不一致" if wrong else "结果与重算的一致"
    yield CheckedStep("winners", not wrong, told, winners)


# What was published once and may never change; what comes later was not there before.
_FIXED = (
    "number",
    "purpose",
    "picks",
    "commitment",
    "custodian",
    "sources",
    "committed_at",
    "frozen_at",
    "list_text",
    "list_sha256",
    "secret",
    "seed",
    "drawn",
    "drawn_at",
)


def _unchanged(record: Mapping[str, Any], earlier: Any) -> Iterator[CheckedStep]:
    if not isinstance(earlier, Mapping) or "commitment" not in earlier:
        yield CheckedStep("earlier", False, "先前保存的文件不是摇号记录")
        return
    changed = [
        name for name in _FIXED if earlier.get(name) and earlier.get(name) != record.get(name)
    ]
    entries = earlier.get("entries")
    if isinstance(entries, list) and not all(one in record.get("entries", ()) for one in entries):
        changed.append("entries")
    told = "与先前保存的记录不同:" + "、".join(changed) if changed else "与先前保存的记录相符"
    yield CheckedStep("earlier", not changed, told)


_CHECKS: Sequence[Callable[[DrawRecord], Iterator[CheckedStep]]] = (
    look_at_sources,
    look_at_list,
    look_at_times,
    _commitment,
    look_at_entropy,
    look_at_two_people,
    _result,
)
