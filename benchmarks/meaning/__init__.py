"""The search by meaning."""

from benchmarks.meaning.measuring import run

__all__ = ["run"]
