"""A line between two cities that is cut, doubled and late, at random but from a seed."""

import asyncio
import random
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from enum import StrEnum

_MOST_BYTES = 1024 * 1024
_LATEST_SECONDS = 3.0


class Fault(StrEnum):
    """What becomes of one request. `copied`: the very same bytes come once more, later."""

    none = "none"
    cut_before = "cut_before"
    cut_during = "cut_during"
    cut_after = "cut_after"
    cut_in_answer = "cut_in_answer"
    doubled = "doubled"
    copied = "copied"
    late = "late"


_CUTS = {Fault.cut_before, Fault.cut_during, Fault.cut_after, Fault.cut_in_answer}


@dataclass
class BadLine:
    """Takes HTTP requests on `port` for the server on `upstream`; of `share` of them each fault."""

    port: int
    upstream: int
    chance: random.Random
    share: float
    happened: Counter[Fault] = field(default_factory=Counter)
    _copies: set[asyncio.Task[bytes]] = field(default_factory=set)

    @asynccontextmanager
    async def open(self) -> AsyncIterator["BadLine"]:
        server = await asyncio.start_server(self._serve, "127.0.0.1", self.port)
        async with server:
            yield self
        await asyncio.gather(*self._copies, return_exceptions=True)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        # The line ends with the run: whoever is still connected is cut off.
        ends = (OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError)
        with suppress(*ends, asyncio.CancelledError):
            while request := await _message(reader):
                fault = self._drawn()
                self.happened[fault] += 1
                writer.write(await self._passed(request, fault))
                await writer.drain()
                if fault in _CUTS:
                    break
        writer.transport.abort()

    async def _passed(self, request: bytes, fault: Fault) -> bytes:
        """What the caller gets to read before, maybe, its line is cut."""
        if fault is Fault.cut_before:
            return b""
        if fault is Fault.cut_during:
            return await self._ask(request[: len(request) // 2], waits=False)
        if fault is Fault.late:
            await asyncio.sleep(self.chance.uniform(0, _LATEST_SECONDS))
        answer = await self._ask(request)
        if fault is Fault.doubled:
            answer = await self._ask(request)
        if fault is Fault.copied:
            self._copy_later(request)
        if fault is Fault.cut_after:
            return b""
        return answer[: len(answer) // 2] if fault is Fault.cut_in_answer else answer

    def _drawn(self) -> Fault:
        if self.chance.random() >= self.share:
            return Fault.none
        return self.chance.choice([one for one in Fault if one is not Fault.none])

    async def _ask(self, request: bytes, *, waits: bool = True) -> bytes:
        """The answer of the server; nothing where it is away."""
        try:
            reader, writer = await asyncio.open_connection("127.0.0.1", self.upstream)
        except OSError:
            return b""
        try:
            writer.write(request)
            await writer.drain()
            return await _message(reader) if waits else b""
        except (OSError, asyncio.IncompleteReadError):
            return b""
        finally:
            writer.transport.abort()

    def _copy_later(self, request: bytes) -> None:
        async def copy() -> bytes:
            await asyncio.sleep(self.chance.uniform(0, _LATEST_SECONDS))
            return await self._ask(request)

        task = asyncio.create_task(copy())
        self._copies.add(task)
        task.add_done_callback(self._copies.discard)


async def _message(reader: asyncio.StreamReader) -> bytes:
    """One HTTP message with its body, whose length is told; nothing at the end of the line."""
    try:
        head = await reader.readuntil(b"\r\n\r\n")
    except asyncio.IncompleteReadError:
        return b""
    length = 0
    for line in head.split(b"\r\n"):
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            length = min(int(value), _MOST_BYTES)
    return head + await reader.readexactly(length)
