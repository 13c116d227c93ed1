"""How a command of `yiwang` gets its settings and the parts that it names."""

import asyncio
import json
import os
import sys
from collections.abc import Awaitable, Callable
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

import click

from mobile_api.shared.process.parts import AnyPart, Parts, open_parts
from mobile_api.shared.settings.settings import PREFIX, Settings, SettingsFault, load_settings

Result = TypeVar("Result")

# What the stack of this folder runs with, as long as it runs.
LOCAL_SETTINGS = Path(".yiwang") / "settings.json"


def settings_or_exit() -> Settings:
    """The settings of the environment, and where it has none at all, of the local stack.

    Says every fault of them, and which stack was looked for, and ends with 2 otherwise.
    """
    own = next((name for name in os.environ if name.startswith(PREFIX)), None)
    if own is None:
        _take_those_of_the_local_stack()
    try:
        return load_settings()
    except SettingsFault as fault:
        for line in (_which_stack(own), *fault.faults):
            click.echo(f"yiwang: {line}", err=True)
        sys.exit(2)


def _take_those_of_the_local_stack() -> None:
    with suppress(FileNotFoundError, json.JSONDecodeError):
        os.environ.update(json.loads(LOCAL_SETTINGS.read_text()))
        click.echo(f"yiwang: with the settings of the stack in {LOCAL_SETTINGS.parent}/", err=True)


def _which_stack(own: str | None) -> str:
    """What to do for whoever meant the stack that `make run` starts."""
    if own is not None:
        return (
            f"{own} is set, so no running stack was looked for; unset it to use that of `make run`"
        )
    return (
        f"no stack runs in {LOCAL_SETTINGS.parent.absolute()}: start one there with `make run` and"
        " wait for its addresses, or go to the folder where it runs"
        " (没有正在运行的服务:请先在这个文件夹运行 make run,等它显示网址后再试)"
    )


def run_with(*wanted: AnyPart, work: Callable[[Parts], Awaitable[Result]]) -> Result:
    """Do the work of a command in an event loop of its own, with these parts open."""
    # A migration or a long look at all histories takes its time; nobody waits behind it.
    settings = settings_or_exit().model_copy(update={"database_statement_seconds": None})

    async def run() -> Result:
        async with open_parts(settings, *wanted) as parts:
            return await work(parts)

    return asyncio.run(run())
