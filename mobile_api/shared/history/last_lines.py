"""The last line that a file of heads has of every history, on disk while it is looked through."""

import sqlite3
from collections.abc import Iterable, Sequence
from uuid import UUID

from mobile_api.shared.history.heads import HeadLine


class LastLines:
    """How many events each history had by its last line.

    Kept outside of memory, because they may be millions, and outside of our database, because the
    file is there against whoever can write that.
    """

    def __init__(self) -> None:
        # Without a name it is a temporary file that goes with its connection.
        self._kept = sqlite3.connect("")
        self._kept.execute(
            "CREATE TABLE last (log TEXT, id BLOB, count INT, PRIMARY KEY (log, id)) WITHOUT ROWID"
        )

    def note(self, lines: Iterable[HeadLine]) -> None:
        self._kept.executemany(
            "INSERT OR REPLACE INTO last VALUES (?, ?, ?)",
            [(line.log, line.subject_id.bytes, line.count) for line in lines],
        )

    def counts(self, log: str, ids: Sequence[UUID]) -> dict[UUID, int]:
        """Of those that the file names."""
        marks = ", ".join("?" * len(ids))
        found = self._kept.execute(
            f"SELECT id, count FROM last WHERE log = ? AND id IN ({marks})",
            [log, *(one.bytes for one in ids)],
        )
        return {UUID(bytes=name): count for name, count in found}
