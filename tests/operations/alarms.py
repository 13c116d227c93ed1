"""docs/alarms.yml as data: its alarms, and what their expressions look for."""

import re
import shutil
from pathlib import Path
from typing import Any, NamedTuple

import yaml

ROOT = Path(__file__).resolve().parents[2]
FILE = ROOT / "docs" / "alarms.yml"
FIRING = Path(__file__).with_name("alarms_test.yml")
PROMTOOL = shutil.which("promtool")
_SELECTOR = re.compile(r"\b(yiwang_\w+)(?:\{([^}]*)\})?")
_MATCHER = re.compile(r'(\w+)(=~|!~|!=|=)"([^"]*)"')
_COMMAND = re.compile(r"`(yiwang [^`]*)`")


class Matcher(NamedTuple):
    label: str
    operator: str
    value: str


class Selector(NamedTuple):
    """One series that an expression looks at."""

    name: str
    matchers: tuple[Matcher, ...]


class Alarm(NamedTuple):
    name: str
    expression: str
    severity: str
    summary: str
    action: str

    @property
    def selectors(self) -> list[Selector]:
        return [
            Selector(name, tuple(Matcher(*found) for found in _MATCHER.findall(inside)))
            for name, inside in _SELECTOR.findall(self.expression)
        ]

    @property
    def commands(self) -> list[list[str]]:
        """The words of each command that it tells a person to give."""
        return [command.split()[1:] for command in _COMMAND.findall(self.action)]


def alarms() -> list[Alarm]:
    groups: list[dict[str, Any]] = yaml.safe_load(FILE.read_text())["groups"]
    return [
        Alarm(
            name=rule["alert"],
            expression=rule["expr"],
            severity=rule["labels"]["severity"],
            summary=rule["annotations"]["summary"],
            action=rule["annotations"]["action"],
        )
        for group in groups
        for rule in group["rules"]
    ]
