"""How anything outside this process is asked: timed, named, in time, never inside a transaction."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from mobile_api.shared.database import outside_transaction
from mobile_api.shared.metrics import provider_seconds

PATIENCE_SECONDS = 10.0


@asynccontextmanager
async def provider_call(
    provider: str, call: str, *, seconds: float = PATIENCE_SECONDS
) -> AsyncIterator[None]:
    """Around one question to a provider and its answer.

    `provider` and `call` become labels of a metric: names that stand in the code, never what a
    person or a provider wrote. The outcome is counted as `ok`, `timeout`, `cancelled` (whoever
    asked has gone) or the class of the fault, which is let pass. Raises TimeoutError after
    `seconds`, TransactionMisplaced at once where a transaction is open.
    """
    outside_transaction()
    started, outcome = time.perf_counter(), "ok"
    try:
        async with asyncio.timeout(seconds):
            yield
    except BaseException as fault:
        outcome = _name_of(fault)
        raise
    finally:
        provider_seconds.labels(provider, call, outcome).observe(time.perf_counter() - started)


def _name_of(fault: BaseException) -> str:
    if isinstance(fault, asyncio.CancelledError):
        return "cancelled"
    return "timeout" if isinstance(fault, TimeoutError) else type(fault).__name__
