"""Reads the upload form of the directory store from the wire, never holding the file in memory."""

from collections.abc import AsyncIterator
from typing import cast

from multipart import (  # type: ignore[import-untyped]
    MultipartError,
    MultipartSegment,
    PushMultipartParser,
    parse_options_header,
)
from sanic import Request

from uploads.errors import FormMalformed

FILE = "file"
_MAX_FIELD = 4_096
_MAX_PARTS = 12


class UploadForm:
    """multipart/form-data (RFC 7578) as S3 wants it: the fields, then one last part, the file."""

    def __init__(self, request: Request) -> None:
        kind, options = parse_options_header(request.headers.get("content-type", ""))
        if kind != "multipart/form-data" or not options.get("boundary"):
            raise FormMalformed()
        self._events = _events(request, options["boundary"])

    async def fields(self) -> dict[str, str]:
        """Everything before the file part. Raises FormMalformed when no file part follows."""
        fields: dict[str, str] = {}
        name, value = "", b""
        async for event in self._events:
            if isinstance(event, MultipartSegment):
                if event.name == FILE:
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


async def _events(
    request: Request, boundary: str
) -> AsyncIterator[MultipartSegment | bytes | bytearray | None]:
    try:
        parser = PushMultipartParser(boundary, max_segment_count=_MAX_PARTS)
        async for chunk in cast(AsyncIterator[bytes], request.stream):
            for event in parser.parse(chunk):
                yield event
        parser.close()
    except MultipartError:
        raise FormMalformed() from None
