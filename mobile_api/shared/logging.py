"""JSON lines with the request id; exception messages are left out, for they may hold input."""

import logging
import sys
import traceback
from types import TracebackType

from pythonjsonlogger.json import JsonFormatter
from sanic import Request
from sanic.exceptions import ServerError


def request_id() -> str:
    """Of the request that is being served, as Sanic knows it; `-` outside of one."""
    try:
        return str(Request.get_current().id)
    except ServerError:
        return "-"


ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class _Formatter(JsonFormatter):
    def formatException(self, ei: ExcInfo) -> str:
        """Class names and places only: a message may quote a row or a body."""
        lines: list[str] = []
        error = ei[1]
        while error is not None:
            frames = traceback.extract_tb(error.__traceback__)
            places = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames]
            lines.append(f"{type(error).__qualname__} at " + " < ".join(reversed(places)))
            error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
        return "\n".join(lines)


class _RequestId(logging.Filter):
    def filter(self, record: logging.LogRecord) -> bool:
        record.request_id = request_id()
        return True


def configured_formatter(process: str) -> logging.Formatter:
    """JSON lines; `process` names who writes them."""
    return _Formatter(
        "%(asctime)s %(levelname)s %(name)s %(message)s %(request_id)s",
        rename_fields={"asctime": "at", "levelname": "level", "name": "logger"},
        static_fields={"process": process},
        json_ensure_ascii=False,
    )


def configure_logging(level: str, process: str) -> None:
    """Send every logger of this process to standard error as JSON."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(configured_formatter(process))
    handler.addFilter(_RequestId())
    logging.basicConfig(level=level, handlers=[handler], force=True)
    # These two print statements with their values, or whole addresses, below WARNING.
    for name in ("tortoise", "asyncio"):
        logging.getLogger(name).setLevel(logging.WARNING)
