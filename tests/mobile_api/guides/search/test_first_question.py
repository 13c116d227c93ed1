"""What is made once is made with the index, in a thread, and not for whoever asks first; and not at
all in a process where nobody asks."""

import subprocess
import sys

_TABLES_LEFT = """
import importlib, inspect, pkgutil
import mobile_api.guides.search as room
from mobile_api.guides.catalogue.schemas import Catalogue
from mobile_api.guides.publishing.loading import read_catalogue
from tests.mobile_api.guides.search.conftest import DEMO_CITY

def tables():
    for found in pkgutil.iter_modules(room.__path__):
        module = importlib.import_module(f"{room.__name__}.{found.name}")
        for name, one in vars(module).items():
            # Of a function with arguments it is a memory, and no table.
            is_own = hasattr(one, "cache_info") and one.__module__ == module.__name__
            if is_own and not inspect.signature(one).parameters:
                yield f"{found.name}.{name}", one

room.SearchEngine.build(room.of_catalogue(Catalogue.model_validate(read_catalogue(DEMO_CITY))))
known = dict(tables())
assert len(known) > 5, known
print(*(name for name, table in known.items() if not table.cache_info().currsize))
"""

# All that a worker wants of a catalogue: its texts, for their vectors.
_LOADED_BY_A_WORKER = """
import sys
import mobile_api.cli, mobile_api.worker
from mobile_api.guides.catalogue.schemas import Catalogue
from mobile_api.guides.meaning.texts import digests_of
from mobile_api.guides.publishing.loading import DEMO_CITY, read_catalogue
from mobile_api.guides.search.concepts import default_lexicon
from mobile_api.guides.search.documents import of_catalogue
from mobile_api.guides.search.voices.matters import default_matters

assert digests_of(of_catalogue(Catalogue.model_validate(read_catalogue(DEMO_CITY))))
print(*({"rjieba", "pypinyin"} & sys.modules.keys()))
tables = (default_lexicon, default_matters)
print(*(table.__name__ for table in tables if table.cache_info().currsize))
"""


def told_by(program: str) -> list[str]:
    ran = subprocess.run(
        [sys.executable, "-c", program], check=True, capture_output=True, text=True
    )
    return ran.stdout.split()


def test_no_table_is_left_for_the_first_question() -> None:
    assert told_by(_TABLES_LEFT) == []


def test_a_worker_loads_nothing_to_search_with() -> None:
    assert told_by(_LOADED_BY_A_WORKER) == []
