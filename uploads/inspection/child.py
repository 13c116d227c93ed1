"""What runs inside the sandbox; it imports little, for every file waits for its start."""

import resource
import sys

import orjson

from uploads.inspection.verdicts import inspect
from uploads.policy import Rejected

# Enough for a photo of 64 megapixels that has to be turned.
_MEMORY_BYTES = 1024 * 1024 * 1024
_CPU_SECONDS = 30


def main() -> None:
    """Content on standard input; one line of JSON and the kept content on standard output."""
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY_BYTES, _MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (_CPU_SECONDS, _CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    try:
        found = inspect(sys.stdin.buffer.read(), sys.argv[1])
    except Rejected as rejected:
        sys.stdout.buffer.write(orjson.dumps({"rejection": rejected.reason.value}))
        return
    head = orjson.dumps({"media_type": found.media_type, "pages": found.pages})
    sys.stdout.buffer.write(head + b"\n" + found.content)


if __name__ == "__main__":
    main()
