"""A process that calls WeChat on demand; `test_shared_tokens` starts two of them.

It takes its settings as JSON on the first line, calls once and says "ready"; on the next line it
makes many calls at once and says how many of them succeeded.
"""

import asyncio
import json
import sys

import click

from mobile_api.shared.process.parts import open_parts
from mobile_api.shared.settings.settings import Settings
from tests.wechat.calls import quota_of
from wechat.platform.client import (
    MINI_PROGRAM,
    OFFICIAL_ACCOUNT,
    WechatClient,
)

AT_ONCE = 25


async def main() -> None:
    settings = Settings(**json.loads(sys.stdin.readline()))
    async with open_parts(settings, MINI_PROGRAM, OFFICIAL_ACCOUNT) as parts:
        official_account = OFFICIAL_ACCOUNT.of(parts)
        assert official_account is not None
        clients = (MINI_PROGRAM.of(parts), official_account)
        await calls(clients, 1)
        click.echo("ready")
        await asyncio.to_thread(sys.stdin.readline)
        click.echo(await calls(clients, AT_ONCE))


async def calls(clients: tuple[WechatClient, ...], number: int) -> int:
    path = "/cgi-bin/stable_token"
    asked = [quota_of(client, path) for client in clients for _ in range(number)]
    return len(await asyncio.gather(*asked))


if __name__ == "__main__":
    asyncio.run(main())
