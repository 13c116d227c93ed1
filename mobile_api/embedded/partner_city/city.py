"""A second city on this machine: it shares the servers of a stack, and nothing else with it.

Without WeChat, EMS and SMS: cases come to it from its partner, and a clerk works on them.
"""

import asyncio
import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import asyncpg

from mobile_api.embedded.home import Home
from mobile_api.embedded.local_settings import Ports, Servers, stack_environment, url_of
from mobile_api.embedded.program import Server, answers, python, run_step

CLI = "mobile_api.cli"
FOLDER, REGION = "partner-city", "999800"
ACCOUNTS, INTRODUCTION = "sandbox-accounts.json", "introduction.json"
_PREFIX = "YIWANG_"
# What this machine can carry is said once, for all that runs on it.
_OF_THE_MACHINE = ("YIWANG_SEARCH_BY_MEANING", "YIWANG_SEARCH_MODEL_FILE")
# Results that are to be posted wait there for ever: the city has no account at EMS.
_HALL = {
    "name": "邻山市政务服务中心",
    "phone": "13900000002",
    "province": "示范省",
    "city": "邻山市",
    "county": "示范区",
    "address": "为民路1号",
}


class SecondCity:
    """`home`: its own folder, with its secret, ports and logs. `servers`: where its data lives."""

    def __init__(self, home: Home, port: int, servers: Servers, given: Mapping[str, str]) -> None:
        self.home, self.port = home, port
        # What else a person set is meant for their own city.
        bare = {
            name: value
            for name, value in given.items()
            if name in _OF_THE_MACHINE or not name.startswith(_PREFIX)
        }
        own = {"YIWANG_REGION_CODE": REGION, "YIWANG_HALL_CONTACT": json.dumps(_HALL)}
        self.environment = stack_environment(home, Ports(port, 0, {}), servers, own, bare)

    @property
    def url(self) -> str:
        return url_of(self.port)

    @property
    def introduction(self) -> Path:
        """What it says of itself to its partner, once it is prepared."""
        return self.home.folder / INTRODUCTION

    def prepare(self) -> None:
        """Tables, catalogue, clerks and keys. Raises EmbeddedFault."""
        self.run(["migrate"])
        self.run(["partner", "make-sandbox", str(self.home.folder)])

    def trust(self, neighbour: Path) -> None:
        """Take cases from that city, and send it ours. Raises EmbeddedFault."""
        self.run(["partner", "trust", str(neighbour)])

    def programs(self) -> Sequence[Server]:
        log, accounts = self.home.log, self.home.folder / ACCOUNTS
        ready = answers(self.port, "/health/ready")
        clerk = python(CLI, "partner", "clerk", self.url, "--accounts", str(accounts))
        return [
            Server("partner api", python(CLI, "api"), log("api"), self.environment, ready),
            Server("partner worker", python(CLI, "worker"), log("worker"), self.environment),
            Server("clerk", clerk, log("clerk"), self.environment),
        ]

    def run(self, arguments: Sequence[str]) -> str:
        """One command of `yiwang` as that city. Raises EmbeddedFault."""
        log = self.home.log("prepare")
        return run_step(" ".join(arguments[:2]), [CLI, *arguments], log, self.environment)


def database_beside(url: str, name: str) -> str:
    """Another database on the same server, made where it is missing; its URL."""

    async def make() -> None:
        door = await asyncpg.connect(url)
        try:
            known = await door.fetchval("SELECT 1 FROM pg_database WHERE datname = $1", name)
            if not known:
                await door.execute(f'CREATE DATABASE "{name}"')
        finally:
            await door.close()

    asyncio.run(make())
    return url.rpartition("/")[0] + f"/{name}"
