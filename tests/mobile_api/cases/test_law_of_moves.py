"""The moves, holders and limits of a case, word by word: what a city promises its citizens."""

import json
from collections.abc import Iterable
from enum import StrEnum
from pathlib import Path

from mobile_api.cases import rules, states
from mobile_api.cases.rules import CaseRules, ClockKind
from mobile_api.cases.states import (
    HOLDERS,
    ActorKind,
    CaseStatus,
    DecisionOutcome,
    DeliveryKind,
    Holder,
)
from mobile_api.cases.words import WORDS
from mobile_api.shared.history.moves import Move

STATUSES = (
    "draft submitted correction_requested pre_reviewed accepted under_review decided completed"
    " delivered declined withdrawn transferred"
)
OPEN_AT_HOME = "correction_requested pre_reviewed submitted transferred"
# Name -> by whom, from where, to where, by which duties of staff.
MOVES = {
    "submit": ("citizen", "correction_requested draft", "submitted", ""),
    "withdraw": (
        "citizen",
        "accepted correction_requested draft pre_reviewed submitted under_review",
        "withdrawn",
        "",
    ),
    "request_correction": ("staff", "submitted", "correction_requested", "reviewer"),
    "pass_pre_review": ("staff", "submitted", "pre_reviewed", "reviewer"),
    "decline_acceptance": ("staff", "pre_reviewed submitted", "declined", "reviewer"),
    "accept": ("staff", "pre_reviewed", "accepted", "front_desk reviewer"),
    "deem_accepted": ("system", "pre_reviewed submitted", "accepted", ""),
    "take_up": ("staff", "accepted", "under_review", "decider"),
    "decide": ("staff", "accepted under_review", "decided", "decider"),
    "complete": ("staff", "decided", "completed", "decider front_desk"),
    "hand_over": ("staff", "completed", "delivered", "front_desk"),
    "signed_for": ("system", "completed", "delivered", ""),
    "undo_signed_for": ("system", "delivered", "completed", ""),
    "hand_off": ("staff", "pre_reviewed submitted", "transferred", "front_desk reviewer"),
    "forward": ("system", "submitted", "transferred", ""),
    "come_back": ("system", "transferred", "submitted", ""),
    "ask_for_home": ("system", "transferred", "correction_requested", ""),
    "end_at_home": ("system", OPEN_AT_HOME, "delivered", ""),
    "undo_end_at_home": ("system", "delivered", "transferred", ""),
    "declined_at_home": ("system", OPEN_AT_HOME, "declined", ""),
    "withdrawn_at_home": ("system", OPEN_AT_HOME, "withdrawn", ""),
    "receive": ("system", "draft", "submitted", ""),
    "answer_from_afar": ("system", "correction_requested", "submitted", ""),
    "withdraw_from_afar": (
        "system",
        "accepted correction_requested pre_reviewed submitted under_review",
        "withdrawn",
        "",
    ),
}
HELD = {
    "citizen": "correction_requested draft",
    "counter": "decided pre_reviewed submitted",
    "department": "accepted under_review",
    "post": "completed",
    "other_city": "transferred",
    "nobody": "declined delivered withdrawn",
}
LIMITS = {
    "notice": [(5, "working_day", "行政许可法第三十二条第一款第四项")],
    "delivery": [(10, "working_day", "行政许可法第四十四条")],
    "correction": [(30, "calendar_day", "本市规定:补正材料一般不超过三十日")],
    "readdress": [(15, "calendar_day", "本市规定:退回的结果邮件等待确认地址十五日")],
    "yellow_light": [(20, "percent", "本市规定:剩余时限不足两成时亮黄灯")],
    "result_postings": [(3, "times", "本市规定:结果邮件最多邮寄三次")],
    "originals_parcels": [(5, "times", "本市规定:每个办件的材料原件最多寄送五次")],
    "drafts": [(30, "times", "本市规定:每人同时保存的草稿最多三十份")],
    "drafts_of_enterprise": [(200, "times", "本市规定:每个企业同时保存的草稿最多二百份")],
    "open_cases": [(5, "times", "本市规定:每人同一事项最多同时办理五件")],
    "open_cases_of_enterprise": [(100, "times", "本市规定:每个企业同一事项最多同时办理一百件")],
}


def words(values: Iterable[StrEnum]) -> str:
    return " ".join(sorted(one.value for one in values))


def test_every_move_of_a_case() -> None:
    found = [move for move in vars(states).values() if isinstance(move, Move)]
    assert {
        move.name: (move.actor.value, words(move.sources), move.target.value, words(move.roles))
        for move in found
    } == MOVES
    assert len(found) == len(MOVES)


def test_a_move_asks_no_duty_unless_it_names_one() -> None:
    move = Move("close", frozenset({CaseStatus.draft}), CaseStatus.withdrawn, ActorKind.system)
    assert move.roles == frozenset()


def test_every_status_has_a_name_and_a_holder() -> None:
    assert " ".join(CaseStatus) == STATUSES
    assert list(WORDS.statuses) == list(CaseStatus)
    assert {
        holder.value: words(status for status in HOLDERS if HOLDERS[status] is holder)
        for holder in Holder
    } == HELD
    assert list(WORDS.holders) == list(Holder)


def test_values_are_stored_and_never_change() -> None:
    assert [one.value for one in DecisionOutcome] == ["approved", "refused"]
    assert [one.value for one in DeliveryKind] == ["post", "pick_up"]
    kinds = ["notice", "correction", "statutory", "promised", "delivery"]
    assert [one.value for one in ClockKind] == kinds


def test_limits_of_law_and_city() -> None:
    """With which a release comes; a city that sets others does so in a file of its own."""
    found = json.loads(Path(rules.__file__).with_name("rules.json").read_text())
    limits = {
        name: [(one["amount"], one["unit"], one["source"]) for one in rows]
        for name, rows in found.items()
    }
    assert limits == LIMITS
    assert list(found) == list(CaseRules.model_fields)
