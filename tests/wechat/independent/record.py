"""Records the pushes of `pushes.py` with the installed package, for machines without Node."""

import asyncio

from tests.wechat.independent.pushes import Node, record

AT = 1_795_300_000


async def main() -> None:
    node = await Node.start()
    record(await node.pushes(AT))
    await node.stop()


if __name__ == "__main__":
    asyncio.run(main())
