"""A load generator that costs far less per request than the server it measures.

Each connection sends the same request again as soon as the answer is complete. All answers to it
have the same length, so that counting bytes is enough and nothing is parsed.
"""

import asyncio
import json
import socket
import sys
import time
from typing import cast

import uvloop


class Client(asyncio.Protocol):
    """One connection; `done` counts complete answers."""

    def __init__(self, request: bytes, length: int) -> None:
        self.request, self.length = request, length
        self.received = self.done = 0
        self.transport: asyncio.Transport

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        # uvloop's transports are not subclasses of asyncio's.
        self.transport = cast(asyncio.Transport, transport)
        self.transport.write(self.request)

    def data_received(self, data: bytes) -> None:
        self.received += len(data)
        if self.received >= self.length:
            self.received -= self.length
            self.done += 1
            self.transport.write(self.request)


def length_of_answer(port: int, request: bytes) -> int:
    """Bytes of one whole answer, head included. Raises RuntimeError for an unexpected status."""
    with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
        connection.sendall(request)
        data = b""
        while b"\r\n\r\n" not in data:
            data += connection.recv(65536)
    head, _, _ = data.partition(b"\r\n\r\n")
    lines = head.decode("latin-1").lower().split("\r\n")
    if lines[0].split()[1] not in ("200", "304"):
        raise RuntimeError(f"the server answered {lines[0]}")
    sizes = [line.split(":")[1] for line in lines if line.startswith("content-length:")]
    return len(head) + 4 + (int(sizes[0]) if sizes and " 304 " not in lines[0] else 0)


async def measure(port: int, request: bytes, connections: int, seconds: float) -> dict[str, float]:
    """`per_second` after a fifth of the time for warming up; `answers` in all."""
    length = length_of_answer(port, request)
    loop = asyncio.get_running_loop()
    clients = [Client(request, length) for _ in range(connections)]
    waiting = iter(clients)
    for _ in range(connections):
        await loop.create_connection(lambda: next(waiting), "127.0.0.1", port)
    await asyncio.sleep(seconds / 5)
    before, started = sum(client.done for client in clients), time.perf_counter()
    await asyncio.sleep(seconds * 4 / 5)
    done, elapsed = sum(client.done for client in clients) - before, time.perf_counter() - started
    for client in clients:
        client.transport.abort()
    return {"per_second": done / elapsed, "answers": before + done}


def main() -> None:
    """`python -m benchmarks.http_load JSON` with the arguments of `measure`; prints its answer."""
    asked = json.loads(sys.argv[1])
    request = asked["request"].encode("latin-1")
    work = measure(asked["port"], request, asked["connections"], asked["seconds"])
    print(json.dumps(uvloop.run(work)))  # noqa: T201  the answer to the process that asked


if __name__ == "__main__":
    main()
