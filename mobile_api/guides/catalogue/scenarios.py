"""From the answers of a person to their own list: what to bring, to fill in and to pay, and why."""

from collections.abc import Mapping, Sequence

from pydantic import Field

from mobile_api.guides.catalogue.elements import (
    Condition,
    FeeItem,
    FormField,
    MaterialRequirement,
    Option,
    Question,
)
from mobile_api.guides.catalogue.schemas import ServiceGuide
from mobile_api.shared.errors import FieldFault, InvalidInput
from mobile_api.shared.http.schema import AnswerBody

Answers = Mapping[str, str]


class GivenAnswer(AnswerBody):
    """An answer in words."""

    question: str
    text: str
    option: str
    label: str


class Path(AnswerBody):
    """The way through a question tree so far.

    Answers to questions that are not (any more) asked are left out: a person who changes an
    earlier answer is not held to what followed from it.
    """

    given: list[GivenAnswer]
    next_question: Question | None
    open_questions: list[str] = Field(description="Keys of all questions that are open now.")
    impossible_because: str | None

    @property
    def answers(self) -> dict[str, str]:
        return {answer.question: answer.option for answer in self.given}


class PersonalMaterial(AnswerBody):
    """A material for this person; `because` holds the answers that led to it."""

    material: MaterialRequirement
    because: list[str]


class Situation(AnswerBody):
    """A guide for one person. `undecided` names materials that depend on open questions."""

    path: Path
    eligibility: list[str]
    materials: list[PersonalMaterial]
    undecided: list[str]
    form_fields: list[FormField]
    fees: list[FeeItem]
    fee_total_fen: int = Field(description="Sum of `fees`, in fen.")


def walk(questions: Sequence[Question], answers: Answers, under: str = "/answers") -> Path:
    """Follow the tree with the answers given so far; an impossible answer ends it.

    Raises InvalidInput listing every answer that names no question or no option of it, with JSON
    pointers below `under`.
    """
    _refuse_unknown(questions, answers, under)
    return _followed(questions, answers)


def open_question_keys(questions: Sequence[Question], answers: Answers) -> list[str]:
    """Keys of the questions that are asked and have no (valid) answer yet, in order."""
    return _followed(questions, answers).open_questions


def effective_answers(questions: Sequence[Question], answers: Answers) -> dict[str, str]:
    """The answers that count: those to questions that are asked, given the answers before."""
    return _followed(questions, answers).answers


def chosen_options(questions: Sequence[Question], answers: Answers) -> dict[str, Option]:
    """By the key of its question, each answer that counts."""
    given = effective_answers(questions, answers)
    chosen = {one.key: _option(one, given[one.key]) for one in questions if one.key in given}
    return {key: option for key, option in chosen.items() if option}


def _followed(questions: Sequence[Question], answers: Answers) -> Path:
    given: dict[str, str] = {}
    spoken: list[GivenAnswer] = []
    waiting: list[Question] = []
    impossible_because = None
    for question in questions:
        if impossible_because or not holds(question.when, given):
            continue
        option = _option(question, answers.get(question.key))
        if option is None:
            waiting.append(question)
            continue
        given[question.key] = option.key
        spoken.append(_spoken(question, option))
        impossible_because = option.impossible_because
    if impossible_because:
        return Path(
            given=spoken,
            next_question=None,
            open_questions=[],
            impossible_because=impossible_because,
        )
    return Path(
        given=spoken,
        next_question=waiting[0] if waiting else None,
        open_questions=[question.key for question in waiting],
        impossible_because=None,
    )


def _option(question: Question, key: str | None) -> Option | None:
    return next((option for option in question.options if option.key == key), None)


def _spoken(question: Question, option: Option) -> GivenAnswer:
    return GivenAnswer(
        question=question.key, text=question.text, option=option.key, label=option.label
    )


def _refuse_unknown(questions: Sequence[Question], answers: Answers, under: str) -> None:
    options = {question.key: {one.key for one in question.options} for question in questions}
    faults = []
    for number, (key, option) in enumerate(answers.items()):
        # A key that a person made up is not echoed: the path then names its place only.
        path = f"{under}/{key}" if key in options else f"{under}/{number}"
        if key not in options:
            faults.append(FieldFault(path, "unknown_question", "没有这个问题,请刷新页面后重试。"))
        elif option not in options[key]:
            faults.append(FieldFault(path, "unknown_option", "请从给出的选项中选择。"))
    if faults:
        raise InvalidInput(faults)


def holds(condition: Condition, answers: Answers) -> bool:
    """Whether every test of the condition is true for the answers."""
    return all(answers.get(test.question) in test.one_of for test in condition)


def reasons(condition: Condition, path: Path) -> list[str]:
    """The answers that a condition rests on, as 问题:回答."""
    tested = {test.question for test in condition}
    return [f"{one.text}{one.label}" for one in path.given if one.question in tested]


def situation_of(guide: ServiceGuide, answers: Answers, under: str = "/answers") -> Situation:
    """The part of the guide that applies to these answers; empty lists when it is impossible.

    Raises InvalidInput for answers that the guide does not know, with pointers below `under`.
    """
    path = walk(guide.scenario_questions, answers, under)
    if path.impossible_because:
        return Situation(
            path=path,
            eligibility=[],
            materials=[],
            undecided=[],
            form_fields=[],
            fees=[],
            fee_total_fen=0,
        )
    given = path.answers
    fees = [fee for fee in guide.fee.items if holds(fee.when, given)]
    return Situation(
        path=path,
        eligibility=[one.text for one in guide.eligibility if holds(one.when, given)],
        materials=[
            PersonalMaterial(material=one, because=reasons(one.when, path))
            for one in guide.materials
            if holds(one.when, given)
        ],
        undecided=[one.name for one in guide.materials if _is_open(one.when, guide, path)],
        form_fields=[one for one in guide.form_fields if holds(one.when, given)],
        fees=fees,
        fee_total_fen=sum(fee.amount_fen for fee in fees),
    )


def _is_open(condition: Condition, guide: ServiceGuide, path: Path) -> bool:
    """Whether answers still to come decide the condition."""
    if not path.open_questions or holds(condition, path.answers):
        return False
    questions = {question.key: question for question in guide.scenario_questions}
    return _may_hold(condition, questions, path)


def _may_hold(condition: Condition, questions: Mapping[str, Question], path: Path) -> bool:
    answers = path.answers
    for test in condition:
        if test.question in answers:
            if answers[test.question] not in test.one_of:
                return False
        elif test.question not in path.open_questions:
            # Not asked so far: it may still be, unless what it looks back to has ruled it out.
            when = questions[test.question].when
            if holds(when, answers) or not _may_hold(when, questions, path):
                return False
    return True
