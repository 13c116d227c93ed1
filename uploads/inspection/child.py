"""What runs inside the sandbox: one file, one verdict, and the process ends with it."""

import resource
import socket

import orjson

from uploads.inspection.verdicts import Inspected, inspect
from uploads.rejections import Rejected, Rejection

# Measured, of the largest pictures that are taken: a JPEG of 200 megapixels in stages takes 1.4 GB,
# a WebP of 64 megapixels 1.1, a PNG 0.6.
_MEMORY_BYTES = 1792 * 1024 * 1024


def answer(asker: socket.socket, most_pages: int, cpu_seconds: int) -> None:
    """Read the content to its end; send one line of JSON and the kept content, of that size."""
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY_BYTES, _MEMORY_BYTES))
    # The first ends with a signal that tells the parent why, should it be caught the second kills.
    resource.setrlimit(resource.RLIMIT_CPU, (cpu_seconds, cpu_seconds + 1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    try:
        found = _inspected(asker, most_pages)
    except Rejected as rejected:
        asker.sendall(orjson.dumps({"rejection": rejected.reason.value}) + b"\n")
        return
    told = {"media_type": found.media_type, "pages": found.pages, "size": len(found.content)}
    asker.sendall(orjson.dumps(told) + b"\n")
    asker.sendall(found.content)


def _inspected(asker: socket.socket, most_pages: int) -> Inspected:
    try:
        with asker.makefile("rb") as sent:
            return inspect(sent.read(), most_pages)
    except MemoryError:
        # What the limits allow has room; this asks for more than its size tells.
        raise Rejected(Rejection.cannot_inspect) from None
