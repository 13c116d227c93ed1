"""A server that takes the simulators' callbacks, as the product will, and shows what came."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from aiohttp import web


@dataclass(frozen=True)
class Call:
    method: str
    path: str
    query: dict[str, str]
    content_type: str
    body: str


@dataclass
class Answer:
    text: str = "success"
    status: int = 200
    after_seconds: float = 0


class Receiver:
    """Gives the answers in `next` first, one to a call, and `always` afterwards."""

    def __init__(self) -> None:
        self.calls: list[Call] = []
        self.next: deque[Answer] = deque()
        self.always = Answer()
        self.app = web.Application()
        self.app.router.add_route("*", "/{path:.*}", self._take)

    async def _take(self, request: web.Request) -> web.Response:
        self.calls.append(
            Call(
                request.method,
                request.path,
                dict(request.query),
                request.content_type,
                await request.text(),
            )
        )
        if "echostr" in request.query:
            return web.Response(text=request.query["echostr"])
        answer = self.next.popleft() if self.next else self.always
        await asyncio.sleep(answer.after_seconds)
        return web.Response(text=answer.text, status=answer.status)


async def eventually(check: Callable[[], Awaitable[bool]]) -> bool:
    """Whether `check` comes true within three seconds."""
    for _ in range(300):
        if await check():
            return True
        await asyncio.sleep(0.01)
    return False
