"""A ClamAV daemon on a real socket: speaks INSTREAM as clamd(8) does, or misbehaves on demand."""

import asyncio
import struct
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

# The test file that every scanner reports (eicar.org), put together here so that none reports us.
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-" + b"STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


class Clamd:
    """`mood`: honest, hangs_up, silent, talks_nonsense, talks_for_ever or has_a_low_limit."""

    def __init__(self) -> None:
        self.mood = "honest"
        self.scanned: list[bytes] = []
        self.has_heard = asyncio.Event()
        self.may_answer = asyncio.Event()
        self.may_answer.set()

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await self._converse(reader, writer)
        except (ConnectionError, asyncio.IncompleteReadError):
            self.scanned.append(b"cut off")
        finally:
            writer.close()

    async def _converse(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        assert await reader.readuntil(b"\0") == b"zINSTREAM\0"
        if self.mood == "hangs_up":
            return
        content = b""
        while length := struct.unpack("!I", await reader.readexactly(4))[0]:
            content += await reader.readexactly(length)
        self.scanned.append(content)
        self.has_heard.set()
        await self.may_answer.wait()
        if self.mood == "silent":
            await reader.read()
            return
        writer.write(self._verdict(content))
        await writer.drain()

    def _verdict(self, content: bytes) -> bytes:
        said = {
            "talks_nonsense": b"stream: maybe\0",
            "talks_for_ever": b"o" * 200_000,
            "has_a_low_limit": b"INSTREAM size limit exceeded. ERROR\0",
        }
        infected = b"stream: Win.Test.EICAR_HDB-1 FOUND\0"
        return said.get(self.mood, infected if EICAR in content else b"stream: OK\0")


@asynccontextmanager
async def listening(clamd: Clamd, *, path: str | None = None) -> AsyncIterator[str]:
    """Serve while the block runs; yields the address as the setting wants it."""
    if path is not None:
        server = await asyncio.start_unix_server(clamd.serve, path)
        address = f"unix://{path}"
    else:
        server = await asyncio.start_server(clamd.serve, "127.0.0.1", 0)
        address = f"127.0.0.1:{server.sockets[0].getsockname()[1]}"
    async with server:
        yield address
