"""What an attack counted and what it found."""

from collections import Counter
from dataclasses import dataclass, field

MOST_SHOWN = 20


@dataclass
class Report:
    """Counts and faults of one part."""

    name: str
    counts: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)

    def count(self, what: str, by: int = 1) -> None:
        self.counts[what] += by

    def fault(self, line: str) -> None:
        self.faults.append(line)

    def lines(self) -> list[str]:
        verdict = "RED" if self.faults else "green"
        counts = ", ".join(f"{what} {count}" for what, count in sorted(self.counts.items()))
        more = len(self.faults) - MOST_SHOWN
        return [
            f"{verdict:>5}  {self.name}: {counts}",
            *(f"       {line}" for line in self.faults[:MOST_SHOWN]),
            *([f"       and {more} more"] if more > 0 else []),
        ]
