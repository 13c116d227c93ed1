"""No push, however broken, is a fault of ours."""

import aiohttp
import pytest

from tests.stack import Stack
from tests.wechat.official_account.fuzzing import fuzz

_COUNT, _SEED = 10_000, 20261122

pytestmark = pytest.mark.thorough


async def test_broken_pushes_never_end_in_a_server_error(
    stack: Stack, http: aiohttp.ClientSession
) -> None:
    found = await fuzz(stack, http, _COUNT, _SEED)
    assert sum(found.values()) >= _COUNT
    assert max(found) < 500, found
    # The run means something only if some were believed and some were not.
    assert min(found[200], found[400], found[403]) > _COUNT / 100, found
