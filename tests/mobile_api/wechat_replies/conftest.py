"""People who follow the official account of the demo city."""

import secrets

import httpx
import pytest

from tests.mobile_api.wechat_replies.chat import Chat
from tests.stack import Stack


@pytest.fixture
async def stranger(stack: Stack, client: httpx.AsyncClient) -> Chat:
    """Somebody who follows the account and is nobody we know.

    New for each test: the simulator keeps the chats of those before.
    """
    chat = Chat(stack, client, f"stranger-{secrets.token_hex(4)}")
    await chat.follow()
    return chat
