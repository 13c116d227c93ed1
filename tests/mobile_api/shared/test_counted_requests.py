"""Requests are counted under the status that they ended in, also when nobody was answered."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from prometheus_client import REGISTRY
from sanic import HTTPResponse, Request, Sanic
from sanic.exceptions import BadRequest, PayloadTooLarge, RequestTimeout, SanicException

from mobile_api.embedded.home import free_port
from mobile_api.http_errors import setup_errors
from mobile_api.request import YiwangRequest
from mobile_api.shared.callers import Hook
from mobile_api.shared.errors import NotFound
from mobile_api.shared.http.endpoint import endpoint
from mobile_api.shared.process.parts import Application
from tests.conftest import NO_TLS
from tests.stack import served
from uploads.stores.form import UploadForm

_HANGING, _FORM = "/hooks/hanging", "/hooks/form"


def count(status: int) -> float:
    """Requests that ended in this status, over all routes."""
    found = REGISTRY.collect()
    samples = [one for metric in found for one in metric.samples]
    return sum(
        one.value
        for one in samples
        if one.name == "yiwang_http_requests_total" and one.labels["status"] == str(status)
    )


def failing(error: type[Exception]) -> Any:
    @endpoint("Fails", caller=Hook, media="text/plain", transaction=False)
    async def fail(request: Request) -> HTTPResponse:
        raise error("no")

    return fail


@endpoint("Reads a form as it comes", caller=Hook, media="text/plain", transaction=False)
async def read_form(request: Request) -> HTTPResponse:
    await UploadForm(request).fields()
    return HTTPResponse()


class Hanging:
    """A handler that never comes to its end; whether it has begun, and whether it was let go."""

    def __init__(self) -> None:
        self.begun, self.over = asyncio.Event(), asyncio.Event()

    def handler(self) -> Any:
        @endpoint("Hangs", caller=Hook, media="text/plain", transaction=False)
        async def hang(request: Request) -> HTTPResponse:
            self.begun.set()
            try:
                await asyncio.Event().wait()
                raise NotFound()
            finally:
                self.over.set()

        return hang


@pytest.fixture
async def hanging() -> Hanging:
    return Hanging()


@pytest.fixture
async def app(hanging: Hanging) -> Application:
    app = Sanic("counted", request_class=YiwangRequest, configure_logging=False)
    setup_errors(app)
    app.add_route(hanging.handler(), _HANGING)
    app.add_route(read_form, _FORM, methods=["POST"], stream=True)
    for error in (BadRequest, PayloadTooLarge, RequestTimeout, ValueError):
        app.add_route(failing(error), f"/hooks/{error.__name__}", name=error.__name__)
    return app


@pytest.fixture
async def client(app: Application) -> AsyncIterator[httpx.AsyncClient]:
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    async with served(app, port), httpx.AsyncClient(base_url=url, verify=NO_TLS) as client:
        yield client


@pytest.mark.parametrize(
    ("error", "status"),
    [(BadRequest, 400), (RequestTimeout, 408), (PayloadTooLarge, 413), (ValueError, 500)],
)
async def test_what_the_server_refuses_while_it_reads(
    client: httpx.AsyncClient, error: type[SanicException], status: int
) -> None:
    before = count(status)
    assert (await client.get(f"/hooks/{error.__name__}")).status_code == status
    assert count(status) == before + 1


async def test_a_client_that_hangs_up(hanging: Hanging, client: httpx.AsyncClient) -> None:
    before, faults = count(499), count(500)
    call = asyncio.create_task(client.get(_HANGING))
    await hanging.begun.wait()
    call.cancel()
    await hanging.over.wait()
    assert (count(499), count(500)) == (before + 1, faults)


async def test_a_handler_that_takes_too_long(app: Application, client: httpx.AsyncClient) -> None:
    app.config.RESPONSE_TIMEOUT = 0.2
    before = count(503)
    assert (await client.get(_HANGING)).status_code == 503
    assert count(503) == before + 1


async def test_a_form_that_breaks_off_in_a_chunk(client: httpx.AsyncClient) -> None:
    before = count(400)
    reader, writer = await asyncio.open_connection("127.0.0.1", client.base_url.port)
    writer.write(
        f"POST {_FORM} HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n"
        "Content-Type: multipart/form-data; boundary=b\r\n\r\nzz\r\n\r\n".encode()
    )
    status = (await reader.readline()).split()[1]
    writer.close()
    await writer.wait_closed()
    assert status == b"400"
    assert count(400) == before + 1
