"""An answer of the official account that comes later is the one that would have come at once."""

import secrets
import sys
from collections.abc import Sequence

import httpx
import pytest

from mobile_api.due_work import official_account_loops
from mobile_api.guides.meaning.apart import MeaningProcess
from mobile_api.guides.meaning.following import MEANINGS, Meanings
from mobile_api.guides.reading.published import CATALOGUE, make_catalogue
from mobile_api.shared.process.parts import closing, parts_of
from mobile_api.wechat_replies import answering
from tests.mobile_api.guides.meaning.conftest import MakeMeanings
from tests.mobile_api.guides.meaning.other_model import FURRY
from tests.mobile_api.guides.meaning.test_following import computed
from tests.mobile_api.wechat_replies.chat import Chat
from tests.mobile_api.wechat_replies.test_chatting import Thinking
from tests.stack import Stack
from wechat.official_account.answers import ANSWERER
from wechat.official_account.owed_replies import REPLIES


@pytest.fixture
async def stranger(stack: Stack, client: httpx.AsyncClient) -> Chat:
    chat = Chat(stack, client, f"stranger-{secrets.token_hex(4)}")
    await chat.follow()
    return chat


_ASLEEP = (sys.executable, "-c", "import time; time.sleep(600)")


async def told_later(chat: Chat, meanings: Meanings, words: str) -> str:
    """What a worker with these meanings sends to somebody who was not answered in time."""
    with chat.stack.having(ANSWERER, Thinking()):
        assert await chat.act("say", text=words) == []
    with chat.stack.having(MEANINGS, meanings):
        loops = official_account_loops(parts_of(chat.stack.app))
    paying = next(loop for loop in loops if loop.name == REPLIES.kind)
    while await paying.step():
        pass
    (line,) = [line for line in await chat.chat() if line["kind"] == "customer"]
    return str(line["content"]["text"]["content"])


async def test_what_comes_later_is_found_by_its_meaning_as_well(
    stack: Stack, stranger: Chat, other: MakeMeanings
) -> None:
    await computed(other())
    with stack.having(MEANINGS, other()):
        catalogue = make_catalogue(parts_of(stack.app))
        await catalogue.refresh()
        await catalogue.take_meanings()
        with stack.having(CATALOGUE, catalogue):
            found = (await stranger.http.get("/api/v1/search", params={"q": FURRY})).json()
    said = await told_later(stranger, other(), FURRY)
    assert found["hits"] and all(hit["key"] in said for hit in found["hits"])
    assert "guides/id-card" in said


@pytest.mark.parametrize("command", [("/no/such/program",), _ASLEEP], ids=["dead", "stuck"])
async def test_whose_process_is_of_no_use_answers_all_the_same(
    stranger: Chat, command: Sequence[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(answering, "_MEANINGS_SECONDS", 0.05)
    async with closing(Meanings(MeaningProcess(command))) as meanings:
        assert "12345" in await told_later(stranger, meanings, FURRY)
