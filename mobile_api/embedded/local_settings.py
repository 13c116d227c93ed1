"""The settings of the local stack, as the environment that every one of its processes gets."""

import json
from collections.abc import Mapping
from typing import NamedTuple

from mobile_api.embedded.errors import EmbeddedFault
from mobile_api.embedded.home import LOOPBACK, Home
from mobile_api.embedded.leftovers import MARK


class Ports(NamedTuple):
    """Loopback ports of one stack."""

    api: int
    wechat: int
    ems: int
    database: int


class Servers(NamedTuple):
    """Where the database and the cache are; they may be our children or somebody else's."""

    database_url: str
    redis_url: str


def simulator_settings(ports: Ports) -> dict[str, str]:
    """Synthetic accounts that the simulators know.

    Raises EmbeddedFault where the simulators are not installed (the production image).
    """
    try:
        from tests.simulators import defaults  # they come with the source tree only
    except ModuleNotFoundError:
        raise EmbeddedFault(
            "`yiwang up` is for a copy of the source tree: this installation has no simulators."
            " Use `yiwang api` and `yiwang worker` with settings of your own."
        ) from None
    return {
        "YIWANG_WECHAT_API_URL": f"http://{LOOPBACK}:{ports.wechat}",
        "YIWANG_WECHAT_MINI_PROGRAM_APP_ID": defaults.MINI_PROGRAM_APP_ID,
        "YIWANG_WECHAT_MINI_PROGRAM_SECRET": defaults.MINI_PROGRAM_SECRET,
        "YIWANG_WECHAT_CALLBACK_TOKEN": defaults.CALLBACK_TOKEN,
        "YIWANG_WECHAT_CALLBACK_AES_KEY": defaults.CALLBACK_AES_KEY,
        "YIWANG_WECHAT_TEMPLATES": json.dumps(defaults.TEMPLATE_IDS),
        "YIWANG_EMS_API_URL": f"http://{LOOPBACK}:{ports.ems}",
        "YIWANG_EMS_SENDER_NUMBER": defaults.EMS_SENDER_NUMBER,
        "YIWANG_EMS_AUTHORIZATION": defaults.EMS_AUTHORIZATION,
        "YIWANG_EMS_SIGN_KEY": defaults.EMS_SIGN_KEY,
        "YIWANG_EMS_SENDER": json.dumps(defaults.EMS_SENDER),
    }


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
        "YIWANG_PUBLIC_URL": f"http://{LOOPBACK}:{ports.api}",
        "YIWANG_HOST": LOOPBACK,
    }
    fixed = {"YIWANG_PORT": str(ports.api), "YIWANG_DATA_DIR": str(home.folder)}
    return decided | dict(given) | fixed | {MARK: str(home.folder)}
