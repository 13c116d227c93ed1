"""Virus scan by a ClamAV daemon; when one is configured and does not answer, nothing passes."""

import asyncio
import logging
import struct

from mobile_api.shared.provider_call import provider_call
from mobile_api.shared.settings.settings import Settings
from uploads.rejections import Rejected, Rejection

log = logging.getLogger(__name__)

_CHUNK = 64 * 1024
_WAIT_SECONDS = 60
# Nobody there, nothing said in time, cut off, or something that is not clamd.
_BROKEN = (OSError, EOFError, ValueError, asyncio.LimitOverrunError)


class ScannerUnavailable(Exception):
    """The daemon gave no verdict; the file has to wait."""


class Scanner:
    """Client of clamd's INSTREAM command (clamd(8)). `address` is host:port or unix:///path."""

    def __init__(self, address: str, *, wait_seconds: float = _WAIT_SECONDS) -> None:
        self.address = address
        self._wait_seconds = wait_seconds

    async def scan(self, content: bytes) -> None:
        """Return for a clean content. Raises Rejected when infected, else ScannerUnavailable."""
        try:
            async with provider_call("clamav", "instream", seconds=self._wait_seconds):
                verdict = await self._ask(content)
        except _BROKEN as error:
            raise ScannerUnavailable() from error
        if verdict == "stream: OK":
            return
        if verdict.startswith("stream: ") and verdict.endswith(" FOUND"):
            raise Rejected(Rejection.infected)
        # For example StreamMaxLength below our own limit: a fault of the installation.
        log.error("clamd gave no verdict; compare its StreamMaxLength with the upload limit")
        raise ScannerUnavailable()

    async def _ask(self, content: bytes) -> str:
        reader, writer = await self._connected()
        try:
            writer.write(b"zINSTREAM\0")
            for start in range(0, len(content), _CHUNK):
                part = content[start : start + _CHUNK]
                writer.write(struct.pack("!I", len(part)) + part)
                await writer.drain()
            writer.write(struct.pack("!I", 0))
            await writer.drain()
            return (await reader.readuntil(b"\0"))[:-1].decode("ascii")
        finally:
            writer.close()

    async def _connected(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        if self.address.startswith("unix://"):
            return await asyncio.open_unix_connection(self.address.removeprefix("unix://"))
        host, _, port = self.address.rpartition(":")
        return await asyncio.open_connection(host, int(port))


def make_scanner(settings: Settings) -> Scanner | None:
    """The configured scanner; None when the installation has none."""
    return Scanner(settings.clamav_address) if settings.clamav_address else None
