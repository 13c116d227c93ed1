"""A WeChat of four interfaces that costs little: the simulator does far more for each call than a
measurement of somebody else can spare. Same protocol, over a real socket.

`python -m benchmarks.wechat_stub PORT LATENCY_SECONDS RESET_SHARE`. Of the messages it takes, the
share RESET_SHARE loses its answer: the connection is reset after the effect. Template messages with
a `client_msg_id` are taken once within ten minutes, as WeChat does.
"""

import asyncio
import json
import sys
import time
from collections import Counter
from typing import Any, cast

import uvloop

TOKEN = "/cgi-bin/stable_token"
SUBSCRIPTION = "/cgi-bin/message/subscribe/send"
TEMPLATE = "/cgi-bin/message/template/send"
COUNTS = "/counts"
MESSAGES = "/messages"
# The keyword that no two messages of a run have in common.
NUMBER = "character_string2"
_REMEMBERED_SECONDS = 600.0


class Taken:
    """What was taken so far: (interface, number) of each message and how often."""

    def __init__(self, reset_share: float) -> None:
        self.messages: Counter[tuple[str, str]] = Counter()
        self.repeated = self.resets = 0
        self._ids: dict[tuple[str, str], float] = {}
        self._every = round(1 / reset_share) if reset_share else 0
        self._last = 0

    def take(self, path: str, body: bytes) -> tuple[bytes, bool]:
        """The answer, and whether it gets lost."""
        if path == TOKEN:
            return b'{"access_token":"stub","expires_in":7200}', False
        if path == COUNTS:
            return json.dumps(self._counts()).encode(), False
        if path == MESSAGES:
            told = [[*key, times] for key, times in self.messages.items()]
            return json.dumps(told).encode(), False
        return self._take(path, json.loads(body))

    def _take(self, path: str, message: dict[str, Any]) -> tuple[bytes, bool]:
        self._last += 1
        if not self._is_repetition(message):
            self.messages[path, message["data"][NUMBER]["value"]] += 1
        is_lost = bool(self._every) and self._last % self._every == 0
        self.resets += is_lost
        return b'{"errcode":0,"errmsg":"ok","msgid":%d}' % self._last, is_lost

    def _is_repetition(self, message: dict[str, Any]) -> bool:
        if "client_msg_id" not in message:
            return False
        key, now = (message["touser"], message["client_msg_id"]), time.monotonic()
        is_known = now - self._ids.get(key, -_REMEMBERED_SECONDS) < _REMEMBERED_SECONDS
        self.repeated += is_known
        if not is_known:
            self._ids[key] = now
        return is_known

    def _counts(self) -> dict[str, int]:
        return {"messages": len(self.messages), "repeated": self.repeated, "resets": self.resets}


class Connection(asyncio.Protocol):
    """One keep-alive connection; a caller waits for the answer before it sends the next request."""

    def __init__(self, taken: Taken, latency: float) -> None:
        self._taken, self._latency = taken, latency
        self._received = b""
        self._transport: asyncio.Transport

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        # uvloop's transports are not subclasses of asyncio's.
        self._transport = cast(asyncio.Transport, transport)

    def data_received(self, data: bytes) -> None:
        self._received += data
        head, separator, body = self._received.partition(b"\r\n\r\n")
        if not separator or len(body) < _content_length(head):
            return
        self._received = b""
        path = head.split(b" ", 2)[1].decode().partition("?")[0]
        answer, is_lost = self._taken.take(path, body)
        wait = self._latency if path in (SUBSCRIPTION, TEMPLATE) else 0.0
        asyncio.get_running_loop().call_later(wait, self._answer, answer, is_lost)

    def _answer(self, answer: bytes, is_lost: bool) -> None:
        if self._transport.is_closing():
            return None
        if is_lost:
            return self._transport.abort()
        head = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
        return self._transport.write(head % len(answer) + answer)


def _content_length(head: bytes) -> int:
    for line in head.split(b"\r\n")[1:]:
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            return int(value)
    return 0


async def serve(port: int, latency: float, reset_share: float) -> None:
    """Answer until killed."""
    taken = Taken(reset_share)
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: Connection(taken, latency), "127.0.0.1", port)
    await server.serve_forever()


if __name__ == "__main__":
    uvloop.run(serve(int(sys.argv[1]), float(sys.argv[2]), float(sys.argv[3])))
