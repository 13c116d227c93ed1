"""What runs inside the sandbox; it imports little, for every file waits for its start."""

import resource
import sys

import orjson

from uploads.inspection.verdicts import Inspected, inspect
from uploads.rejections import Rejected, Rejection

# Measured, of the largest pictures that are taken: a JPEG of 200 megapixels in stages takes 1.4 GB,
# a WebP of 64 megapixels 1.1, a PNG 0.6.
_MEMORY_BYTES = 1792 * 1024 * 1024


def main() -> None:
    """Content on standard input, the most pages and the seconds of processor time as arguments;
    one line of JSON and the kept content on standard output.
    """
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY_BYTES, _MEMORY_BYTES))
    seconds = int(sys.argv[2])
    # The first ends with a signal that tells the parent why, should it be caught the second kills.
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    try:
        found = _inspected()
    except Rejected as rejected:
        sys.stdout.buffer.write(orjson.dumps({"rejection": rejected.reason.value}))
        return
    head = orjson.dumps({"media_type": found.media_type, "pages": found.pages})
    sys.stdout.buffer.write(head + b"\n" + found.content)


def _inspected() -> Inspected:
    try:
        return inspect(sys.stdin.buffer.read(), int(sys.argv[1]))
    except MemoryError:
        # What the limits allow has room; this asks for more than its size tells.
        raise Rejected(Rejection.cannot_inspect) from None


if __name__ == "__main__":
    main()
