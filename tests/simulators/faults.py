"""Faults of the field on demand: what real servers and networks do on their bad days."""

import asyncio
import codecs
import socket
import struct
from typing import Literal

from aiohttp import web
from pydantic import BaseModel, ConfigDict

BAD_GATEWAY = "<html><head><title>502 Bad Gateway</title></head><body>nginx</body></html>"


class Fault(BaseModel):
    """What goes wrong on `path`, how often (`times` null: always) and for which requests.

    `error`, `bad_gateway` and `lost` (the line breaks) replace the work; all others let the effect
    happen first and then lose, delay, cut, dirty or mislabel the reply. `retry_after` is a header
    of `error`, in seconds. `contains` limits the fault to requests whose
    query or body holds that text, for example one openid. `seconds` are real seconds.
    """

    model_config = ConfigDict(extra="forbid")

    path: str
    kind: Literal[
        "error",
        "bad_gateway",
        "lost",
        "empty",
        "slow",
        "reset",
        "truncated",
        "byte_order_mark",
        "control_characters",
        "mislabelled",
    ]
    code: int | str = -1
    retry_after: int | None = None
    times: int | None = 1
    seconds: float = 6.0
    contains: str = ""

    @property
    def prevents_the_work(self) -> bool:
        return self.kind in {"error", "bad_gateway", "lost"}


class Faults:
    """The faults that are waiting to happen, oldest first."""

    def __init__(self) -> None:
        self.waiting: list[Fault] = []

    def take(self, path: str, text: str) -> Fault | None:
        """The fault that meets this request, counted down."""
        for fault in self.waiting:
            if fault.path == path and fault.contains in text:
                self._count_down(fault)
                return fault
        return None

    def _count_down(self, fault: Fault) -> None:
        if fault.times is not None:
            fault.times -= 1
            if fault.times <= 0:
                self.waiting.remove(fault)


async def spoil(request: web.Request, response: web.Response, fault: Fault) -> web.Response:
    """Damage the answer to work that is already done, or to none."""
    body = bytes(response.body) if isinstance(response.body, bytes) else b""
    if fault.kind == "slow":
        await asyncio.sleep(fault.seconds)
    elif fault.kind == "empty":
        response.body = b""
    elif fault.kind == "truncated":
        response.body = body[: len(body) // 2]
    elif fault.kind == "byte_order_mark":
        response.body = codecs.BOM_UTF8 + body
    elif fault.kind == "control_characters":
        # Raw ones inside a text, which strict JSON forbids; people's nicknames hold them.
        response.body = body[:-1] + b', "note": "\x08\x1f\n"}'
    elif fault.kind == "mislabelled":
        response.headers["Content-Type"] = "image/jpeg"
    elif fault.kind in {"reset", "lost"}:
        _reset(request)
    return response


def _reset(request: web.Request) -> None:
    transport = request.transport
    if transport is None:
        return
    # Linger 0 turns the close into a TCP reset, which is what a dying load balancer sends.
    transport.get_extra_info("socket").setsockopt(
        socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0)
    )
    transport.abort()
