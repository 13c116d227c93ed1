"""What the tests stand on: nothing of one test is left for the next."""

from mobile_api.shared.database import fetch
from mobile_api.shared.process.cache import REDIS
from tests.actors import Citizen
from tests.stack import KEPT, Stack


async def test_a_reset_of_the_stack_leaves_nothing(stack: Stack, citizen: Citizen) -> None:
    assert await REDIS.of(stack.app).dbsize()
    assert await filled()
    await stack.forget()
    assert await filled() == []
    assert not await REDIS.of(stack.app).dbsize()


async def filled() -> list[str]:
    """The tables that hold rows, but for those that every test finds as they are."""
    tables = await fetch("SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'")
    names = [row["name"] for row in tables if row["name"] not in KEPT]
    return [name for name in names if await fetch(f'SELECT 1 FROM "{name}" LIMIT 1')]
