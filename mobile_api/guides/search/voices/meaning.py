"""The voice of meaning: which documents lie near a query, though they share no character with it.

How near is told by whoever can (an optional package); without it this voice is silent.
"""

from collections.abc import Mapping

# By the number of a document in the engine: how near it is in meaning, above 0 and up to 1.
Near = Mapping[int, float]

# Of what only this voice names, so many are weighed beside the candidates of the index.
NEAREST = 10


def nearest(near: Near) -> list[int]:
    """The documents that are worth a closer look for their meaning alone, the nearest first."""
    return sorted(near, key=lambda number: (-near[number], number))[:NEAREST]
