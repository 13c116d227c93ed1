"""Hostile and good files with what is to become of each: for the inspection, and for an instance.

`SPECIMENS` is all there is to import; whoever sends them makes each when its turn comes.
"""

from tests.uploads.corpus import (
    good_documents,
    good_pictures,
    hostile_bombs,
    hostile_documents,
    hostile_kinds,
    hostile_packages,
)
from tests.uploads.corpus.specimens import Specimen as Specimen

HOSTILE: tuple[Specimen, ...] = (
    *hostile_documents.SPECIMENS,
    *hostile_bombs.SPECIMENS,
    *hostile_packages.SPECIMENS,
    *hostile_kinds.SPECIMENS,
)
GOOD: tuple[Specimen, ...] = (*good_documents.SPECIMENS, *good_pictures.SPECIMENS)
SPECIMENS = HOSTILE + GOOD
