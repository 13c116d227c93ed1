"""What can go wrong with the servers of the local stack, each as one line that says what to do."""

import errno
from pathlib import Path


class EmbeddedFault(Exception):
    """The text is meant for the person at the terminal and says what to do next."""


def no_room(folder: Path) -> EmbeddedFault:
    return EmbeddedFault(
        f"No room left on the disk of {folder}. Free at least 200 MB and start again;"
        " nothing that was saved is lost."
    )


def explained(error: OSError, folder: Path) -> EmbeddedFault:
    """Turn what the operating system refused into a line for the person."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return no_room(folder)
    subject = error.filename or folder
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return EmbeddedFault(
            f"{subject} may not be written by this user ({error.strerror}). Correct its owner, or"
            " choose another folder with --data-dir."
        )
    return EmbeddedFault(f"{subject}: {error.strerror}.")
