"""Asks the process that knows meanings: in turn, with a bounded queue, and never for long.

It is started when it is first needed, and again after it has ended, later each time.
"""

import asyncio
import logging
import socket
import subprocess
import sys
from array import array
from collections.abc import Sequence
from contextlib import suppress

from mobile_api.guides.meaning.line import HEAD, MOST_SAID, TAKEN, Frame, Order
from mobile_api.shared.database import outside_transaction
from mobile_api.shared.process.children import environment_without_settings

log = logging.getLogger(__name__)

# Each takes some 20 ms: more than these would wait longer than anybody waits for a search.
MOST_WAITING = 8
# Whoever has not answered by then is stuck; to load the model takes a second, and to take over
# 100,000 documents another.
STUCK_SECONDS = 30.0
# Before it is started again: this long, and twice as long each time until one has answered.
FIRST_PAUSE, LONGEST_PAUSE = 5.0, 600.0
_ENDS_WITHIN_SECONDS = 1
COMMAND = (sys.executable, "-m", "mobile_api.guides.meaning.child")
# Of its mathematics; it has one order at a time, and the other cores serve.
_ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}


class MeaningUnavailable(Exception):
    """The process cannot be started, has ended, or is stuck."""


class MeaningQueueFull(Exception):
    """So many wait already that nobody should wait behind them."""


class _Child:
    """One started process; `model` is what it said first."""

    def __init__(self, process: "subprocess.Popen[bytes]") -> None:
        self._process = process
        self.pid = process.pid
        self._reader: asyncio.StreamReader
        self._writer: asyncio.StreamWriter
        self.model = ""

    async def open(self, ours: socket.socket) -> None:
        self._reader, self._writer = await asyncio.open_connection(sock=ours)
        self.model = (await self._read()).decode()

    async def ask(self, order: Frame) -> bytes:
        self._writer.write(order.packed())
        await self._writer.drain()
        return await self._read()

    async def _read(self) -> bytes:
        _, size = HEAD.unpack(await self._reader.readexactly(HEAD.size))
        if size > MOST_SAID:
            raise ConnectionError("said too much")
        return await self._reader.readexactly(size)

    async def end(self) -> None:
        """Closed, it ends; if it does not, it is ended."""
        if hasattr(self, "_writer"):
            self._writer.transport.abort()
        await asyncio.to_thread(self._wait)

    def _wait(self) -> None:
        try:
            self._process.wait(_ENDS_WITHIN_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


class MeaningProcess:
    """The process, or what is left of it; orders are worked off one after the other."""

    def __init__(
        self, command: Sequence[str] = COMMAND, *, first_pause: float = FIRST_PAUSE
    ) -> None:
        self._command = command
        self._first_pause = first_pause
        self._child: _Child | None = None
        self._orders: asyncio.Queue[tuple[Frame, asyncio.Future[bytes]]] = asyncio.Queue()
        self._working: asyncio.Task[None] | None = None
        self._pause, self._not_before = 0.0, 0.0

    @property
    def is_running(self) -> bool:
        return self._child is not None

    @property
    def pid(self) -> int | None:
        """Its number, while it runs."""
        return self._child.pid if self._child else None

    async def model(self) -> str:
        """The name of the model. Raises MeaningUnavailable."""
        return (await self._ask(Frame(Order.HELLO, b""))).decode()

    async def vector_of(self, texts: Sequence[str]) -> bytes:
        """The vector of a document of these texts. Raises MeaningUnavailable."""
        return await self._ask(Frame(Order.DOCUMENT, "\n".join(texts).encode()))

    async def take(self, version: int, numbers: Sequence[int], vectors: Sequence[bytes]) -> None:
        """These, all of one model, are the documents of a catalogue. Raises MeaningUnavailable."""
        head = TAKEN.pack(version, len(numbers), len(vectors[0]) if vectors else 0)
        content = b"".join((head, array("I", numbers).tobytes(), *vectors))
        await self._ask(Frame(Order.TAKE, content))

    async def query(self, content: bytes) -> bytes:
        """What is near, unless it would have to wait behind many; whoever is cancelled is not
        asked for. Raises MeaningUnavailable and MeaningQueueFull."""
        if self._child is None:
            raise MeaningUnavailable("not running")
        if self._orders.qsize() >= MOST_WAITING:
            raise MeaningQueueFull()
        return await self._ask(Frame(Order.QUERY, content))

    async def _ask(self, order: Frame) -> bytes:
        outside_transaction()
        answer: asyncio.Future[bytes] = asyncio.get_running_loop().create_future()
        self._orders.put_nowait((order, answer))
        if self._working is None:
            self._working = asyncio.create_task(self._work(), name="meaning")
        return await answer

    async def _work(self) -> None:
        while True:
            order, answer = await self._orders.get()
            # Nobody waits any more for what was cancelled.
            if answer.done():
                continue
            try:
                said = await self._answered(order)
            except MeaningUnavailable as fault:
                _settle(answer, fault)
            except asyncio.CancelledError:
                _settle(answer, MeaningUnavailable("closed"))
                raise
            else:
                _settle(answer, said)

    async def _answered(self, order: Frame) -> bytes:
        try:
            async with asyncio.timeout(STUCK_SECONDS):
                child = self._child or await self._started()
                if order.order is Order.HELLO:
                    return child.model.encode()
                said = await child.ask(order)
        except (OSError, EOFError, TimeoutError) as fault:
            await self._end()
            raise MeaningUnavailable(type(fault).__name__) from None
        self._pause = 0.0
        return said

    async def _started(self) -> _Child:
        now = asyncio.get_running_loop().time()
        if now < self._not_before:
            raise MeaningUnavailable("ended a moment ago")
        self._pause = min(max(self._first_pause, 2 * self._pause), LONGEST_PAUSE)
        self._not_before = now + self._pause
        ours, theirs = socket.socketpair()
        try:
            with theirs:
                process = await asyncio.to_thread(_process, self._command, theirs)
        except OSError:
            ours.close()
            raise
        self._child = _Child(process)
        await self._child.open(ours)
        log.info("the search knows meanings by %s", self._child.model)
        return self._child

    async def _end(self) -> None:
        child, self._child = self._child, None
        if child is not None:
            log.warning("the process that knows meanings has ended; the search goes on without it")
            await child.end()

    async def close(self) -> None:
        """End it. Whoever still waits is told that there is nobody."""
        if self._working is not None:
            self._working.cancel()
            with suppress(asyncio.CancelledError):
                await self._working
            self._working = None
        child, self._child = self._child, None
        if child is not None:
            await child.end()
        while not self._orders.empty():
            _settle(self._orders.get_nowait()[1], MeaningUnavailable("closed"))


def _settle(answer: "asyncio.Future[bytes]", outcome: bytes | Exception) -> None:
    if answer.done():
        return
    if isinstance(outcome, Exception):
        answer.set_exception(outcome)
    else:
        answer.set_result(outcome)


def _process(command: Sequence[str], theirs: socket.socket) -> "subprocess.Popen[bytes]":
    """Raises OSError."""
    return subprocess.Popen(
        [*command, str(theirs.fileno())],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        pass_fds=[theirs.fileno()],
        env=environment_without_settings() | _ONE_THREAD,
    )
