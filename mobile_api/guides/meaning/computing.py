"""Makes the vectors of a published catalogue, a while at a time, and forgets those of others."""

import asyncio
from collections.abc import Sequence
from datetime import timedelta
from functools import partial

from mobile_api.guides.meaning.apart import MeaningUnavailable
from mobile_api.guides.meaning.following import MEANINGS, Meanings
from mobile_api.guides.meaning.texts import MeantTexts, meant_by
from mobile_api.guides.meaning.vectors import forget_others, keep_vector, known_digests
from mobile_api.guides.publishing.models import CatalogueMeaning
from mobile_api.guides.publishing.queries import published_catalogue
from mobile_api.guides.publishing.service import still_published, tell_of_catalogue
from mobile_api.guides.search.documents import of_catalogue
from mobile_api.shared import clock
from mobile_api.shared.database import fetch, in_transaction
from mobile_api.shared.due.claims import Held
from mobile_api.shared.due.loops import Loop, loop_over, sweep
from mobile_api.shared.due.retries import OWN_WORK, TryAgain
from mobile_api.shared.due.tables import DueTable
from mobile_api.shared.due.wakes import wake
from mobile_api.shared.ids import new_id
from mobile_api.shared.process.parts import Parts

# A step stops well before its lease: what it made is kept, and the next one goes on from there.
STEP = timedelta(seconds=60)


async def _given_up(held: Held[CatalogueMeaning], last: TryAgain) -> str:
    """With what there is; another catalogue or another model is another attempt."""
    await held.record(due_at=None, model=held.row.tried)
    return "given_up"


MEANINGS_DUE = DueTable(
    model=CatalogueMeaning,
    lease=timedelta(minutes=5),
    at_once=1,
    retry=OWN_WORK,
    on_end=_given_up,
)
# A catalogue from before the package was installed, or whose vectors another model made.
_BEGIN = """
INSERT INTO catalogue_meaning (id, catalogue_version, model, tried, due_at)
SELECT $1, number, '', $2, $3 FROM catalogue_version WHERE state = 'published'
ON CONFLICT (catalogue_version) DO UPDATE SET due_at = excluded.due_at, tried = excluded.tried
WHERE catalogue_meaning.model <> excluded.tried AND catalogue_meaning.due_at IS NULL
RETURNING id
"""


async def begin_meanings(meanings: Meanings | None) -> int:
    """The row of the catalogue in force, where its vectors are not those of this model."""
    if meanings is None:
        return 0
    try:
        model = await meanings.model()
    except MeaningUnavailable:
        return 0
    async with in_transaction():
        if await fetch(_BEGIN, new_id(), model, clock.now()):
            await wake(MEANINGS_DUE.kind)
    return 0


async def compute(meanings: Meanings | None, held: Held[CatalogueMeaning]) -> str:
    """Makes vectors that are missing for as long as a step lasts; after the last one those of
    other texts and models are forgotten, and every process is told."""
    published = await published_catalogue()
    if meanings is None or published is None or published.version != held.row.catalogue_version:
        await held.record(due_at=None)
        return "without" if meanings is None else "superseded"
    wanted = await asyncio.to_thread(
        lambda: [meant_by(one) for one in of_catalogue(published.catalogue)]
    )
    try:
        model = await meanings.model()
        await held.keep(tried=model)
        is_done = await _make(meanings, model, wanted)
    except MeaningUnavailable as fault:
        raise TryAgain("meaning_unavailable") from fault
    if not is_done:
        await held.record(due_at=clock.now())
        return "some"
    return await _finish(held, model, [one.digest for one in wanted])


async def _make(meanings: Meanings, model: str, wanted: Sequence[MeantTexts]) -> bool:
    """Whether all are there now."""
    ends_at = asyncio.get_running_loop().time() + STEP.total_seconds()
    known = await known_digests(model)
    missing = [one for one in wanted if one.digest not in known]
    for at, one in enumerate(missing, 1):
        await keep_vector(model, one.digest, await meanings.vector_by(model, one.texts))
        if asyncio.get_running_loop().time() > ends_at:
            return at == len(missing)
    return True


async def _finish(held: Held[CatalogueMeaning], model: str, digests: Sequence[str]) -> str:
    async with in_transaction():
        await held.record(due_at=None, model=model)
        # Whoever publishes now waits; nothing of a newer catalogue is taken for left over.
        if not await still_published(held.row.catalogue_version):
            return "superseded"
        await forget_others(model, digests)
        await tell_of_catalogue(held.row.catalogue_version)
    return "done"


def loops(parts: Parts) -> list[Loop]:
    """Makes vectors, and looks whether there are some to be made that nobody has written down."""
    meanings = MEANINGS.of(parts)
    return [
        loop_over(MEANINGS_DUE, partial(compute, meanings)),
        sweep("begin_meanings", partial(begin_meanings, meanings)),
    ]
