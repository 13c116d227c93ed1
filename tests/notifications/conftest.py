"""The simulated WeChat and a relay's channel to it."""

import pytest

from mobile_api.shared.settings import Settings
from notifications.channels.mini_program import MiniProgramChannel
from notifications.models import ChannelName
from notifications.relay import Channels
from tests.wechat.fixtures import bind, client, database, http, platform, redis, settings
from wechat.client import WechatClient

__all__ = ["bind", "client", "database", "http", "platform", "redis", "settings"]


@pytest.fixture
def channels(client: WechatClient, settings: Settings) -> Channels:
    return {ChannelName.mini_program: MiniProgramChannel(client, settings.wechat_templates)}
