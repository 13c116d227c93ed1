"""The answers of a person lead to their own list, and the list says why."""

import itertools

import pytest

from mobile_api.guides.catalogue.scenarios import (
    effective_answers,
    open_question_keys,
    situation_of,
    walk,
)
from mobile_api.guides.catalogue.schemas import ServiceGuide
from mobile_api.shared.errors import InvalidInput

Guides = dict[str, ServiceGuide]
LOST_ADULT = {"situation": "lost", "holder-age": "adult"}


def names(guide: ServiceGuide, answers: dict[str, str]) -> list[str]:
    return [one.material.key for one in situation_of(guide, answers).materials]


def test_first_lost_and_expired_need_different_papers(guides: Guides) -> None:
    card = guides["id-card"]
    assert names(card, LOST_ADULT) == [
        "id-card-loss-statement-paper",
        "on-site-photo-fingerprint",
        "household-register",
    ]
    assert names(card, {"situation": "expired", "holder-age": "adult"}) == [
        "applicant-id-card",
        "on-site-photo-fingerprint",
    ]
    assert "guardian-id-card" in names(card, {"situation": "first", "holder-age": "minor"})


@pytest.mark.parametrize(
    ("situation", "fen"), [("first", 0), ("expired", 2000), ("damaged", 4000), ("lost", 4000)]
)
def test_the_fee_depends_on_the_situation(guides: Guides, situation: str, fen: int) -> None:
    found = situation_of(guides["id-card"], {"situation": situation, "holder-age": "adult"})
    assert found.fee_total_fen == fen


def test_a_material_says_why(guides: Guides) -> None:
    found = situation_of(guides["id-card"], LOST_ADULT)
    reasons = {one.material.key: one.because for one in found.materials}
    assert reasons["id-card-loss-statement-paper"] == ["您属于哪种情况?证件丢失,补办"]
    assert reasons["on-site-photo-fingerprint"] == []


def test_open_questions_leave_papers_undecided(guides: Guides) -> None:
    found = situation_of(guides["passport"], {"situation": "renewal"})
    assert found.path.next_question is not None
    assert found.path.next_question.key == "holder-age"
    assert found.undecided == ["监护证明(出生医学证明或户口簿)", "所属工作单位同意办理的意见"]
    # A minor is never asked about the unit, so nothing about it is open.
    assert situation_of(guides["passport"], {"holder-age": "minor"}).undecided == [
        "遗失情况说明",
        "原普通护照",
    ]
    done = {"situation": "renewal", "holder-age": "minor"}
    assert situation_of(guides["passport"], done).undecided == []
    assert situation_of(guides["passport"], done).path.next_question is None


def test_every_open_question_is_named_at_once(guides: Guides) -> None:
    questions = guides["passport"].scenario_questions
    assert open_question_keys(questions, {}) == ["situation", "holder-age"]
    assert open_question_keys(questions, {"holder-age": "adult"}) == ["situation", "state-worker"]


def test_an_answer_that_is_no_longer_asked_does_not_count(guides: Guides) -> None:
    """She said 'state worker', then changed the age: the consent of the unit falls away."""
    answers = {"situation": "first", "holder-age": "minor", "state-worker": "yes"}
    assert "unit-consent" not in names(guides["passport"], answers)
    questions = guides["passport"].scenario_questions
    assert "state-worker" not in effective_answers(questions, answers)


def test_an_impossible_answer_ends_the_way_with_a_reason(guides: Guides) -> None:
    found = situation_of(guides["netbar"], {"near-school": "near"})
    assert found.path.impossible_because is not None
    assert "200米" in found.path.impossible_because
    assert (found.materials, found.form_fields, found.path.next_question) == ([], [], None)


def test_answers_that_the_guide_does_not_know_are_all_named(guides: Guides) -> None:
    answers = {"situation": "moon", "holder-age": "adult", "colour": "red"}
    with pytest.raises(InvalidInput) as caught:
        walk(guides["id-card"].scenario_questions, answers)
    assert [(fault.path, fault.code) for fault in caught.value.errors] == [
        ("/answers/situation", "unknown_option"),
        ("/answers/2", "unknown_question"),
    ]


def test_in_every_guide_every_way_ends_and_every_paper_is_wanted_somewhere(guides: Guides) -> None:
    for guide in guides.values():
        wanted: set[str] = set()
        options = [[option.key for option in one.options] for one in guide.scenario_questions]
        keys = [one.key for one in guide.scenario_questions]
        for chosen in itertools.product(*options):
            found = situation_of(guide, dict(zip(keys, chosen, strict=True)))
            assert found.path.next_question is None
            assert found.undecided == []
            wanted.update(one.material.key for one in found.materials)
        assert wanted == {one.key for one in guide.materials}, guide.key


def test_at_least_twelve_guides_ask_for_the_situation(guides: Guides) -> None:
    assert sum(bool(guide.scenario_questions) for guide in guides.values()) >= 12
