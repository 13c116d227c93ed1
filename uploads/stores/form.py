"""Reads the upload form of the directory store from the wire, never holding the file in memory."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from typing import cast

from multipart import (  # type: ignore[import-untyped]
    MultipartError,
    MultipartSegment,
    PushMultipartParser,
    parse_options_header,
)
from sanic import Request

from uploads import policy
from uploads.errors import FormMalformed, FormTooLarge, FormTooSlow

FILE = "file"
_MAX_FIELD = 4_096
_MAX_PARTS = 12
# The largest file, and the fields before it.
_MOST_BYTES = policy.MOST_MEGABYTES * policy.MEGABYTE + policy.MEGABYTE
_MOST_READ_ON = 3 * _MOST_BYTES
# A phone at the edge of a village sends ten times as much; whoever sends less holds up others.
PATIENCE_SECONDS, _LEAST_BYTES = 30, 64 * 1024


class UploadForm:
    """multipart/form-data (RFC 7578) as S3 wants it: the fields, then one last part, the file.

    `filename` is what the sender calls the file, known once the fields are read. Raises
    FormMalformed for anything else, FormTooLarge by the length that is told.
    """

    def __init__(self, request: Request) -> None:
        kind, options = parse_options_header(request.headers.get("content-type", ""))
        if kind != "multipart/form-data" or not options.get("boundary"):
            raise FormMalformed()
        if int(request.headers.get("content-length") or 0) > _MOST_BYTES:
            raise FormTooLarge()
        self._events = _events(request, options["boundary"])
        self.filename = ""

    async def fields(self) -> dict[str, str]:
        """Everything before the file part. Raises FormMalformed when no file part follows."""
        fields: dict[str, str] = {}
        name, value = "", b""
        async for event in self._events:
            if isinstance(event, MultipartSegment):
                if event.name == FILE:
                    self.filename = event.filename or ""
                    return fields
                name, value = event.name, b""
            elif event is not None:
                value += event
                if len(value) > _MAX_FIELD:
                    raise FormMalformed()
            else:
                fields[name] = value.decode("utf-8", "replace")
        raise FormMalformed()

    async def file(self) -> AsyncIterator[bytes]:
        """The content. Raises FormMalformed when another part follows or the end is missing."""
        async for event in self._events:
            if isinstance(event, MultipartSegment):
                raise FormMalformed()
            if event is not None:
                yield bytes(event)


async def paced(chunks: AsyncIterator[bytes], patience: float) -> AsyncIterator[bytes]:
    """The chunks as they come. Raises FormTooSlow where within `patience` seconds neither 64 KiB
    nor the end have come."""
    now = asyncio.get_running_loop().time
    left, got = patience, 0
    while True:
        began = now()
        try:
            chunk = await asyncio.wait_for(anext(chunks), left)
        except StopAsyncIteration:
            return
        except TimeoutError:
            raise FormTooSlow() from None
        # Only the waiting counts, and not what is done with the chunk meanwhile.
        left, got = left - (now() - began), got + len(chunk)
        if got >= _LEAST_BYTES:
            left, got = patience, 0
        yield chunk


def _body(request: Request) -> AsyncIterator[bytes]:
    return paced(aiter(cast(AsyncIterator[bytes], request.stream)), PATIENCE_SECONDS)


async def let_finish(request: Request) -> None:
    """Read on and keep nothing: a phone that is still sending would see the line cut off and not
    the answer. Who sends much more than any file, or hardly anything, is cut off after all.
    """
    left = _MOST_READ_ON
    with suppress(FormTooSlow):
        async for chunk in _body(request):
            left -= len(chunk)
            if left < 0:
                return


async def _events(
    request: Request, boundary: str
) -> AsyncIterator[MultipartSegment | bytes | bytearray | None]:
    try:
        parser = PushMultipartParser(boundary, max_segment_count=_MAX_PARTS)
        async for chunk in _body(request):
            for event in parser.parse(chunk):
                yield event
        parser.close()
    except (MultipartError, UnicodeError):
        # The latter for a boundary of other characters than RFC 2046, 5.1.1 allows.
        raise FormMalformed() from None
