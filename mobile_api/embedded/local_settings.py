"""The settings of the local stack, as the environment that every one of its processes gets."""

from collections.abc import Mapping
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
