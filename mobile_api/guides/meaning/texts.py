"""What of a document is turned into its vector, and the digest that stands for it."""

import hashlib
from collections.abc import Iterable
from typing import NamedTuple

from mobile_api.guides.search.documents import SearchDocument, texts_of
from mobile_api.guides.search.text import normalise

# A model takes as long as the text is, and what comes late in a long one hardly moves its vector.
MOST_CHARACTERS = 300


class MeantTexts(NamedTuple):
    """The texts of a document; `digest` (SHA-256, hex) changes whenever they do."""

    texts: tuple[str, ...]
    digest: str


def meant_by(document: SearchDocument) -> MeantTexts:
    """Its names by themselves, and its names with what else is written about it: the vector
    stands between both."""
    further = document.further
    more = (*document.parts, *document.related, *further.questions, *further.conditions)
    names = tuple(texts_of(document))
    texts = (_one(names), _one((*names, *more, *further.materials)))
    return MeantTexts(texts, hashlib.sha256("\n".join(texts).encode()).hexdigest())


def digests_of(documents: Iterable[SearchDocument]) -> list[str]:
    """Of each document in turn; a tenth of a millisecond each, so run it in a thread."""
    return [meant_by(document).digest for document in documents]


def _one(texts: Iterable[str]) -> str:
    return normalise(" ".join(texts), longest=None)[:MOST_CHARACTERS]
