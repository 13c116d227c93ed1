"""The settings of the local stack, as the environment that every one of its processes gets."""

from collections.abc import Mapping
from typing import NamedTuple

from mobile_api.embedded.errors import EmbeddedFault
from mobile_api.embedded.home import LOOPBACK, Home
from mobile_api.embedded.leftovers import MARK


class Ports(NamedTuple):
    """Loopback ports of one stack."""

    api: int
    database: int
    simulators: Mapping[str, int]


class Servers(NamedTuple):
    """Where the database and the cache are; they may be our children or somebody else's."""

    database_url: str
    redis_url: str


def url_of(port: int) -> str:
    return f"http://{LOOPBACK}:{port}"


def simulator_names() -> list[str]:
    """Who of the outside world is simulated.

    Raises EmbeddedFault where the simulators are not installed (the production image).
    """
    try:
        from tests.simulators.registry import SIMULATORS  # they come with the source tree only
    except ModuleNotFoundError:
        raise EmbeddedFault(
            "`yiwang up` is for a copy of the source tree: this installation has no simulators."
            " Use `yiwang api` and `yiwang worker` with settings of your own."
        ) from None
    return list(SIMULATORS)


def simulator_settings(ports: Ports) -> dict[str, str]:
    """Synthetic accounts that the simulators know."""
    from tests.simulators.registry import settings_of

    values = settings_of({name: url_of(port) for name, port in ports.simulators.items()})
    return {f"YIWANG_{name.upper()}": value for name, value in values.items()}


def stack_environment(
    home: Home, ports: Ports, servers: Servers, given: Mapping[str, str]
) -> dict[str, str]:
    """`given` plus what the stack decides; a YIWANG_ setting that a person gave wins.

    Only the port and the data folder do not: they were arguments of `yiwang up`.
    """
    decided = simulator_settings(ports) | {
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
