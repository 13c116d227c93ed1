"""The simulated WeChat and a relay's channel to it."""

from collections.abc import Iterator

import pytest

from mobile_api.shared.settings.settings import Settings
from notifications.channels.mini_program import MiniProgramChannel
from notifications.models import ChannelName
from notifications.policy import CHANNEL_POLICY, ChannelPolicy
from notifications.sending.relay import Channels
from notifications.words.templates import TEMPLATES
from tests.stack import Stack
from tests.wechat.fixtures import bind, client, http, platform, redis, settings
from wechat.platform.client import WechatClient

__all__ = ["bind", "client", "database", "http", "platform", "redis", "settings"]


@pytest.fixture
def database(stack: Stack) -> Iterator[None]:
    """Clean tables, and a city that has the mini-program as its only way out."""
    events = frozenset(stack.settings.wechat_templates)
    with stack.having(CHANNEL_POLICY, ChannelPolicy({ChannelName.mini_program: events})):
        yield


@pytest.fixture
def city(stack: Stack, database: None) -> Iterator[None]:
    """A city that has every way out, for every event."""
    ways = [name for name in ChannelName if name != ChannelName.in_app]
    with stack.having(CHANNEL_POLICY, ChannelPolicy(dict.fromkeys(ways, frozenset(TEMPLATES)))):
        yield


@pytest.fixture
def channels(client: WechatClient, settings: Settings) -> Channels:
    long_term = settings.wechat_long_term_templates
    templates = settings.wechat_templates
    return {ChannelName.mini_program: MiniProgramChannel(client, templates, long_term)}
