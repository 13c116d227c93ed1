"""Colours of the style sheet, computed: WCAG 2.1 asks 4.5 of text, AAA 7, 3 of a focus ring."""

import re

import pytest

from mobile_api.web.frame.assets import STYLE

CSS = STYLE.body.decode()
COLOURS = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", CSS))

TEXTS = [
    ("ink", "paper"),
    ("ink", "card"),
    ("ink", "brand-soft"),
    ("ink", "mark"),
    ("muted", "paper"),
    ("muted", "card"),
    ("muted", "brand-soft"),
    ("brand", "paper"),
    ("brand", "card"),
    ("brand", "brand-soft"),
    ("brand-dark", "brand-soft"),
    ("brand-dark", "card"),
    ("brand", "mark"),
    ("good", "card"),
    ("good", "good-soft"),
    ("warm", "warm-soft"),
    ("alarm", "alarm-soft"),
    ("alarm", "card"),
    ("alarm", "paper"),
    ("on-brand", "brand"),
    ("on-brand", "alarm"),
    ("on-brand", "muted"),
]
SHAPES = [("focus", "paper"), ("focus", "card"), ("focus", "brand-soft"), ("on-brand", "brand")]


def luminance(colour: str) -> float:
    """Relative luminance of #rrggbb (WCAG 2.1)."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [
        part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(front: str, back: str) -> float:
    lighter, darker = sorted((luminance(COLOURS[front]), luminance(COLOURS[back])), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def test_measure_knows_black_on_white() -> None:
    assert (luminance("#ffffff") + 0.05) / (luminance("#000000") + 0.05) == pytest.approx(21)


@pytest.mark.parametrize(("front", "back"), TEXTS)
def test_text_can_be_read(front: str, back: str) -> None:
    assert contrast(front, back) >= 4.5


@pytest.mark.parametrize(
    ("front", "back"), [("muted", "paper"), ("muted", "card"), ("warm", "warm-soft")]
)
def test_small_and_quiet_text_can_be_read_by_old_eyes(front: str, back: str) -> None:
    assert contrast(front, back) >= 7


@pytest.mark.parametrize(("front", "back"), SHAPES)
def test_focus_can_be_seen(front: str, back: str) -> None:
    assert contrast(front, back) >= 3


def test_sizes_follow_the_type_size_of_the_phone() -> None:
    assert "html { font-size: 100%" in CSS
    for size in re.findall(r"font(?:-size)?: ([0-9.]+)(px|rem|pt)", CSS.split("@media print")[0]):
        assert size[1] == "rem" and float(size[0]) >= 1
