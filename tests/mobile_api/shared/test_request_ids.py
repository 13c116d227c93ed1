"""Whatever is logged bears the id of the request that it belongs to, also where no handler ran."""

import asyncio
import logging
from collections.abc import AsyncIterator, Iterator

import httpx
import pytest
from sanic import HTTPResponse, Request, Sanic
from sanic.exceptions import SanicException
from sanic.response import text

from mobile_api.embedded.home import free_port
from mobile_api.request import YiwangRequest
from mobile_api.shared.callers import Hook
from mobile_api.shared.http.bodies import MOST_BYTES
from mobile_api.shared.http.endpoint import endpoint, prepared
from mobile_api.shared.logging import request_id
from tests.conftest import NO_TLS
from tests.stack import served

log = logging.getLogger(__name__)


class Heard(logging.Handler):
    """The ids that this module's lines bear."""

    def __init__(self) -> None:
        super().__init__()
        self.ids: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.ids.append(request_id())


@pytest.fixture
def heard() -> Iterator[Heard]:
    handler = Heard()
    log.addHandler(handler)
    yield handler
    log.removeHandler(handler)


@endpoint("Guarded", caller=Hook, media="text/plain", transaction=False)
async def guarded(request: Request) -> HTTPResponse:
    log.warning("guarded")
    return text("")


@prepared("Prepared")
async def unguarded(request: Request) -> HTTPResponse:
    log.warning("prepared")
    return text("")


def refused(request: Request, error: Exception) -> HTTPResponse:
    log.warning("refused")
    return text("", error.status_code if isinstance(error, SanicException) else 500)


@pytest.fixture
async def client() -> AsyncIterator[httpx.AsyncClient]:
    """One connection to an application of three routes' worth of logging."""
    app = Sanic("request-ids", request_class=YiwangRequest, configure_logging=False)
    app.error_handler.add(SanicException, refused)
    app.add_route(guarded, "/guarded", methods=["POST"])
    app.add_route(unguarded, "/prepared")
    port = free_port()
    one = httpx.Limits(max_connections=1)
    async with (
        served(app, port),
        httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", limits=one, verify=NO_TLS) as client,
    ):
        yield client


async def test_a_line_bears_the_id_of_its_own_request(
    heard: Heard, client: httpx.AsyncClient
) -> None:
    calls = [
        ("POST", "/guarded", b"", 200),
        ("GET", "/prepared", b"", 200),
        ("GET", "/nowhere", b"", 404),
        ("POST", "/guarded", b"x" * (MOST_BYTES + 1), 413),
    ]
    given = [f"request-{number}" for number in range(len(calls))]
    for own_id, (method, path, content, status) in zip(given, calls, strict=True):
        headers = {"X-Request-Id": own_id}
        answer = await client.request(method, path, content=content, headers=headers)
        assert answer.status_code == status
    assert heard.ids == given


async def test_a_request_without_an_id_gets_one_of_its_own(
    heard: Heard, client: httpx.AsyncClient
) -> None:
    await client.get("/prepared", headers={"X-Request-Id": "request-1"})
    await asyncio.gather(*(client.get("/prepared") for _ in range(2)))
    assert len(set(heard.ids)) == 3
