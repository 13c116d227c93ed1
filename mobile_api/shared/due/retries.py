"""When a due row that failed comes again, and when it has failed often enough."""

import random
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from mobile_api.shared.text.characters import storable

# A doubling more than this changes nothing: every wait has reached its longest long before.
_MOST_DOUBLINGS = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Retry:
    """Waits double from `first` to `longest`, until there were `tries` or they went on for `until`.

    `spread` is the part by which a wait may be shorter or longer, so that retries do not march.
    Raises ValueError when it would go on for ever.
    """

    first: timedelta
    longest: timedelta
    tries: int | None = None
    until: timedelta | None = None
    spread: float = 0.0

    def __post_init__(self) -> None:
        if self.tries is None and self.until is None:
            raise ValueError("a retry without an end")

    def wait(self, failures: int) -> timedelta:
        """How long to wait after that many failures in a row, the first of which is 1."""
        doubled = self.first * 2.0 ** min(failures - 1, _MOST_DOUBLINGS)
        return min(doubled, self.longest) * random.uniform(1 - self.spread, 1 + self.spread)

    def is_over(self, failures: int, lasting: timedelta) -> bool:
        """Whether the row has failed often enough; `lasting`: since the first of these failures."""
        too_often = self.tries is not None and failures >= self.tries
        return too_often or (self.until is not None and lasting >= self.until)


# Of work that asks nobody but the database: what fails there is our own fault, mended in days.
OWN_WORK = Retry(first=timedelta(seconds=10), longest=timedelta(hours=1), until=timedelta(days=3))


class TryAgain(Exception):
    """What the work on a row raises when the row is to come again by the policy of its table.

    `code` names why, never with anything of a person in it. `wait`: no sooner than this.
    `by`: the policy for this fault, where it is another. `columns`: what the row holds meanwhile.
    Whatever a provider wrote into the texts, they can be stored: a failure that cannot be written
    down would come again for ever.
    """

    def __init__(
        self,
        code: str,
        /,
        *,
        wait: timedelta = timedelta(),
        by: Retry | None = None,
        **columns: Any,
    ) -> None:
        super().__init__(storable(code))
        self.code, self.wait, self.by = storable(code), wait, by
        self.columns = {name: _storable(value) for name, value in columns.items()}

    @classmethod
    def after(cls, fault: Exception) -> "TryAgain":
        """What an unexpected fault amounts to: its class names it, for its message may quote."""
        return fault if isinstance(fault, cls) else cls(type(fault).__name__)


def _storable(value: Any) -> Any:
    return storable(value) if type(value) is str else value
