"""Every simulator of the local stack: how to make it, and what the product is told of it."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from aiohttp import web
from pydantic import BaseModel

from tests.simulators import defaults, ems, wechat
from tests.simulators.clock import Clock
from tests.simulators.ems.state import EmsState
from tests.simulators.identity import create_app as create_identity
from tests.simulators.identity import defaults as identity_defaults
from tests.simulators.identity.state import IdentityState
from tests.simulators.kuaidi100 import create_app as create_kuaidi100
from tests.simulators.kuaidi100 import defaults as kuaidi100_defaults
from tests.simulators.kuaidi100.state import Kuaidi100State
from tests.simulators.sms import create_app as create_sms
from tests.simulators.sms import defaults as sms_defaults
from tests.simulators.sms.state import SmsState
from tests.simulators.wechat.ground.state import WechatState


class Simulator(NamedTuple):
    """`config` takes the product's origin; `settings` takes the simulator's own base URL.

    `settings` answers fields of `Settings`, JSON where a field is JSON.
    """

    create_app: Callable[[Any, Clock, Any], web.Application]
    config: Callable[[str], Any]
    state: type[BaseModel]
    settings: Callable[[str], Mapping[str, str]]


SIMULATORS: Mapping[str, Simulator] = {
    "wechat": Simulator(
        wechat.create_app, defaults.wechat_config, WechatState, defaults.wechat_settings
    ),
    "ems": Simulator(ems.create_app, defaults.ems_config, EmsState, defaults.ems_settings),
    "identity": Simulator(
        create_identity,
        identity_defaults.identity_config,
        IdentityState,
        identity_defaults.identity_settings,
    ),
    "kuaidi100": Simulator(
        create_kuaidi100,
        kuaidi100_defaults.kuaidi100_config,
        Kuaidi100State,
        kuaidi100_defaults.kuaidi100_settings,
    ),
    "sms": Simulator(create_sms, sms_defaults.sms_config, SmsState, sms_defaults.sms_settings),
}


def settings_of(urls: Mapping[str, str]) -> dict[str, str]:
    """What the product must be set to so that it talks to the simulators at `urls`, by name."""
    found: dict[str, str] = {}
    for name, url in urls.items():
        found |= SIMULATORS[name].settings(url)
    return found
