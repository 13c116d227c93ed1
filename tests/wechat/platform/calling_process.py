"""A process that calls WeChat on demand; `test_shared_tokens` starts two of them.

It takes its settings as JSON on the first line, calls once and says "ready"; on the next line it
makes many calls at once and says how many of them succeeded.
"""

import asyncio
import json
import sys

import click
from redis.asyncio import Redis

from mobile_api.shared.settings.settings import Settings
from tests.wechat.calls import quota_of
from wechat.platform.client import WechatClient, make_client, make_official_account

AT_ONCE = 25


async def main() -> None:
    settings = Settings(**json.loads(sys.stdin.readline()))
    redis = Redis.from_url(settings.redis_url)
    official_account = make_official_account(settings, redis)
    assert official_account is not None
    clients = (make_client(settings, redis), official_account)
    await calls(clients, 1)
    click.echo("ready")
    await asyncio.to_thread(sys.stdin.readline)
    click.echo(await calls(clients, AT_ONCE))
    for client in clients:
        await client.close()
    await redis.aclose()


async def calls(clients: tuple[WechatClient, ...], number: int) -> int:
    path = "/cgi-bin/stable_token"
    asked = [quota_of(client, path) for client in clients for _ in range(number)]
    return len(await asyncio.gather(*asked))


if __name__ == "__main__":
    asyncio.run(main())
