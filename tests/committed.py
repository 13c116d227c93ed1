"""The work of a service as a request or a step does it: in a transaction of its own."""

from collections.abc import Awaitable
from typing import TypeVar

from mobile_api.shared.database import in_transaction

Result = TypeVar("Result")


async def committed(work: Awaitable[Result]) -> Result:
    """What the work answers, once it is committed; what it raises, once it is rolled back."""
    async with in_transaction():
        return await work
