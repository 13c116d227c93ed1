"""Callers from other places of the network: each has an address of its own on the loopback."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx

from tests.stack import Stack


@asynccontextmanager
async def calling_from(stack: Stack, host: int) -> AsyncIterator[httpx.AsyncClient]:
    """A client whose calls come from 127.0.0.0/8, the address of that number."""
    address = f"127.{host >> 16 & 255}.{host >> 8 & 255}.{host & 255}"
    transport = httpx.AsyncHTTPTransport(local_address=address, verify=False)
    async with httpx.AsyncClient(base_url=stack.api, timeout=20, transport=transport) as client:
        yield client
