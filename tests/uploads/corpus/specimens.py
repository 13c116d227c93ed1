"""What a specimen is: one file, made here from nothing, and what is to become of it."""

from collections.abc import Callable
from dataclasses import dataclass

from uploads.rejections import Rejection

Maker = Callable[[], bytes]
# As the rules that come with a release have it.
MOST_PAGES = 100


@dataclass(frozen=True, slots=True)
class Specimen:
    """`make` writes the bytes anew; `refused` is the code, None for a file that becomes clean.

    A clean file is kept byte for byte, or, with `rewritten`, as a picture written anew. `declared`
    is the type as a phone may name it. `is_costly`: it takes seconds, so that only `make attack`
    sends it.
    """

    name: str
    make: Maker
    declared: str
    refused: Rejection | None = None
    rewritten: bool = False
    is_costly: bool = False
