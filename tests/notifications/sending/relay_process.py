"""A relay as a process of its own, for tests that kill it: what it needs comes as one JSON line."""

import asyncio
import sys
from datetime import timedelta

import orjson
from redis.asyncio import Redis

from mobile_api.shared.crypto import Keyring, use_keyring
from mobile_api.shared.database import open_database
from mobile_api.shared.settings.settings import Settings
from notifications.channels.mini_program import MiniProgramChannel
from notifications.channels.official_account import OfficialTemplateChannel, Opens
from notifications.sending.lane import Lane
from wechat.platform.client import make_client, make_official_account


async def main(settings: Settings, secret_key: str, lease: timedelta) -> None:
    """Work off whatever is due until killed."""
    use_keyring(Keyring(secret_key))
    await open_database(settings.database_url)
    redis = Redis.from_url(settings.redis_url)
    mini_program = MiniProgramChannel(make_client(settings, redis), settings.wechat_templates)
    lanes = [Lane(mini_program.name, mini_program, lease=lease)]
    official = make_official_account(settings, redis)
    if official is not None:
        templates = settings.wechat_official_account_templates
        channel = OfficialTemplateChannel(official, templates, Opens.of(settings))
        lanes.append(Lane(channel.name, channel, lease=lease))
    while True:
        if not sum(await asyncio.gather(*(lane.work_off() for lane in lanes))):
            await asyncio.sleep(0.05)


if __name__ == "__main__":
    given = orjson.loads(sys.stdin.readline())
    own_settings = Settings.model_validate(given["settings"])
    asyncio.run(main(own_settings, given["secret_key"], timedelta(seconds=given["lease"])))
