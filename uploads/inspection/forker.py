"""A process that has loaded the parsers and makes an inspector for each file by forking itself.

To load them takes ten times as long as to look at a photo. It never reads a file, so that none
finds what another one left behind.
"""

import gc
import os
import select
import signal
import socket
import sys
from contextlib import suppress

from uploads.inspection import child, ofd, pdf
from uploads.inspection.line import ENDED, ORDER

# Whoever needs no more than a verdict loads these late or never.
_LOADED = (ofd, pdf)


def main() -> None:
    """Take orders from the socket whose number is the argument, until the other end is closed."""
    # Ctrl-C reaches a whole terminal; here the end comes with the worker's.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # Nothing of what is loaded is looked through, and so copied, in every inspector.
    gc.freeze()
    with socket.socket(fileno=int(sys.argv[1])) as orders:
        while True:
            order, handles, _, _ = socket.recv_fds(orders, ORDER.size, 1)
            _forget_the_ended()
            if not order:
                return
            with socket.socket(fileno=handles[0]) as asker:
                if os.fork() == 0:
                    orders.close()
                    _guard(asker, *ORDER.unpack(order))


def _guard(asker: socket.socket, most_pages: int, cpu_seconds: int) -> None:
    """Say how the inspector ended, and end it when nobody waits for it any more; never returns."""
    ends, lives = os.pipe()
    inspector = os.fork()
    if inspector == 0:
        os.close(ends)
        code = 1
        with suppress(BaseException):
            child.answer(asker, most_pages, cpu_seconds)
            code = 0
        os._exit(code)
    os.close(lives)
    either = select.poll()
    # Nothing is read from them: that the other end is gone is always told.
    either.register(ends, 0)
    either.register(asker, 0)
    if ends not in dict(either.poll()):
        os.kill(inspector, signal.SIGKILL)
    _, status = os.waitpid(inspector, 0)
    with suppress(OSError):
        asker.sendall(ENDED.pack(os.waitstatus_to_exitcode(status)))
    os._exit(0)


def _forget_the_ended() -> None:
    with suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass


if __name__ == "__main__":
    main()
