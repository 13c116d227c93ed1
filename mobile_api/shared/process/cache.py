"""Redis as a part of the process: what lives there may be lost at any moment."""

from redis.asyncio import Redis

from mobile_api.shared.process.parts import SETTINGS, Part

REDIS = Part("Redis", lambda parts: Redis.from_url(SETTINGS.of(parts).redis_url))
