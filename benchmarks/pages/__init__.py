"""Weight and speed of pages on a poor phone and network."""

from benchmarks.pages.measuring import run

__all__ = ["run"]
