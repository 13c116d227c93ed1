"""Figures read the same for people and for machines."""

import json
from dataclasses import asdict

import pytest

from benchmarks import pages, search
from benchmarks.figures import Figure, at_least, at_most, observed, percentile, report


def test_a_figure_is_judged_by_its_target() -> None:
    assert at_most("b", "p99", 2.0, "ms", 2.0).ok is True
    assert at_most("b", "p99", 2.1, "ms", 2.0).ok is False
    assert at_least("b", "rate", 9.0, "/s", 10.0).ok is False
    assert observed("b", "size", 1.0, "MB").ok is None


def test_percentile_is_the_nearest_rank() -> None:
    values = [float(value) for value in range(100, 0, -1)]
    assert (percentile(values, 0.5), percentile(values, 0.99)) == (50.0, 99.0)
    assert percentile([3.0], 0.99) == 3.0


def test_the_report_ends_with_one_json_line_a_figure() -> None:
    figures = [Figure("b", "p99", 1.5, "ms", 2.0, True), observed("b", "build", 3.0, "s")]
    lines = report(figures).splitlines()
    assert json.loads(lines[-2]) == asdict(figures[0])
    assert list(json.loads(lines[-2])) == ["bench", "figure", "value", "unit", "target", "ok"]
    assert json.loads(lines[-1])["ok"] is None


def test_the_search_bench_measures_every_kind_of_query() -> None:
    names = {figure.figure for figure in search.run(400)}
    kinds = ("found", "typos", "pinyin", "nothing", "suggest")
    assert {f"{kind} p99" for kind in kinds} <= names


def test_pages_without_a_browser_are_a_missed_figure(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    (figure,) = pages.run()
    assert figure.ok is False
