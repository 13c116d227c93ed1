"""Inspects one file in a process of its own, with bounded memory and time and without our keys.

A picture or PDF that crashes, fills or stalls its parser then costs one upload and not the worker.
"""

import asyncio
import signal
import socket
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import orjson

from mobile_api.shared.process.children import environment_without_settings
from mobile_api.shared.process.parts import Part, Parts, closing
from uploads import policy
from uploads.inspection.line import ENDED, ORDER
from uploads.inspection.verdicts import Inspected
from uploads.rejections import Rejected, Rejection

WAIT_SECONDS = 60
# Of processor time: the largest pictures take eight, the most nodes of a document ten.
CPU_SECONDS = 30
# A picture that is written anew may become some times larger than it was sent.
MOST_SAID = 4 * policy.MOST_MEGABYTES * policy.MEGABYTE
_PART_BYTES = 256 * 1024
# It has nothing to finish: its guards end what still works.
_ENDS_WITHIN_SECONDS = 1


class InspectionFailed(Exception):
    """The inspector ended without a verdict."""


class Inspectors:
    """One process for each file, forked by one that is started for the first of them."""

    def __init__(self) -> None:
        self._orders: socket.socket | None = None
        self._forker: subprocess.Popen[bytes] | None = None

    async def inspect(
        self,
        content: bytes,
        most_pages: int,
        *,
        wait_seconds: float = WAIT_SECONDS,
        cpu_seconds: int = CPU_SECONDS,
    ) -> Inspected:
        """`inspect` in another process (see `child`). Raises Rejected or InspectionFailed."""
        try:
            async with asyncio.timeout(wait_seconds):
                said = await self._asked(content, ORDER.pack(most_pages, cpu_seconds))
        except TimeoutError:
            raise InspectionFailed("no verdict in time") from None
        except OSError as error:
            raise InspectionFailed("cut off") from error
        if len(said) < ENDED.size:
            raise InspectionFailed("nobody said how it ended")
        (code,) = ENDED.unpack(said[-ENDED.size :])
        if code == -signal.SIGXCPU:
            # The same time passes on every host, however busy, so it is not tried again.
            raise Rejected(Rejection.cannot_inspect)
        if code != 0:
            raise InspectionFailed(f"ended with {code}")
        return _verdict(said[: -ENDED.size])

    async def _asked(self, content: bytes, order: bytes) -> bytes:
        ours, theirs = socket.socketpair()
        try:
            with theirs:
                self._order(order, theirs)
        except OSError:
            ours.close()
            raise
        reader, writer = await asyncio.open_connection(sock=ours)
        try:
            writer.write(content)
            writer.write_eof()
            return await _said(reader)
        finally:
            # Closed, it ends an inspector that still works.
            writer.transport.abort()

    def _order(self, order: bytes, theirs: socket.socket) -> None:
        """Raises OSError."""
        if self._orders is not None:
            try:
                socket.send_fds(self._orders, [order], [theirs.fileno()])
                return
            except ConnectionError:
                # Killed, as a system does that runs out of memory.
                self._end()
        socket.send_fds(self._start(), [order], [theirs.fileno()])

    def _start(self) -> socket.socket:
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        ours.setblocking(False)
        try:
            with theirs:
                self._forker = _forker(theirs)
        except OSError:
            ours.close()
            raise
        self._orders = ours
        return ours

    def _end(self) -> None:
        if self._orders is not None and self._forker is not None:
            self._orders.close()
            try:
                self._forker.wait(_ENDS_WITHIN_SECONDS)
            except subprocess.TimeoutExpired:
                self._forker.kill()
                self._forker.wait()
        self._orders = self._forker = None

    async def close(self) -> None:
        """End it; the next file would start another."""
        self._end()


@asynccontextmanager
async def _opened(_: Parts) -> AsyncIterator[Inspectors]:
    async with closing(Inspectors()) as inspectors:
        yield inspectors


INSPECTORS = Part("inspectors of files", _opened)


async def _said(reader: asyncio.StreamReader) -> bytes:
    """To its end. Whoever has taken an inspector over does not fill the worker as well."""
    parts, size = [], 0
    while part := await reader.read(_PART_BYTES):
        parts.append(part)
        size += len(part)
        if size > MOST_SAID:
            raise InspectionFailed("said too much")
    return b"".join(parts)


def _forker(orders: socket.socket) -> "subprocess.Popen[bytes]":
    """Raises OSError."""
    return subprocess.Popen(
        [sys.executable, "-m", "uploads.inspection.forker", str(orders.fileno())],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        pass_fds=[orders.fileno()],
        env=environment_without_settings(),
    )


def _verdict(answer: bytes) -> Inspected:
    head, _, content = answer.partition(b"\n")
    try:
        found = orjson.loads(head)
        if "rejection" not in found:
            if found["size"] != len(content):
                # The end of the content is not the word of a guard that was killed.
                raise InspectionFailed("cut short")
            return Inspected(found["media_type"], found["pages"], content)
        rejection = Rejection(found["rejection"])
    except (ValueError, TypeError, KeyError):
        raise InspectionFailed("a verdict that cannot be read") from None
    raise Rejected(rejection)
