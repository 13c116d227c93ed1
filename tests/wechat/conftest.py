"""The fixtures of this folder stand in `fixtures`, where notifications find them too."""

from tests.wechat.fixtures import (
    bind,
    client,
    database,
    http,
    official_account,
    platform,
    redis,
    settings,
)

__all__ = [
    "bind",
    "client",
    "database",
    "http",
    "official_account",
    "platform",
    "redis",
    "settings",
]
