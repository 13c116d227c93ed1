"""The table of methods: what a city may set, and what would stop a start."""

import json
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from mobile_api.agency_supermarket.selection.rules import (
    FundSource,
    Method,
    SelectionRules,
)
from mobile_api.agency_supermarket.selection.schemas import Terms
from mobile_api.agency_supermarket.selection.words import WORDS, SelectionWords
from mobile_api.shared.calendar.rules import RulesFault, rules_in
from tests.mobile_api.agency_supermarket.selection.selecting import SHIPPED, TABLE, terms


def changed(folder: Path, method: str, changes: dict[str, Any]) -> Path:
    content = json.loads(SHIPPED.read_text())
    content["methods"][0][method] |= changes
    file = folder / "selection.json"
    file.write_text(json.dumps(content))
    return file


@pytest.mark.parametrize("method", Method)
def test_the_rules_frozen_with_a_need_are_read_back_as_they_were(method: Method) -> None:
    """A row holds them as JSON."""
    published = terms(method)
    assert Terms.model_validate(json.loads(published.model_dump_json())) == published


@pytest.mark.parametrize("method", Method)
def test_every_method_says_where_it_comes_from(method: Method) -> None:
    rules = TABLE.of(method)
    assert rules.method is method
    assert len(rules.source) > 10


@pytest.mark.parametrize(
    ("method", "changes", "told"),
    [
        ("direct", {"least_bidders": {"state": 0, "social": 1}}, "least_bidders.state"),
        ("direct", {"source": ""}, "direct.source"),
        ("direct", {"ties": ["draw"]}, "direct.ties"),
        ("competitive_price", {"ties": []}, "ties are decided by a draw"),
        ("competitive_price", {"ties": ["draw", "lower_price"]}, "ties are decided by a draw"),
        ("competitive_price", {"ties": ["oldest"]}, "competitive_price.ties"),
        ("competitive_price", {"named_by_draw": 3}, "named_by_draw"),
        ("best_price", {"factors": {"least": 9800, "most": 9500, "step": 50}}, "whole steps"),
        ("best_price", {"factors": {"least": 9500, "most": 9820, "step": 50}}, "whole steps"),
        ("best_price", {"factors": {"least": 9500, "most": 10_001, "step": 1}}, "factors.most"),
        ("best_price", {"trimmed_above": 1}, "trimmed_above"),
        ("credit_weighted", {"bands": []}, "bands"),
        ("credit_weighted", {"bands": [{"least_credit": 1, "tickets": 1}]}, "end at 0"),
        ("credit_weighted", {"bands": [{"least_credit": 0, "tickets": 0}]}, "tickets"),
        ("credit_weighted", {"small_list": {"least": 0, "most": 3}}, "one at least"),
        ("credit_weighted", {"big_list": {"least": 9, "most": 3}}, "more than the most"),
        ("proposal", {"trimmed_from": 2}, "trimmed_from"),
        ("proposal", {"method": "direct"}, "proposal.method"),
    ],
)
def test_what_cannot_be_followed_stops_the_start(
    tmp_path: Path, method: str, changes: dict[str, Any], told: str
) -> None:
    with pytest.raises(RulesFault, match=told):
        rules_in(SelectionRules, changed(tmp_path, method, changes))


def test_a_city_may_ask_for_more_bidders_from_a_day_on(tmp_path: Path) -> None:
    content = json.loads(SHIPPED.read_text())
    later = json.loads(json.dumps(content["methods"][0])) | {"from": "2027-01-01"}
    later["direct"]["least_bidders"]["state"] = 2
    content["methods"] = [content["methods"][0] | {"until": "2026-12-31"}, later]
    file = tmp_path / "selection.json"
    file.write_text(json.dumps(content))
    methods = rules_in(SelectionRules, file).methods
    asked = [
        methods.on(day).of(Method.direct).least_bidders.of(FundSource.state)
        for day in (methods.root[0].last_day, methods.root[1].first_day)
        if day is not None
    ]
    assert asked == [1, 2]


@pytest.mark.parametrize(
    ("method", "others"),
    [
        (Method.direct, {"price_percent": 30}),
        (Method.direct, {"sizes": {"big": 5, "small": 3}}),
        (Method.proposal, {"price_percent": None}),
        (Method.proposal, {"price_percent": 61}),
        (Method.credit_weighted, {"sizes": None}),
        (Method.direct, {"budget_fen": 0}),
    ],
)
def test_terms_that_the_rules_do_not_allow(method: Method, others: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        terms(method, **others)


def test_a_record_that_could_not_be_told_stops_the_start() -> None:
    words = WORDS.model_dump(mode="json")
    del words["reasons"]["double"]
    with pytest.raises(ValidationError, match="nothing is said for double"):
        SelectionWords.model_validate(words)
