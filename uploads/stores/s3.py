"""Objects in S3 (MinIO, Ceph RGW): phones send them straight there, we only sign."""

import asyncio
import io
from collections.abc import Callable
from datetime import datetime
from typing import ParamSpec, TypeVar
from urllib.parse import unquote, urlsplit

import urllib3
from minio import Minio
from minio.datatypes import PostPolicy
from minio.error import MinioException, S3Error

from mobile_api.shared import clock
from uploads.errors import StorageUnavailable
from uploads.schemas import Ticket
from uploads.stores.calls import origin_of, store_call

P = ParamSpec("P")
T = TypeVar("T")

_ABSENT = ("NoSuchKey", "NoSuchObject")


class S3Store:
    """See `ObjectStore`. `url` is https://access:secret@host:port/bucket; phones use `public_url`,
    which has the same form without the keys and the bucket.
    """

    def __init__(self, url: str, *, region: str, public_url: str = "") -> None:
        parts = urlsplit(url)
        self._bucket = parts.path.strip("/")
        if not (parts.hostname and parts.username and parts.password and self._bucket):
            raise ValueError("s3_url must have the form https://access:secret@host:port/bucket")
        keys = (unquote(parts.username), unquote(parts.password))
        origin = f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}"
        self._origin = public_url.rstrip("/") or origin
        self.origin = origin_of(self._origin)
        self._client = _client(origin, keys, region)
        # A link's signature covers the host, so links are signed for the address phones use.
        self._linking = _client(self._origin, keys, region)

    async def prepare(self) -> None:
        if not await _called("prepare", self._client.bucket_exists, self._bucket):
            await _called("prepare", self._client.make_bucket, self._bucket)

    def ticket(self, key: str, *, media_type: str, size: int, expires_at: datetime) -> Ticket:
        """Signed here without a call, because the region is given (S3 API, POST policy)."""
        fields = {"key": key, "Content-Type": media_type, "success_action_status": "201"}
        # The store compares it with its own clock, which cannot be moved with ours.
        policy = PostPolicy(self._bucket, expires_at - clock.shift())
        for name, value in fields.items():
            policy.add_equals_condition(name, value)
        policy.add_content_length_range_condition(size, size)
        fields |= self._client.presigned_post_policy(policy)
        return Ticket(url=f"{self._origin}/{self._bucket}", fields=fields, expires_at=expires_at)

    async def check_room(self) -> None:
        """Only whether the bucket is there: how full it is, a store tells by figures of its own."""
        if not await _called("check_room", self._client.bucket_exists, self._bucket):
            raise StorageUnavailable(retry_after=30)

    async def size_of(self, key: str) -> int | None:
        try:
            return (await _called("size_of", self._client.stat_object, self._bucket, key)).size
        except _Absent:
            return None

    async def read(self, key: str) -> bytes | None:
        try:
            return await _called("read", self._read, key)
        except _Absent:
            return None

    async def write(self, key: str, content: bytes, media_type: str) -> None:
        await _called(
            "write",
            self._client.put_object,
            self._bucket,
            key,
            io.BytesIO(content),
            len(content),
            content_type=media_type,
        )

    async def delete(self, key: str) -> None:
        await _called("delete", self._client.remove_object, self._bucket, key)

    def link(self, key: str, *, media_type: str, filename: str, expires_at: datetime) -> str:
        return self._linking.presigned_get_object(
            self._bucket,
            key,
            expires=expires_at - clock.now(),
            response_headers={
                "response-content-type": media_type,
                "response-content-disposition": f'inline; filename="{filename}"',
            },
        )

    def _read(self, key: str) -> bytes:
        response = self._client.get_object(self._bucket, key)
        try:
            return response.read()
        finally:
            response.close()
            response.release_conn()


class _Absent(Exception):
    """There is no such object."""


def _client(origin: str, keys: tuple[str, str], region: str) -> Minio:
    parts = urlsplit(origin)
    # minio's own defaults wait five minutes, five times over.
    http = urllib3.PoolManager(
        timeout=urllib3.Timeout(connect=3, read=30),
        maxsize=16,
        retries=urllib3.Retry(total=2, backoff_factor=0.2, status_forcelist=(500, 502, 503, 504)),
    )
    return Minio(
        parts.netloc,
        keys[0],
        keys[1],
        secure=parts.scheme == "https",
        region=region,
        http_client=http,
    )


async def _called(name: str, call: Callable[P, T], *values: P.args, **named: P.kwargs) -> T:
    """Run minio's blocking call in a thread. Raises _Absent or StorageUnavailable."""
    try:
        async with store_call(name):
            return await asyncio.to_thread(call, *values, **named)
    except S3Error as error:
        if error.code in _ABSENT:
            raise _Absent() from None
        raise StorageUnavailable(retry_after=30) from error
    except (MinioException, urllib3.exceptions.HTTPError) as error:
        raise StorageUnavailable(retry_after=30) from error
