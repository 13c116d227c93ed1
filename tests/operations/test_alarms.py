"""An alarm looks for what the processes really tell, fires when it should, and says what to do."""

from collections.abc import Callable

import click
import httpx
import pytest
from prometheus_client import REGISTRY

from mobile_api.cli import main
from tests.docker.conftest import run
from tests.operations.alarms import FILE, FIRING, PROMTOOL, Alarm, alarms
from tests.stack import Stack

ALARMS = alarms()
every_alarm = pytest.mark.parametrize("alarm", ALARMS, ids=lambda alarm: alarm.name)


def test_promtool_itself_sees_them_fire_where_there_is_one(tell: Callable[[str], None]) -> None:
    if not PROMTOOL:
        tell("alarms.yml: no promtool here, so only our own rules were checked")
        return
    checked = run(PROMTOOL, "check", "rules", FILE)
    tested = run(PROMTOOL, "test", "rules", FIRING)
    tell("alarms.yml: checked by `promtool check rules` and `promtool test rules`")
    assert (checked.returncode, checked.stderr) == (0, ""), checked.stdout
    assert (tested.returncode, tested.stderr) == (0, ""), tested.stdout


def test_every_alarm_is_seen_silent_and_firing() -> None:
    text = FIRING.read_text()
    seen = {
        alarm.name: text.count(f'{{alertname="{alarm.name}",alertstate="firing"}}')
        for alarm in ALARMS
    }
    assert [name for name, times in seen.items() if times < 2] == []


def test_names_are_given_once() -> None:
    assert len({alarm.name for alarm in ALARMS}) == len(ALARMS)


@every_alarm
def test_it_says_what_is_wrong_how_bad_and_what_to_do(alarm: Alarm) -> None:
    assert alarm.severity in {"critical", "warning"}
    assert alarm.summary.endswith(".")
    assert alarm.action.endswith(".")
    assert alarm.commands


@every_alarm
def test_every_command_that_it_names_is_there(alarm: Alarm) -> None:
    for words in alarm.commands:
        command, rest = _found(words)
        assert not isinstance(command, click.Group), words
        known = {option for one in command.params for option in one.opts}
        assert {word for word in rest if word.startswith("--")} <= known


def _found(words: list[str]) -> tuple[click.Command, list[str]]:
    """The command, and what stands behind its name."""
    command: click.Command = main
    for place, word in enumerate(words):
        below = command.commands.get(word) if isinstance(command, click.Group) else None
        if below is None:
            return command, words[place:]
        command = below
    return command, []


@every_alarm
def test_every_figure_that_it_looks_at_is_told(alarm: Alarm, session_stack: Stack) -> None:
    """And with these labels: a misspelt one would never be found, and the alarm never fire."""
    labels = _labels()
    assert alarm.selectors
    for selector in alarm.selectors:
        assert selector.name in labels, selector.name
        unknown = {matcher.label for matcher in selector.matchers} - labels[selector.name]
        assert unknown == set(), selector


def _labels() -> dict[str, set[str]]:
    """Of every series that the processes may tell: the names of its labels."""
    return {
        series: set(getattr(collector, "_labelnames", ()))
        for collector, names in REGISTRY._collector_to_names.items()
        for series in names
    }


async def test_every_name_that_they_look_for_is_in_use(
    stack: Stack, client: httpx.AsyncClient
) -> None:
    """The values of labels that must be there on a good day too, for the alarm to come on a bad."""
    (measure,) = (loop for loop in stack.loops if loop.name == "measure")
    await measure.step()
    await client.get("/health/ready")
    told = (await client.get("/metrics")).text
    names = {f'loop="{loop.name}"' for loop in stack.loops}
    for alarm in ALARMS:
        for selector in alarm.selectors:
            for label, operator, value in selector.matchers:
                if label in {"kind", "standing", "provider", "call", "route", "loop"}:
                    for one in value.split("|") if "~" in operator else [value]:
                        pair = f'{label}="{one}"'
                        assert pair in told or pair in names, (alarm.name, pair)
