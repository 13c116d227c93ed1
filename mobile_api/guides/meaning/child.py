"""The process that knows meanings: it answers orders until the other end is closed.

What stands behind the door is other people's machine code, which may crash or hold on to the
interpreter: here that costs a voice of the search, and not the requests of a process.
"""

import signal
import socket
import sys
from array import array

from mobile_api.guides.meaning.embedder import Embedder, make_embedder
from mobile_api.guides.meaning.line import HEAD, NEAR, TAKEN, VERSION, Frame, Order
from mobile_api.guides.meaning.nearest import NearestDocuments


def serve(embedder: Embedder, handle: int) -> None:
    """Answer what comes over the socket of that number."""
    # Ctrl-C reaches a whole terminal; here the end comes with the parent's.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with socket.socket(fileno=handle) as line, line.makefile("rb") as orders:
        line.sendall(Frame(Order.HELLO, embedder.model.encode()).packed())
        answers = _Answers(NearestDocuments(embedder))
        while len(head := orders.read(HEAD.size)) == HEAD.size:
            order, size = HEAD.unpack(head)
            content = orders.read(size)
            if len(content) < size:
                return
            line.sendall(Frame(order, answers.to(Order(order), content)).packed())


class _Answers:
    def __init__(self, nearest: NearestDocuments) -> None:
        self._nearest = nearest
        self._version: int | None = None

    def to(self, order: Order, content: bytes) -> bytes:
        if order is Order.DOCUMENT:
            return self._nearest.vector_of(content.decode().split("\n"))
        return self._take(content) if order is Order.TAKE else self._near(content)

    def _take(self, content: bytes) -> bytes:
        self._version, many, size = TAKEN.unpack_from(content)
        vectors_at = TAKEN.size + many * array("I").itemsize
        numbers = array("I", content[TAKEN.size : vectors_at])
        self._nearest.take(numbers, memoryview(content)[vectors_at:], size)
        return b""

    def _near(self, content: bytes) -> bytes:
        (version,) = VERSION.unpack_from(content)
        if version != self._version:
            return b""
        near = self._nearest.near(content[VERSION.size :].decode())
        return b"".join(NEAR.pack(number, share) for number, share in near.items())


if __name__ == "__main__":
    # The file of a model, if one is named, and the number of the socket.
    if (_installed := make_embedder(*sys.argv[1:-1])) is not None:
        serve(_installed, int(sys.argv[-1]))
