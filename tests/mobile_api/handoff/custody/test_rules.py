"""Which step may follow which, whoever writes them in whatever order."""

from dataclasses import dataclass
from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mobile_api.handoff.custody import rules
from mobile_api.handoff.custody.models import Paper
from mobile_api.handoff.states import CustodyPlace, CustodyStep, HandoffSide, PaperFound, ReturnedTo

TAKING, HOME = HandoffSide.taking, HandoffSide.home
PASSPORT, BOOK = Paper(name="原普通护照", count=1), Paper(name="户口簿", count=2)


@dataclass(frozen=True)
class Said:
    city: HandoffSide
    step: str
    papers: tuple[Paper, ...] = ()
    to: ReturnedTo = ReturnedTo.window
    corrects: int | None = None
    sequence: int = 0
    is_out_of_turn: bool = False


def log_of(*steps: str) -> list[Said]:
    """`collected` or `home:received`, numbered by city; with the papers where it needs them."""
    numbers = {TAKING: count(1), HOME: count(1)}
    log = []
    for text in steps:
        who, _, step = text.rpartition(":")
        city = HOME if who == "home" else TAKING
        papers = (PASSPORT, BOOK) if step in ("collected", "received") else ()
        log.append(Said(city, step, papers, sequence=next(numbers[city])))
    return log


THERE = ("collected", "sealed", "posted")
PLACES = [
    ((), "with_person"),
    (("collected",), "at_taking"),
    (("collected", "sealed"), "at_taking_sealed"),
    (THERE, "to_home"),
    ((*THERE, "delivered"), "to_home"),
    ((*THERE, "sent_back"), "to_taking"),
    ((*THERE, "sent_back", "received"), "at_taking"),
    ((*THERE, "home:received"), "at_home"),
    ((*THERE, "lost"), "missing"),
    ((*THERE, "lost", "home:received"), "at_home"),
    ((*THERE, "home:received", "home:handed_over"), "with_person"),
    ((*THERE, "home:received", "home:returned"), "to_taking"),
    ((*THERE, "home:received", "home:returned", "home:sent_back"), "to_home"),
    ((*THERE, "home:received", "home:returned", "received", "handed_over"), "with_person"),
    (("collected", "something_newer"), "at_taking"),
]


@pytest.mark.parametrize(("steps", "place"), PLACES)
def test_who_holds_them(steps: tuple[str, ...], place: str) -> None:
    assert rules.standing_of(log_of(*steps)).place == place


@pytest.mark.parametrize(
    "steps",
    [
        ("sealed",),
        ("posted",),
        ("collected", "posted"),
        ("home:collected",),
        ("home:received",),
        ("collected", "home:received"),
        (*THERE, "received"),
        (*THERE, "handed_over"),
        (*THERE, "home:returned"),
        (*THERE, "home:received", "lost"),
        (*THERE, "home:received", "posted"),
        (*THERE, "lost", "handed_over"),
        ("collected", "handed_over", "handed_over"),
        ("lost",),
    ],
)
def test_what_cannot_be(steps: tuple[str, ...]) -> None:
    assert not rules.may_follow(log_of(*steps)[:-1], log_of(*steps)[-1])


def corrected(log: list[Said], city: HandoffSide, corrects: int) -> Said:
    own = [one for one in log if one.city is city]
    return Said(city, "corrected", corrects=corrects, sequence=len(own) + 1)


def test_a_mistake_is_struck_and_the_way_goes_on() -> None:
    log = log_of("collected", "handed_over")
    log.append(corrected(log, TAKING, 2))
    assert rules.standing_of(log).place is CustodyPlace.at_taking
    assert rules.may_follow(log, Said(TAKING, "sealed", sequence=4))


def test_what_others_have_built_on_is_not_struck() -> None:
    log = log_of(*THERE, "home:received")
    assert not rules.may_follow(log, corrected(log, TAKING, 3))
    assert not rules.may_follow(log, corrected(log, TAKING, 9))
    once = [*log, corrected(log, HOME, 1)]
    assert rules.may_follow(log, corrected(log, HOME, 1))
    assert not rules.may_follow(once, corrected(once, HOME, 1))


def test_papers_that_were_missing_are_known_till_all_is_back() -> None:
    log = log_of(*THERE)
    found = (
        PASSPORT.model_copy(update={"found": PaperFound.damaged}),
        BOOK.model_copy(update={"found": PaperFound.missing}),
    )
    log.append(Said(HOME, "received", found, sequence=1))
    standing = rules.standing_of(log)
    assert [one.name for one in standing.papers] == ["原普通护照"]
    assert standing.damaged == ("原普通护照",)
    assert [one.name for one in standing.missing] == ["户口簿"]
    log.append(Said(HOME, "handed_over", sequence=2))
    assert [one.name for one in rules.standing_of(log).missing] == ["户口簿"]
    again = Said(HOME, "handed_over", sequence=3)
    assert rules.may_follow(log, again)
    assert not rules.may_follow([*log, again], Said(HOME, "handed_over", sequence=4))


def test_more_papers_may_be_collected_before_they_are_sealed() -> None:
    log = [Said(TAKING, "collected", (PASSPORT,)), Said(TAKING, "collected", (BOOK,), sequence=1)]
    assert rules.standing_of(log).papers == (PASSPORT, BOOK)


def test_what_was_out_of_turn_counts_for_nothing() -> None:
    log = [*log_of("collected"), Said(HOME, "lost", is_out_of_turn=True, sequence=1)]
    assert rules.standing_of(log).place is CustodyPlace.at_taking


SAID = st.builds(
    Said,
    city=st.sampled_from(HandoffSide),
    step=st.sampled_from([*CustodyStep, "something_newer"]),
    papers=st.sampled_from([(), (PASSPORT,), (PASSPORT, BOOK)]),
    to=st.sampled_from(ReturnedTo),
    corrects=st.integers(1, 6),
)


def kept_of(said: list[Said]) -> list[Said]:
    """The log that becomes of it where everything out of turn is refused."""
    log: list[Said] = []
    for one in said:
        number = 1 + sum(known.city is one.city for known in log)
        entry = Said(one.city, one.step, one.papers, one.to, one.corrects, number)
        if rules.may_follow(log, entry):
            log.append(entry)
    return log


@given(st.lists(SAID, max_size=25))
def test_whatever_is_said_there_is_one_holder_who_alone_goes_on(said: list[Said]) -> None:
    log = kept_of(said)
    standing = rules.standing_of(log)
    assert standing.place in CustodyPlace
    mine, theirs = (set(rules.next_steps(log, city)) for city in (TAKING, HOME))
    passing = {"sealed", "posted", "returned", "collected"}
    # Nobody passes on what the other one holds, and what is on its way is received by one city.
    assert not (mine & passing and theirs & passing)
    if standing.place is not CustodyPlace.missing:
        assert not {"received"} & mine & theirs


@given(st.lists(SAID, max_size=25))
def test_a_struck_entry_leaves_the_place_as_if_it_had_never_been(said: list[Said]) -> None:
    log = kept_of(said)
    counted = rules.counted(log)
    if not counted:
        return
    last = counted[-1]
    strike = corrected(log, last.city, last.sequence)
    assert rules.may_follow(log, strike)
    assert rules.counted([*log, strike]) == counted[:-1]


@given(st.lists(SAID, max_size=25))
def test_next_steps_are_those_that_may_follow(said: list[Said]) -> None:
    log = kept_of(said)
    for city in HandoffSide:
        for step in set(CustodyStep) - set(rules.next_steps(log, city)):
            if step in (CustodyStep.corrected, CustodyStep.delivered, CustodyStep.sent_back):
                continue
            for to in ReturnedTo:
                assert not rules.may_follow(log, Said(city, step, (), to))
