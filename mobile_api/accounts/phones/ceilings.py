"""How many codes by SMS may be asked for: by one asker for one number before all other limits.

Messages cost money, and providers refuse a number more than one code a minute, five an hour and
ten a day. So there are ceilings for everybody together, and strangers reach them first: of each, a
share is kept for whoever has signed in by that number from that place of the network before.
"""

from dataclasses import dataclass
from typing import Self

from redis.asyncio import Redis

from mobile_api.shared.http.guesses import Door, Guess, is_known, remember
from mobile_api.shared.http.rate_limits import RateLimit, give_back, spend_all
from mobile_api.shared.settings.settings import Settings

_MINUTE, _HOUR, _DAY = 60, 3600, 86400
Cost = tuple[RateLimit, str]

# What one asker may want of one number; the others have room beside.
_OF_PAIR = (
    RateLimit("phone-code-pair-minute", 1, _MINUTE, needs_redis=True),
    RateLimit("phone-code-pair-hour", 3, _HOUR, needs_redis=True),
    RateLimit("phone-code-pair-day", 5, _DAY, needs_redis=True),
)
# What all of them may want of one number together; `strangers` as above.
_OF_NUMBER = (
    RateLimit("phone-code-hour", 5, _HOUR, needs_redis=True),
    RateLimit("phone-code-day", 10, _DAY, needs_redis=True),
)
_OF_STRANGERS = (
    RateLimit("phone-code-strangers-hour", 4, _HOUR, needs_redis=True),
    RateLimit("phone-code-strangers-day", 8, _DAY, needs_redis=True),
)
# Wide, for a whole village may reach us through one address of its carrier.
_OF_ADDRESS = RateLimit("phone-code-address", 60, _HOUR, needs_redis=True)
# Nothing is guessed here; it is where known askers are remembered.
_ASKERS = Door("phone-code-asker", mistakes=0, of_day=0, of_guesser=0, about_subject=0)


@dataclass(frozen=True, slots=True)
class Ceilings:
    """What counts against one request: to ask at all, and to have a message sent."""

    redis: Redis
    asking: tuple[Cost, ...]
    message: tuple[Cost, ...]

    @classmethod
    async def of(cls, redis: Redis, settings: Settings, phone: str, address: str) -> Self:
        pair = f"{phone} {address}"
        asking = [(limit, pair) for limit in _OF_PAIR] + [(limit, phone) for limit in _OF_NUMBER]
        # Half of the budget, so that a flood of codes leaves room for what people are told.
        codes = max(settings.sms_day_budget // 2, 1)
        message = [(RateLimit("phone-code-city", codes, _DAY, needs_redis=True), "")]
        if not await is_known(redis, _asker(phone, address)):
            asking += [(limit, phone) for limit in _OF_STRANGERS]
            strangers = max(codes * 3 // 4, 1)
            message += [
                (RateLimit("phone-code-strangers-city", strangers, _DAY, needs_redis=True), ""),
                (_OF_ADDRESS, address),
            ]
        return cls(redis, tuple(asking), tuple(message))

    async def count_asking(self) -> None:
        """Raises TooManyRequests, TemporarilyUnavailable; then nothing was counted."""
        await spend_all(self.redis, *self.asking)

    async def count_message(self) -> None:
        """Raises as `count_asking`."""
        await spend_all(self.redis, *self.message)

    async def give_back_asking(self) -> None:
        await give_back(self.redis, *self.asking)

    async def give_back_message(self) -> None:
        await give_back(self.redis, *self.message)


async def remember_asker(redis: Redis, phone: str, address: str) -> None:
    """The number has been proven from that address; for a while its requests come first."""
    await remember(redis, _asker(phone, address))


def _asker(phone: str, address: str) -> Guess:
    return Guess(_ASKERS, phone, address)
