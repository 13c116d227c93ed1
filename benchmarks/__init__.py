"""Benchmarks: each starts what it needs, measures its peer in the same run, and says both."""

from collections.abc import Sequence
from importlib import import_module
from pkgutil import iter_modules

import click

from benchmarks.figures import Figure, report


def known() -> list[str]:
    """Names of the benchmarks: the modules here that have a `run`."""
    modules = (import_module(f"{__name__}.{module.name}") for module in iter_modules(__path__))
    return sorted(_name(module.__name__) for module in modules if hasattr(module, "run"))


def _name(module: str) -> str:
    return module.rpartition(".")[2].replace("_", "-")


def run_benchmarks(names: Sequence[str]) -> int:
    """Run them one after the other, show a table and one JSON line per figure; the exit code."""
    unknown = sorted(set(names) - set(known()))
    if unknown:
        click.echo(f"no benchmark of that name; known: {', '.join(known())}", err=True)
        return 2
    figures: list[Figure] = []
    for name in names or known():
        click.echo(f"== {name}", err=True)
        figures += import_module(f"{__name__}.{name.replace('-', '_')}").run()
    click.echo(report(figures))
    return 0 if all(figure.ok is not False for figure in figures) else 1
