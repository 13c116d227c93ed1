"""A simulator behind a real loopback socket, for tests and for the local stack alike."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aiohttp import web

LOOPBACK = "127.0.0.1"


@asynccontextmanager
async def running(app: web.Application, *, port: int = 0) -> AsyncIterator[str]:
    """Serve `app` while the block runs and yield its base URL; port 0 takes a free one."""
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)
    await runner.setup()
    try:
        await web.TCPSite(runner, LOOPBACK, port).start()
        yield f"http://{LOOPBACK}:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()
