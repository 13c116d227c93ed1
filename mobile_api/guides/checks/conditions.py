"""Finds conditions that name nothing, and things that no answers can ever reach."""

from collections.abc import Iterator, Mapping, Sequence

from mobile_api.guides.catalogue.elements import Condition, Question
from mobile_api.shared.errors import FieldFault as Fault

Questions = Mapping[str, Question]
Demands = dict[str, frozenset[str]]


def question_faults(path: str, questions: Sequence[Question]) -> Iterator[Fault]:
    """Faults of a question tree: each question may only look back at earlier ones."""
    earlier: dict[str, Question] = {}
    for number, question in enumerate(questions):
        place = f"{path}/{number}"
        if question.key in earlier:
            yield Fault(f"{place}/key", "duplicate_key", f"问题 {question.key} 重复。")
        yield from _option_faults(place, question)
        yield from condition_faults(f"{place}/when", question.when, earlier, "question")
        earlier[question.key] = question


def _option_faults(path: str, question: Question) -> Iterator[Fault]:
    seen: set[str] = set()
    for number, option in enumerate(question.options):
        if option.key in seen:
            place = f"{path}/options/{number}/key"
            yield Fault(place, "duplicate_key", f"问题 {question.key} 的选项 {option.key} 重复。")
        seen.add(option.key)
    if all(option.impossible_because for option in question.options):
        yield Fault(f"{path}/options", "no_way_on", f"问题 {question.key} 没有可以继续的选项。")


def condition_faults(
    path: str, condition: Condition, questions: Questions, what: str
) -> Iterator[Fault]:
    """Unknown questions and options; if there are none, `unreachable_<what>` when no answers do."""
    faults = list(_unknown(path, condition, questions))
    yield from faults
    if not faults and any(not options for options in demands(condition, questions).values()):
        yield Fault(path, f"unreachable_{what}", "没有任何回答能满足这个条件。")


def _unknown(path: str, condition: Condition, questions: Questions) -> Iterator[Fault]:
    for number, test in enumerate(condition):
        question = questions.get(test.question)
        if question is None:
            place = f"{path}/{number}/question"
            yield Fault(place, "unknown_question", f"前面没有问题 {test.question}。")
            continue
        options = {option.key for option in question.options}
        for position, key in enumerate(test.one_of):
            if key not in options:
                where = f"{path}/{number}/one_of/{position}"
                yield Fault(where, "unknown_option", f"问题 {test.question} 没有选项 {key}。")


def demands(condition: Condition, questions: Questions) -> Demands:
    """Per question the options that satisfy `condition`, its own askings included.

    An empty set means that it can never hold. Exact, because a condition is an AND of memberships
    and a question looks back only.
    """
    needed: Demands = {}
    for test in condition:
        question = questions.get(test.question)
        if question is None:
            continue
        passable = {option.key for option in question.options if not option.impossible_because}
        _narrow(needed, {test.question: frozenset(passable.intersection(test.one_of))})
        earlier = {key: one for key, one in questions.items() if key != test.question}
        _narrow(needed, demands(question.when, earlier))
    return needed


def _narrow(needed: Demands, more: Demands) -> None:
    for key, options in more.items():
        needed[key] = needed.get(key, options) & options
