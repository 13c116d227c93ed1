"""The local stack as its processes and its people are told of it: an environment, and addresses."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from mobile_api.embedded.home import LOOPBACK, Home
from mobile_api.embedded.leftovers import MARK


class Ports(NamedTuple):
    """Loopback ports of one stack."""

    api: int
    database: int
    simulators: Mapping[str, int]

    def simulator_urls(self) -> dict[str, str]:
        return {name: url_of(port) for name, port in self.simulators.items()}


class Servers(NamedTuple):
    """Where the database and the cache are; they may be our children or somebody else's."""

    database_url: str
    redis_url: str


def url_of(port: int) -> str:
    return f"http://{LOOPBACK}:{port}"


def stack_environment(
    home: Home,
    ports: Ports,
    servers: Servers,
    simulated: Mapping[str, str],
    given: Mapping[str, str],
) -> dict[str, str]:
    """`given` plus what the stack decides; a YIWANG_ setting that a person gave wins.

    Only the port and the data folder do not: they were arguments of `yiwang up`. `simulated`
    holds the accounts at the simulators.
    """
    decided = dict(simulated) | {
        "YIWANG_ENVIRONMENT": "local",
        "YIWANG_DATABASE_URL": servers.database_url,
        "YIWANG_REDIS_URL": servers.redis_url,
        "YIWANG_SECRET_KEY": home.secret(),
        "YIWANG_PUBLIC_URL": url_of(ports.api),
        "YIWANG_HOST": LOOPBACK,
        # Whoever tries the local stack at night wants to see its messages.
        "YIWANG_QUIET_HOURS": "",
    }
    fixed = {"YIWANG_PORT": str(ports.api), "YIWANG_DATA_DIR": str(home.folder)}
    return decided | dict(given) | fixed | {MARK: str(home.folder)}


_PLAYS = {
    "sms": "SMS: the phones of the city; codes to sign in with stand here",
    "wechat": "WeChat: messages, chats, the menu",
    "ems": "EMS: parcels",
    "kuaidi100": "Kuaidi100: other couriers",
    "identity": "the identity service: people who prove who they are",
}
_FIRST_CALLER = "crj-reviewer"


def announcement(
    api: str,
    simulators: Mapping[str, str],
    accounts: str,
    citizen: str,
    folder: Path,
    partner: str = "",
) -> str:
    """Several lines. `accounts`: a line per member of staff, name first, then the password;
    `citizen`: the lines about the demo citizen, empty when there is none; `partner`: the URL of
    the city beside this one.
    """
    pages = [("citizens' pages", f"{api}/"), ("API as a page", f"{api}/docs")]
    pages += [(_PLAYS.get(name, name), f"{url}/") for name, url in sorted(simulators.items())]
    lines = ["Open in a browser:", *(f"  {url:<28} {name}" for name, url in pages)]
    lines += [
        "For programs only, no page there:",
        f"  {api + '/api/v1':<28} citizens and enterprises",
        f"  {api + '/staff/v1':<28} staff",
        *([f"  {partner + '/partner/v1':<28} a partner city, cases go to"] if partner else []),
        f"Logs: {folder / 'logs'}",
        "",
    ]
    if citizen:
        sms = simulators.get("sms", "")
        lines += [
            f"A demo citizen signs in at {api}/sign-in (the code stands at {sms}/), and anybody",
            f"asks for their case at {api}/status. A number gets one code a minute, and the start",
            "has just taken one: the next can be had a minute from now.",
            *(f"  {line}" for line in citizen.rstrip().splitlines()),
            "",
        ]
    lines += ["Staff (name, password, duty) sign in by a call; it answers an access_token:"]
    return "\n".join([*lines, *_first_call(api, accounts), accounts.rstrip(), "", _END])


_END = "Ctrl-C stops everything; `make demo` in another terminal walks a citizen's journey."


def _first_call(api: str, accounts: str) -> list[str]:
    for line in accounts.splitlines():
        name, password, *_ = [*line.split(), "", ""]
        if name == _FIRST_CALLER:
            body = json.dumps({"username": name, "password": password})
            url = f"{api}/staff/v1/sessions"
            return [f"  curl -s {url} -H 'content-type: application/json' -d '{body}'"]
    return []
