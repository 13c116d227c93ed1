"""A way to a server that can be stopped like a frozen machine: what is sent waits."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from urllib.parse import parse_qs, urlsplit

from mobile_api.embedded.home import LOOPBACK


class Gate:
    """`url` leads where the given one does, through here."""

    def __init__(self, url: str) -> None:
        self._target = urlsplit(url)
        self._is_open = asyncio.Event()
        self._is_open.set()
        self._tasks: set[asyncio.Task[None]] = set()
        self._server: asyncio.Server | None = None
        self.url = ""

    def stop(self) -> None:
        self._is_open.clear()

    def go_on(self) -> None:
        self._is_open.set()

    async def begin(self) -> None:
        self._server = await asyncio.start_server(self._connected, LOOPBACK, 0)
        port = self._server.sockets[0].getsockname()[1]
        user = self._target.netloc.rpartition("@")[0]
        place = f"{user}@{LOOPBACK}:{port}" if user else f"{LOOPBACK}:{port}"
        self.url = self._target._replace(netloc=place, query="").geturl()

    async def leave(self) -> None:
        """As a server that ends: every connection breaks, and none is taken."""
        assert self._server is not None
        self._server.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        writers = [writer]
        with suppress(ConnectionError, asyncio.CancelledError):
            await self._is_open.wait()
            there, back = await self._reached()
            writers.append(back)
            async with asyncio.TaskGroup() as both:
                both.create_task(self._carry(reader, back))
                both.create_task(self._carry(there, writer))
        for one in writers:
            one.close()
            with suppress(ConnectionError):
                await one.wait_closed()

    async def _reached(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        folder = parse_qs(self._target.query).get("host")
        if folder:
            return await asyncio.open_unix_connection(f"{folder[0]}/.s.PGSQL.{self._target.port}")
        return await asyncio.open_connection(self._target.hostname, self._target.port)

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while piece := await reader.read(65_536):
            await self._is_open.wait()
            writer.write(piece)
            await writer.drain()
        writer.close()


@asynccontextmanager
async def gate_to(url: str) -> AsyncIterator[Gate]:
    gate = Gate(url)
    await gate.begin()
    yield gate
    gate.go_on()
    await gate.leave()
