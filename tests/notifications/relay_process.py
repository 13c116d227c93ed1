"""One step of a relay as a process of its own, for tests that kill it: settings come as JSON."""

import asyncio
import sys

from redis.asyncio import Redis

from mobile_api.shared.crypto import Keyring, use_keyring
from mobile_api.shared.database import open_database
from mobile_api.shared.settings import Settings
from notifications.channels.mini_program import MiniProgramChannel
from notifications.models import ChannelName
from notifications.relay import work_off
from wechat.client import make_client


async def main(settings: Settings, secret_key: str) -> None:
    use_keyring(Keyring(secret_key))
    await open_database(settings.database_url)
    client = make_client(settings, Redis.from_url(settings.redis_url))
    channel = MiniProgramChannel(client, settings.wechat_templates)
    await work_off({ChannelName.mini_program: channel})


if __name__ == "__main__":
    given = Settings.model_validate_json(sys.stdin.readline())
    asyncio.run(main(given, sys.stdin.readline().strip()))
