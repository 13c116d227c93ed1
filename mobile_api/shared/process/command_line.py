"""How a command of `yiwang` gets its settings and the parts that it names."""

import asyncio
import sys
from collections.abc import Awaitable, Callable
from typing import TypeVar

import click

from mobile_api.shared.process.parts import AnyPart, Parts, open_parts
from mobile_api.shared.settings.settings import Settings, SettingsFault, load_settings

Result = TypeVar("Result")


def settings_or_exit() -> Settings:
    """The settings of the environment; says every fault of them and ends with 2 otherwise."""
    try:
        return load_settings()
    except SettingsFault as fault:
        for line in fault.faults:
            click.echo(f"yiwang: {line}", err=True)
        sys.exit(2)


def run_with(*wanted: AnyPart, work: Callable[[Parts], Awaitable[Result]]) -> Result:
    """Do the work of a command in an event loop of its own, with these parts open."""
    settings = settings_or_exit()

    async def run() -> Result:
        async with open_parts(settings, *wanted) as parts:
            return await work(parts)

    return asyncio.run(run())
