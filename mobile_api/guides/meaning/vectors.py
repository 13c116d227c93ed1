"""The vectors of a model, by the digest of the texts that they stand for."""

from collections.abc import Collection, Sequence

from mobile_api.shared.database import fetch
from mobile_api.shared.ids import new_id

_PAGE = 2_000
_OF_MODEL = """
SELECT digest, vector FROM text_meaning WHERE model = $1 AND digest > $2 ORDER BY digest LIMIT $3
"""
_KNOWN = "SELECT digest FROM text_meaning WHERE model = $1"
_KEEP = """
INSERT INTO text_meaning (id, model, digest, vector) VALUES ($1, $2, $3, $4)
ON CONFLICT (model, digest) DO NOTHING
"""
# What is not of this model, or stands for no text of the catalogue any more.
_FORGET = "DELETE FROM text_meaning WHERE model <> $1 OR NOT (digest = ANY($2))"


async def vectors_of(model: str, digests: Collection[str]) -> dict[str, bytes]:
    """Those that are there, a page at a time, so that no request waits for all of them."""
    found: dict[str, bytes] = {}
    last = ""
    while rows := await fetch(_OF_MODEL, model, last, _PAGE):
        found.update({one["digest"]: one["vector"] for one in rows if one["digest"] in digests})
        last = rows[-1]["digest"]
    return found


async def known_digests(model: str) -> set[str]:
    return {row["digest"] for row in await fetch(_KNOWN, model)}


async def keep_vector(model: str, digest: str, vector: bytes) -> None:
    """Once: whoever computed it before has written the same."""
    await fetch(_KEEP, new_id(), model, digest, vector)


async def forget_others(model: str, digests: Sequence[str]) -> None:
    await fetch(_FORGET, model, digests)
