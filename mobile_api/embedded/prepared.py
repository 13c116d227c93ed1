"""Remembers that a database was made ready by this very version: a second start is then quick."""

import hashlib
import json
import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from mobile_api.embedded.program import ROOT
from mobile_api.shared import clock

_PACKAGES = ("mobile_api", "wechat", "uploads", "notifications")


class PreparedDatabase:
    """`folder` is the database's own: who removes the database removes what is remembered of it."""

    def __init__(self, folder: Path, addresses: str) -> None:
        self._file = folder / "prepared.json"
        # The menu of the official account and the partner city's agreement lead to those addresses.
        self._now = f"{fingerprint()} {addresses}"

    def is_current(self) -> bool:
        return self._remembered().get("fingerprint") == self._now

    def accounts(self) -> str:
        """How to log in, as it was printed the first time."""
        return self._remembered().get("accounts", "")

    def citizen(self) -> str:
        """Who the demo citizen is: as long as the database, whatever the version."""
        return self._remembered().get("citizen", "")

    def remember(self, accounts: str, citizen: str) -> None:
        """Closed to others: the text holds passwords."""
        unfinished = self._file.with_suffix(".unfinished")
        unfinished.unlink(missing_ok=True)
        descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            told = {"fingerprint": self._now, "accounts": accounts, "citizen": citizen}
            json.dump(told, file)
        unfinished.replace(self._file)

    def _remembered(self) -> dict[str, str]:
        with suppress(FileNotFoundError, json.JSONDecodeError):
            content = json.loads(self._file.read_text())
            return content if isinstance(content, dict) else {}
        return {}


def fingerprint() -> str:
    """Changes with every file of the product (its size and time will do), and with the year."""
    # The calendar is filled up to some years ahead, so a new year is a reason to look again.
    digest = hashlib.sha256(str(clock.today().year).encode())
    for path in sorted(_files()):
        status = path.stat()
        digest.update(f"{path.relative_to(ROOT)} {status.st_size} {status.st_mtime_ns}".encode())
    return digest.hexdigest()


def _files() -> Iterator[Path]:
    for package in _PACKAGES:
        for path in (ROOT / package).rglob("*"):
            if path.suffix in (".py", ".json") and path.is_file():
                yield path
