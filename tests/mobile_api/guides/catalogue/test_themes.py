"""One thing, handled once: components by answers, papers and fields once, in a right order."""

import itertools

import pytest

from mobile_api.guides.catalogue.schemas import ServiceGuide, Theme
from mobile_api.guides.catalogue.themes import ThemePlan, plan_theme
from mobile_api.shared.errors import InvalidInput

Guides = dict[str, ServiceGuide]
Themes = dict[str, Theme]
SMALL = {
    "entity": "sole-trader",
    "public-gathering": "no",
    "sign": "no",
    "drain": "no",
    "tobacco": "no",
}


@pytest.fixture
def full(themes: Themes, guides: Guides) -> ThemePlan:
    """A restaurant of a company with everything."""
    answers = dict.fromkeys(("public-gathering", "sign", "drain", "tobacco"), "yes")
    return plan_theme(themes["restaurant"], guides, {"entity": "company", **answers}, {})


def test_answers_choose_components(themes: Themes, guides: Guides, full: ThemePlan) -> None:
    small = plan_theme(themes["restaurant"], guides, SMALL, {})
    assert [one.key for one in small.components] == ["self-emp-reg", "food-license"]
    assert [one.key for one in full.components] == [
        "company-reg",
        "food-license",
        "sign-board",
        "fire-check",
        "drain-permit",
        "tobacco",
    ]
    assert full.components[0].because == ["您打算用哪种主体?公司"]


def test_what_needs_the_licence_waits_and_the_rest_runs_side_by_side(full: ThemePlan) -> None:
    assert full.waves[0] == ["company-reg"]
    assert full.waves[1] == ["food-license", "sign-board", "fire-check", "drain-permit", "tobacco"]
    assert full.in_order_working_days == 6
    assert full.one_by_one_working_days == 24
    assert full.promised_working_days == 5


def test_one_paper_for_many_is_asked_once(themes: Themes, guides: Guides) -> None:
    answers = {"opened": "opened", "employees": "no", "bank-account": "no"}
    plan = plan_theme(themes["newborn"], guides, {}, {})
    papers = {one.material.key: one.needed_by for one in plan.materials}
    assert papers["applicant-id-card"] == ["birth-hukou", "ss-card"]
    fields = {one.field.key: one.needed_by for one in plan.form_fields}
    assert fields["applicant-name"] == ["birth-hukou", "ss-card"]
    exit_plan = plan_theme(themes["company-exit"], guides, answers, {})
    keys = [one.material.key for one in exit_plan.materials]
    assert len(keys) == len(set(keys))


def test_what_the_theme_itself_produces_is_not_asked_for(full: ThemePlan) -> None:
    assert "business-licence" not in {one.material.key for one in full.materials}
    (within,) = full.from_within
    assert (within.name, within.provided_by) == ("营业执照", "company-reg")
    assert "food-license" in within.needed_by


def test_item_answers_narrow_the_merged_list(themes: Themes, guides: Guides) -> None:
    before = plan_theme(themes["restaurant"], guides, SMALL, {})
    assert [one.question.key for one in before.item_questions] == ["trader-kind", "business-kind"]
    after = plan_theme(
        themes["restaurant"], guides, SMALL, {"self-emp-reg": {"trader-kind": "online"}}
    )
    keys = {one.material.key for one in after.materials}
    assert "platform-certificate" in keys
    assert "platform-certificate" not in {one.material.key for one in before.materials}


def test_an_impossible_answer_leaves_no_plan(themes: Themes, guides: Guides) -> None:
    plan = plan_theme(themes["netbar"], guides, {"near-school": "near"}, {})
    assert plan.path.impossible_because is not None
    assert (plan.components, plan.waves, plan.materials) == ([], [], [])


def test_wrong_item_answers_are_pointed_at(themes: Themes, guides: Guides) -> None:
    wrong = {"food-license": {"business-kind": "moon"}}
    with pytest.raises(InvalidInput) as caught:
        plan_theme(themes["restaurant"], guides, SMALL, wrong)
    assert [one.path for one in caught.value.errors] == ["/item_answers/food-license/business-kind"]


def test_answers_for_an_item_of_another_theme_are_refused(themes: Themes, guides: Guides) -> None:
    with pytest.raises(InvalidInput) as caught:
        plan_theme(themes["restaurant"], guides, SMALL, {"tobacco": {}, "passport": {}})
    assert [one.path for one in caught.value.errors] == ["/item_answers/1"]


def test_every_way_through_every_theme_can_be_done(themes: Themes, guides: Guides) -> None:
    for theme in themes.values():
        options = [[option.key for option in one.options] for one in theme.questions]
        keys = [one.key for one in theme.questions]
        chosen = set()
        for ticked in itertools.product(*options):
            plan = plan_theme(theme, guides, dict(zip(keys, ticked, strict=True)), {})
            done: set[str] = set()
            for wave in plan.waves:
                waits = [one.waits_for for one in plan.components if one.key in wave]
                assert done.issuperset(itertools.chain(*waits))
                done.update(wave)
            assert done == {one.key for one in plan.components}
            chosen |= done
        assert chosen == {one.key for one in theme.components}, theme.key
