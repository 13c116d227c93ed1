"""The texts as data: every one is used, is in plain full-width Chinese, and none is too long."""

import re
from pathlib import Path
from string import Formatter

import pytest

from mobile_api import wechat_replies
from mobile_api.wechat_replies.texts import say, texts
from wechat.official_account.replies import LONGEST_TEXT

FOLDER = Path(str(wechat_replies.__file__)).parent
CODE = "\n".join(path.read_text(encoding="utf-8") for path in FOLDER.glob("*.py"))
HALF_WIDTH = re.compile("[\u4e00-\u9fff][,:;?!()]|[,;?!][\u4e00-\u9fff]")


def names_in(key: str) -> set[str]:
    """The values that a text asks for, besides the hotline."""
    return {name for _, name, _, _ in Formatter().parse(texts()[key]) if name} - {"hotline"}


@pytest.mark.parametrize("key", sorted(texts()))
def test_every_text_is_said_somewhere(key: str) -> None:
    assert f'"{key}"' in CODE


@pytest.mark.parametrize("key", sorted(texts()))
def test_every_text_reads_well_and_leaves_room(key: str) -> None:
    said = say(key, **dict.fromkeys(names_in(key), "示范市政务服务中心"))
    assert said.strip() == said
    assert not HALF_WIDTH.search(said)
    assert "{" not in said
    assert len(said.encode()) < LONGEST_TEXT


def test_a_text_with_a_value_missing_is_noticed() -> None:
    with pytest.raises(KeyError):
        say("welcome")
