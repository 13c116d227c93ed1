"""How many short messages a phone gets and this instance pays for, whatever wants to send them."""

import asyncio
from datetime import timedelta

from redis.asyncio import Redis

from mobile_api.shared.errors import TooManyRequests
from mobile_api.shared.http.rate_limits import RateLimit, spend
from notifications.sms.errors import SmsLimited

# Below what carriers take for a nuisance: providers stop a phone at 40 to 50 a day.
_PER_HOUR = RateLimit("sms-phone-hour", times=10, seconds=3600)
_PER_DAY = RateLimit("sms-phone-day", times=30, seconds=86400)


class SmsLimits:
    """Counted in Redis; without Redis messages pass, for the provider has limits of its own."""

    def __init__(self, redis: Redis, day_budget: int) -> None:
        self._redis = redis
        self._budget = RateLimit("sms-budget-day", times=day_budget, seconds=86400)

    async def spend(self, phone: str) -> None:
        """Count one message. Raises SmsLimited with the time after which there is room again."""
        counted = ((_PER_HOUR, phone), (_PER_DAY, phone), (self._budget, ""))
        # Together, so that a Redis that does not answer is waited for once.
        for refusal in await asyncio.gather(*(self._spend(*one) for one in counted)):
            if refusal is not None:
                raise refusal

    async def _spend(self, limit: RateLimit, phone: str) -> SmsLimited | None:
        try:
            await spend(self._redis, limit, phone)
        except TooManyRequests as refusal:
            wait = timedelta(seconds=refusal.retry_after or 1)
            return SmsLimited(f"local:{limit.name}", wait, is_of_phone=bool(phone))
        return None
