"""Where objects live: one protocol, kept by a directory of this host or by any S3."""

from datetime import datetime
from typing import Protocol

from mobile_api.shared.process.parts import Derived
from mobile_api.shared.settings.settings import Settings
from uploads.schemas import Ticket
from uploads.stores.directory import DirectoryStore
from uploads.stores.s3 import S3Store


class ObjectStore(Protocol):
    """Objects under the keys `quarantine/<32 hex>` and `clean/<32 hex>`.

    Every method that waits raises StorageUnavailable when the store does not answer.
    """

    @property
    def origin(self) -> str:
        """Scheme, host and port that phones send files to, and that links show them from."""

    async def prepare(self) -> None:
        """Make what the store needs; harmless when it stands already."""

    def ticket(self, key: str, *, media_type: str, size: int, expires_at: datetime) -> Ticket:
        """Permission to POST exactly `size` bytes of `media_type` to `key`."""

    async def check_room(self) -> None:
        """Raises StorageUnavailable when one more file could not be kept, as far as can be told."""

    async def size_of(self, key: str) -> int | None:
        """Bytes of the object, None when there is none."""

    async def read(self, key: str) -> bytes | None:
        """The object, None when there is none."""

    async def write(self, key: str, content: bytes, media_type: str) -> None:
        """Keep the object durably, in place of one that was there."""

    async def delete(self, key: str) -> None:
        """Remove the object; harmless when there is none."""

    def link(self, key: str, *, media_type: str, filename: str, expires_at: datetime) -> str:
        """Address that shows the object to whoever holds it."""


def make_store(settings: Settings) -> ObjectStore:
    """The store that the settings name. Raises ValueError for an S3 address that cannot be read."""
    if settings.storage == "s3":
        return S3Store(
            settings.s3_url, region=settings.s3_region, public_url=settings.s3_public_url
        )
    return DirectoryStore(settings.data_dir / "objects", settings.public_url)


STORE = Derived("object store", make_store)
