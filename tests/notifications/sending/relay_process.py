"""A relay as a process of its own, for tests that kill it: what it needs comes as one JSON line."""

import asyncio
import sys
from datetime import timedelta

import orjson

from mobile_api.shared.database import DATABASE
from mobile_api.shared.process.parts import SETTINGS, Parts, open_parts
from mobile_api.shared.settings.settings import Settings
from notifications.channels.base import Channel
from notifications.channels.mini_program import MiniProgramChannel
from notifications.channels.official_account import OfficialTemplateChannel, Opens
from notifications.sending.lane import Lane
from wechat.platform.client import MINI_PROGRAM, OFFICIAL_ACCOUNT


async def main(settings: Settings, lease: timedelta) -> None:
    """Work off whatever is due until killed."""
    async with open_parts(settings, DATABASE, MINI_PROGRAM, OFFICIAL_ACCOUNT) as parts:
        lanes = [Lane(channel.name, channel, lease=lease) for channel in channels_of(parts)]
        while True:
            if not sum(await asyncio.gather(*(lane.work_off() for lane in lanes))):
                await asyncio.sleep(0.05)


def channels_of(parts: Parts) -> list[Channel]:
    settings, official = SETTINGS.of(parts), OFFICIAL_ACCOUNT.of(parts)
    channels: list[Channel] = [
        MiniProgramChannel(MINI_PROGRAM.of(parts), settings.wechat_templates)
    ]
    if official is not None:
        templates = settings.wechat_official_account_templates
        channels.append(OfficialTemplateChannel(official, templates, Opens.of(settings)))
    return channels


if __name__ == "__main__":
    given = orjson.loads(sys.stdin.readline())
    own_settings = Settings.model_validate(given["settings"])
    asyncio.run(main(own_settings, timedelta(seconds=given["lease"])))
