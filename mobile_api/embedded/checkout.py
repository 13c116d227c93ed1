"""Programs of the checkout that are no part of the product: started as children, never imported."""

import json
import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NoReturn

from mobile_api.embedded.errors import EmbeddedFault
from mobile_api.embedded.program import ROOT, Server, listens, python, run_step

SIMULATORS, BENCHMARKS = "tests.simulators", "benchmarks"
# In what the simulators tell, this stands for the address at which one of them will listen.
_URL = "{url}"

Told = Mapping[str, Mapping[str, str]]


def settings_told(log: Path, environment: Mapping[str, str]) -> Told:
    """By simulator: fields of `Settings` and their values, with `{url}` for its own address.

    Raises EmbeddedFault where there are no simulators: an installed wheel has none.
    """
    if not _stands_here(SIMULATORS):
        raise EmbeddedFault(
            "`yiwang up` simulates WeChat, EMS and the other providers with programs that belong to"
            " the checkout and are not in this installation: run `yiwang api` and `yiwang worker`"
            " with YIWANG_DATABASE_URL, YIWANG_REDIS_URL, YIWANG_SECRET_KEY and your own accounts"
            " at the providers, which `yiwang settings` lists."
        )
    told: Told = json.loads(run_step("simulators", [SIMULATORS, "--settings"], log, environment))
    return told


def settings_for(told: Told, urls: Mapping[str, str]) -> dict[str, str]:
    """Environment variables of the product that talks to the simulators at `urls`, by name."""
    return {
        f"YIWANG_{field.upper()}": value.replace(_URL, urls[name])
        for name, fields in told.items()
        for field, value in fields.items()
    }


def simulators(
    ports: Mapping[str, int], api: str, state: Path, log: Path, environment: Mapping[str, str]
) -> Server:
    """All of them as one child on `ports`; they call back to `api` and keep people in `state`."""
    named = [f"{name}={port}" for name, port in ports.items()]
    command = python(SIMULATORS, *named, "--callback-url", api, "--state", str(state))
    return Server("simulators", command, log, environment, listens(*ports.values()))


def become_benchmarks(names: Sequence[str]) -> NoReturn:
    """Turn this process into the one that measures.

    Raises EmbeddedFault where there are no benchmarks: an installed wheel has none.
    """
    if not _stands_here(BENCHMARKS):
        raise EmbeddedFault(
            "The benchmarks belong to the checkout and are not in this installation."
            " Run `make bench` there."
        )
    os.chdir(ROOT)
    os.execv(sys.executable, python(BENCHMARKS, *names))


def _stands_here(package: str) -> bool:
    return ROOT.joinpath(*package.split("."), "__main__.py").is_file()
