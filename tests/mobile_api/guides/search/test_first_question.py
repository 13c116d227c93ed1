"""What is made once is made with the index, in a thread, and not for whoever asks first."""

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


def test_no_table_is_left_for_the_first_question() -> None:
    told = subprocess.run(
        [sys.executable, "-c", _TABLES_LEFT], check=True, capture_output=True, text=True
    )
    assert told.stdout.split() == []
