"""Colours of pages and mini-program, computed, by day and in the dark.

WCAG 2.1 asks 4.5 of text, AAA 7, 3 of a focus ring and of the edge of a field.
"""

import re

import pytest

from mobile_api.web.frame.assets import STYLE
from tests.mobile_api.web.everywhere.test_tokens import MINIPROGRAM, TOKENS, sources

CSS = STYLE.body.decode()
COLOURS = {(name, shade): one[shade] for name, one in TOKENS["colours"].items() for shade in one}

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
    ("card", "muted"),
    ("on-alarm", "alarm"),
    ("muted", "tabs"),
    ("brand", "tabs"),
]
SHAPES = [
    ("focus", "paper"),
    ("focus", "card"),
    ("focus", "brand-soft"),
    ("on-brand", "brand"),
    ("focus-on-brand", "brand"),
    ("focus-field", "brand"),
    ("edge", "card"),
]
# Text that meets AAA too, and is to go on so.
OLD_EYES = [
    ("ink", "paper"),
    ("ink", "card"),
    ("ink", "brand-soft"),
    ("muted", "paper"),
    ("muted", "card"),
    ("warm", "warm-soft"),
    ("brand", "paper"),
    ("brand", "card"),
]


def shaded(pairs: list[tuple[str, str]]) -> list[tuple[str, str, str]]:
    """Each pair in every shade that both have; only the mini-program has a dark one."""
    both = [(front, back, shade) for front, back in pairs for shade in ("light", "dark")]
    return [one for one in both if {(one[0], one[2]), (one[1], one[2])} <= COLOURS.keys()]


def luminance(colour: str) -> float:
    """Relative luminance of #rrggbb (WCAG 2.1)."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [
        part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(front: str, back: str, shade: str) -> float:
    both = (luminance(COLOURS[front, shade]), luminance(COLOURS[back, shade]))
    lighter, darker = sorted(both, reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def test_measure_knows_black_on_white() -> None:
    assert (luminance("#ffffff") + 0.05) / (luminance("#000000") + 0.05) == pytest.approx(21)


@pytest.mark.parametrize(("front", "back", "shade"), shaded(TEXTS))
def test_text_can_be_read(front: str, back: str, shade: str) -> None:
    assert contrast(front, back, shade) >= 4.5


@pytest.mark.parametrize(("front", "back", "shade"), shaded(OLD_EYES))
def test_small_and_quiet_text_can_be_read_by_old_eyes(front: str, back: str, shade: str) -> None:
    assert contrast(front, back, shade) >= 7


@pytest.mark.parametrize(("front", "back", "shade"), shaded(SHAPES))
def test_focus_and_fields_can_be_seen(front: str, back: str, shade: str) -> None:
    assert contrast(front, back, shade) >= 3


def test_no_rule_paints_text_on_a_colour_that_is_not_measured() -> None:
    painted = set()
    for rule in re.findall(r"\{([^{}]*)\}", CSS + sources(MINIPROGRAM, ".wxss")):
        front = re.findall(r"(?:^|[; ])color: var\(--([a-z-]+)\)", rule)
        back = re.findall(r"background(?:-color)?: var\(--([a-z-]+)\)", rule)
        painted |= {(one, other) for one in front for other in back}
    assert len(painted) > 10
    assert painted - set(TEXTS) == set()


def test_sizes_follow_the_type_size_of_the_phone() -> None:
    assert "html { font-size: 100%" in CSS
    for size in re.findall(r"font(?:-size)?: ([0-9.]+)(px|rem|pt)", CSS.split("@media print")[0]):
        assert size[1] == "rem" and float(size[0]) >= 1
    assert min(TOKENS["sizes"][name] for name in ("text", "small", "title", "heading")) >= 16
