"""What the official account says, as data; editors change `texts.json` and nothing else."""

import json
from functools import cache
from pathlib import Path

from mobile_api.guides.answering.service import HOTLINE
from mobile_api.shared.text.words import typeset

_FILE = Path(__file__).with_name("texts.json")


@cache
def texts() -> dict[str, str]:
    """Every text by its key; `{names}` are filled in by the code that says it."""
    found: dict[str, str] = json.loads(_FILE.read_text(encoding="utf-8"))
    return found


def say(key: str, **values: object) -> str:
    """The text with its values, in full-width punctuation. Raises KeyError for a missing value."""
    return typeset(texts()[key].format(hotline=HOTLINE, **values))
