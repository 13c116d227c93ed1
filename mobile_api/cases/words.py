"""What people read about the state and the history of a case: the sentences of `words.json`.

One field per sentence, so that a misspelt one is a type error; `{names}` are given by `format`
where it is said, and a test compares them. Refusals stand in `errors`, documents beside theirs.
"""

from collections.abc import Mapping
from enum import Enum
from pathlib import Path
from typing import Annotated, get_args

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from mobile_api.cases.rules import ClockKind
from mobile_api.cases.shapes import (
    ActionKey,
    CounterMove,
    FillingStep,
    OriginalsCondition,
    ProgressKey,
    ProgressState,
    TaskState,
)
from mobile_api.cases.states import CaseStatus, DecisionOutcome, DeliveryKind, Holder
from mobile_api.guides.catalogue.service import FieldType
from notifications.post.states import ParcelNews, ParcelState
from uploads.models import FileState

Word = Annotated[str, StringConstraints(min_length=1)]


class Words(BaseModel):
    """A table has one entry for each member of its enumeration: null where nothing is said."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    @model_validator(mode="after")
    def _tables_are_whole(self) -> "Words":
        for name, field in type(self).model_fields.items():
            table = getattr(self, name)
            kind = get_args(field.annotation)[0] if isinstance(table, Mapping) else None
            if isinstance(kind, type) and issubclass(kind, Enum) and set(table) != set(kind):
                missing = ", ".join(str(one.value) for one in kind if one not in table)
                raise ValueError(f"{name} lacks {missing}")
        return self


class FillingWords(Words):
    """What a draft lacks."""

    question_open: Word
    field_missing: Word
    field_too_long: Word
    field_shapes: Mapping[FieldType, Word | None]
    own_number: Word
    age_differs: Word
    no_such_day: Word
    material_missing: Word
    too_many_pages: Word
    no_post: Word
    address_missing: Word
    postage_not_agreed: Word
    key_unknown: Word
    answer_unknown: Word


class TaskWords(Words):
    """The task list of a draft; `..._told` says in short what was given."""

    steps: Mapping[FillingStep, Word]
    states: Mapping[TaskState, Word]
    real_name: Word
    real_name_told: Word
    real_name_missing: Word
    from_account: Word
    from_licence: Word
    identity: Word
    form: Word
    form_told: Word
    pages_told: Word
    page_states: Mapping[FileState, Word]
    not_filled_in: Word
    declaration: Word
    delivery: Word
    delivery_open: Word
    posted_to: Word
    receiver_pays: Word
    check: Word
    check_open: Word
    check_ready: Word


class MoveWords(Words):
    """What moved a case, in its history."""

    submitted: Word
    corrected: Word
    withdrawn: Word
    correction_requested: Word
    pre_reviewed: Word
    visit_follows: Word
    acceptance_follows: Word
    window_follows: Word
    accepted: Word
    deemed_accepted: Word
    declined: Word
    taken_up: Word
    approved: Word
    refused: Word
    completed: Word
    handed_over: Word


class FollowingWords(Words):
    """What follows from a move of the staff, said before it is made."""

    request_correction: Word
    pass_pre_review: Word
    accept: Word
    decline_acceptance: Word
    hand_off: Word
    take_up: Word
    decide: Word
    complete: Word
    hand_over: Word


class CounterWords(Words):
    """What the counter is told, and has people told beside the history."""

    fault_unknown: Word
    refusal_needs_reason: Word
    faults_counted: Word
    will_be_posted: Word
    to_be_picked_up: Word
    to_be_read: Word
    remedy: Word
    message_not_planned: Word
    moves: Mapping[CounterMove, Word]
    follows: FollowingWords


class ResultWords(Words):
    """A result on its way. `old_sent`: of a posting that another one has replaced."""

    contents: Word
    news: Mapping[ParcelNews, Word]
    old_sent: Word
    next_steps: Mapping[ParcelState, Word | None]
    address_missing: Word
    address_changed: Word
    address_change_asked: Word
    address_not_changed: Word
    posted_again: Word
    kept_for_pick_up: Word
    held: Word
    reissued: Word


class OriginalsWords(Words):
    """Paper originals on their way to the hall."""

    contents: Word
    news: Mapping[ParcelNews, Word | None]
    next_steps: Mapping[ParcelState, Word | None]
    conditions: Mapping[OriginalsCondition, Word]
    pickup_ordered: Word
    number_registered: Word


class TransferWords(Words):
    """A case that goes between two cities; `city`: the name of the other one."""

    handed_off: Word
    come_back: Word
    asked_for_home: Word
    accepted_at_home: Word
    decided_at_home: Word
    declined_at_home: Word
    ended_at_home: Word
    posted_at_home: Word
    not_delivered_at_home: Word
    astray_at_home: Mapping[str, Word]
    withdrawal_asked: Word
    withdrawn_at_home: Word
    received: Word
    answered: Word
    withdrawn_from_afar: Word
    withdrawn_too_late: Word
    fault_elsewhere: Word


class ActivityWords(Words):
    """What a person did in a case of an enterprise, read by another who acts for it.

    `acts`: by the kind of the event; a correction is a submission that was asked for.
    """

    acts: Mapping[str, Word]
    corrected: Word
    other: Word
    no_name: Word


class ProgressWords(Words):
    """The way of a case; `ended` names itself by where the case stands."""

    names: Mapping[ProgressKey, Word | None]
    states: Mapping[ProgressState, Word]


class ActionWords(Words):
    """What an applicant may do. `withdrawals`: what a withdrawal means where the case stands, null
    where there is nothing to withdraw any more."""

    names: Mapping[ActionKey, Word]
    texts: Mapping[ActionKey, Word | None]
    discard: Word
    withdrawals: Mapping[CaseStatus, Word | None]
    visit_with: Word
    correct_by: Word
    readdress_by: Word
    too_late_to_withdraw: Word
    withdrawal_asked: Word


class CaseWords(Words):
    """`content_labels`: WeChat's numbers of what it suspects in a text or picture."""

    statuses: Mapping[CaseStatus, Word]
    holders: Mapping[Holder, Word]
    clocks: Mapping[ClockKind, Word]
    carriers: Mapping[str, Word]
    deliveries: Mapping[DeliveryKind, Word]
    outcomes: Mapping[DecisionOutcome, Word]
    filling: FillingWords
    tasks: TaskWords
    progress: ProgressWords
    actions: ActionWords
    moves: MoveWords
    counter: CounterWords
    results: ResultWords
    originals: OriginalsWords
    transfer: TransferWords
    activity: ActivityWords
    content_labels: Mapping[int, Word]
    other_content: Word = Field(description="Of a number that is not among them.")


WORDS = CaseWords.model_validate_json(Path(__file__).with_name("words.json").read_bytes())
