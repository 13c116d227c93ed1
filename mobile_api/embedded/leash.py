"""Runs one command that cannot outlive the process that started it.

`python leash.py PARENT SIGNAL UID GID COMMAND...`; UID -1 keeps the user. A program of its own and
not a `preexec_fn`, which may deadlock when the parent has threads; it becomes COMMAND by exec.
"""

import ctypes
import os
import sys

PR_SET_PDEATHSIG = 1


def main() -> None:
    parent, death_signal, uid, gid = map(int, sys.argv[1:5])
    if uid >= 0:
        os.setgroups([])
        os.setgid(gid)
        os.setuid(uid)
    if sys.platform == "linux":
        # After setuid, which would clear it; exec keeps it. Elsewhere the next start sweeps up.
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, death_signal)
    if os.getppid() != parent:
        sys.exit("the process that started this one is gone")
    try:
        os.execv(sys.argv[5], sys.argv[5:])
    except OSError as error:
        sys.exit(f"{sys.argv[5]}: {error.strerror}")


if __name__ == "__main__":
    main()
