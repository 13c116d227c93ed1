"""How an object store is asked: both kinds keep the same deadline and the same names in metrics."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from urllib.parse import urlsplit

from mobile_api.shared.provider_call import provider_call
from uploads.errors import StorageUnavailable

# The largest file that may be uploaded, over a network that has a bad day.
_PATIENCE_SECONDS = 60.0


@asynccontextmanager
async def store_call(name: str) -> AsyncIterator[None]:
    """One call of an object store. Raises StorageUnavailable when the answer takes too long."""
    try:
        async with provider_call("object_store", name, seconds=_PATIENCE_SECONDS):
            yield
    except TimeoutError:
        raise StorageUnavailable(retry_after=30) from None


def origin_of(url: str) -> str:
    """Scheme, host and port of an address, as browsers compare them (RFC 6454)."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"
