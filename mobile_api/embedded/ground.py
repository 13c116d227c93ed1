"""Where PostgreSQL may stand: it refuses root, and others may not enter root's folders."""

import os
import pwd
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

Say = Callable[[str], None]


class Account(NamedTuple):
    """A user of this machine who is not root."""

    uid: int
    gid: int
    name: str


def account_for(folder: Path) -> Account | None:
    """Who shall own the database in `folder`; None means: the user who runs this.

    Root lends it to the folder's owner, or else to `nobody`.
    """
    if os.geteuid() != 0:
        return None
    owner = folder.stat().st_uid if folder.exists() else 0
    entry = pwd.getpwuid(owner) if owner else pwd.getpwnam("nobody")
    return Account(entry.pw_uid, entry.pw_gid, entry.pw_name)


def reaches(path: Path, account: Account | None) -> bool:
    """Whether `account` may read the file or enter the folder `path`, and pass all above it."""
    if account is None:
        return True
    path = path.resolve()
    needed = 5 if path.is_dir() else 4
    return _allows(path, account, needed) and all(_allows(p, account, 1) for p in path.parents)


def _allows(path: Path, account: Account, needed: int) -> bool:
    status = path.stat()
    shift = 6 if status.st_uid == account.uid else 3 if status.st_gid == account.gid else 0
    return (status.st_mode >> shift) & needed == needed


def home_for(folder: Path, account: Account | None, say: Say) -> Path:
    """Make `folder` usable by `account` and return its real place.

    Where a closed folder stands above it (root's home, say), the real place is below /var/lib and
    `folder` becomes a link to it: opening root's home to everybody is not ours to do.
    """
    if account is None:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return folder.resolve()
    folder.parent.mkdir(mode=0o711, parents=True, exist_ok=True)
    if not folder.exists():
        above = folder.parent.resolve()
        if all(_allows(parent, account, 1) for parent in (above, *above.parents)):
            folder.unlink(missing_ok=True)
            folder.mkdir(mode=0o700)
        else:
            _link_elsewhere(folder, account, say)
    if folder.stat().st_uid != account.uid:
        os.chown(folder, account.uid, account.gid)
    return folder.resolve()


def _link_elsewhere(folder: Path, account: Account, say: Say) -> None:
    base = Path("/var/lib") if os.access("/var/lib", os.W_OK) else Path(tempfile.gettempdir())
    place = Path(tempfile.mkdtemp(prefix="yiwang-", dir=base))
    folder.unlink(missing_ok=True)  # a link whose target is gone
    folder.symlink_to(place)
    say(
        f"PostgreSQL does not run as root, and the user {account.name} cannot enter"
        f" {folder.parent.resolve()}: the database is kept in {place}, and {folder} is a link."
    )


def discard(folder: Path) -> None:
    """Remove `folder` and, if it is a link, the place that it leads to."""
    place = folder.resolve()
    if folder.is_symlink():
        folder.unlink()
    shutil.rmtree(place, ignore_errors=True)
