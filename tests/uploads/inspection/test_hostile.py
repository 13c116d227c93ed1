"""Every hostile specimen through the real sandbox: refused, and for the right reason."""

import pytest

from tests.uploads.corpus import GOOD, HOSTILE, SPECIMENS, Specimen
from tests.uploads.corpus.specimens import MOST_PAGES
from uploads.inspection.apart import Inspectors
from uploads.rejections import Rejected, Rejection


def test_the_corpus_is_large_and_names_each_once() -> None:
    assert (len(HOSTILE) >= 55, len(GOOD) >= 45) == (True, True)
    assert len({one.name for one in SPECIMENS}) == len(SPECIMENS)
    assert all(one.refused is not None for one in HOSTILE)
    assert all(one.refused is None for one in GOOD)


def test_the_corpus_knows_every_reason_that_a_content_can_give() -> None:
    elsewhere = {
        Rejection.not_received,  # these four are found by the worker, before the inspection
        Rejection.size_differs,
        Rejection.digest_differs,
        Rejection.infected,
        Rejection.type_differs,  # of old rows alone
    }
    assert {one.refused for one in HOSTILE} == set(Rejection) - elsewhere


@pytest.mark.thorough
@pytest.mark.parametrize("specimen", HOSTILE, ids=lambda one: one.name)
async def test_it_is_refused(inspectors: Inspectors, specimen: Specimen) -> None:
    with pytest.raises(Rejected) as found:
        await inspectors.inspect(specimen.make(), MOST_PAGES)
    assert found.value.reason is specimen.refused
