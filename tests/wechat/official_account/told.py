"""What answers people in tests: at once, slowly, or not at all."""

import asyncio

from wechat.inbound import Push
from wechat.official_account.replies import Reply, TextReply


class Told:
    """Answers with `reply`, at once or, when it is `slow`, once `may_answer` is set."""

    def __init__(
        self, reply: Reply | None = None, *, slow: bool = False, broken: bool = False
    ) -> None:
        self.reply, self.broken, self.asked = reply, broken, 0
        self.started, self.may_answer = asyncio.Event(), asyncio.Event()
        if not slow:
            self.may_answer.set()

    def wants(self, event: str) -> bool:
        return event == "text"

    async def __call__(self, push: Push) -> Reply | None:
        self.asked += 1
        self.started.set()
        await self.may_answer.wait()
        if self.broken:
            raise LookupError(push.openid)
        return self.reply


HELLO = TextReply(content="您好")
