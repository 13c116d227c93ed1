"""A kind of due work, declared once: how long, how many at once, how often, and how it ends."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Generic

from mobile_api.shared.due.claims import Held, Row
from mobile_api.shared.due.retries import Retry, TryAgain

# What to do with a row that failed for the last time, in the running transaction: records a state
# that names its end and answers the name, or answers None where the row has no such state. An
# exception that nobody expected is there as a `TryAgain` whose code is the name of its class.
EndsAs = Callable[[Held[Row], TryAgain], Awaitable[str | None]]


@dataclass(frozen=True, slots=True, kw_only=True)
class DueTable(Generic[Row]):
    """Rows of `model` are worked off by these rules.

    One claim takes `claim_size` rows (`at_once` when not given) for the length of `lease`, and
    `at_once` of them are worked on side by side, the longest due first. Work that asks a provider
    takes no more than it works on at once. In a queue that many people fill, `share` names the
    column of whose rows take turns. The work on a row may last four fifths of its lease and has
    failed then. A row that fails comes again by `retry`; after its last try `on_end` names the
    end, else it is set aside for the operators as a `DueFault`.
    """

    model: type[Row]
    lease: timedelta
    at_once: int
    retry: Retry
    claim_size: int = 0
    share: str = ""
    on_end: EndsAs[Row] | None = None

    @property
    def kind(self) -> str:
        """The name of the table, which is also what `wake` and the metrics call it."""
        return self.model._meta.db_table

    @property
    def due_rows(self) -> str:
        """SQL: `due_at` of what is due at $1, from the index, longest due first."""
        return f'SELECT due_at FROM "{self.kind}" WHERE due_at <= $1 ORDER BY due_at'
