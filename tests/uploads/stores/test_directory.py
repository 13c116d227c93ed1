"""What only the directory store has to prove: its form reader, its files, its links."""

import asyncio
import os
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import httpx
import pytest
from sanic import Sanic

from mobile_api.embedded.home import free_port
from mobile_api.http_errors import setup_errors
from mobile_api.request import YiwangRequest
from mobile_api.shared import clock
from mobile_api.shared.process.parts import Parts, hold
from tests.stack import Stack, served
from tests.uploads.samples import JPEG, photo
from uploads.errors import FileSizeDiffers, StorageUnavailable, TicketRefused
from uploads.routes import objects_blueprint
from uploads.schemas import Ticket
from uploads.stores.directory import DirectoryStore, Permission
from uploads.stores.storage import STORE

KEY, CLEAN = "quarantine/" + "a" * 32, "clean/" + "b" * 32
CONTENT = photo()
MINUTE = timedelta(minutes=1)
END = b"--edge--\r\n"


@pytest.fixture(scope="module")
async def served_store(
    session_stack: Stack, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[DirectoryStore]:
    port = free_port()
    store = DirectoryStore(tmp_path_factory.mktemp("objects"), f"http://127.0.0.1:{port}/")
    app = Sanic("directory", request_class=YiwangRequest, configure_logging=False)
    parts = Parts(session_stack.settings)
    parts.give(STORE, store)
    hold(app, parts)
    setup_errors(app)
    app.blueprint(objects_blueprint)
    async with served(app, port):
        yield store


@pytest.fixture
async def http(served_store: DirectoryStore) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(timeout=10, trust_env=False) as client:
        yield client
    await served_store.delete(KEY)


def ticket(store: DirectoryStore) -> Ticket:
    return store.ticket(KEY, media_type=JPEG, size=len(CONTENT), expires_at=clock.now() + MINUTE)


def part(name: str, content: bytes, more: str = "") -> bytes:
    head = f'--edge\r\nContent-Disposition: form-data; name="{name}"{more}\r\n\r\n'
    return head.encode() + content + b"\r\n"


def form(fields: dict[str, str]) -> bytes:
    return b"".join(part(name, value.encode()) for name, value in fields.items())


@pytest.mark.parametrize(
    "after",
    [
        part("file", CONTENT) + part("late", b"1") + END,
        part("file", CONTENT) + part("file", CONTENT) + END,
        part("file", CONTENT),
        part("other", CONTENT) + END,
        part("x", b"-" * 5000) + part("file", CONTENT) + END,
        b"".join(part(f"x{number}", b"") for number in range(20)) + part("file", CONTENT) + END,
        END,
        b"",
    ],
)
async def test_a_malformed_form(
    served_store: DirectoryStore, http: httpx.AsyncClient, after: bytes
) -> None:
    given = ticket(served_store)
    headers = {"Content-Type": "multipart/form-data; boundary=edge"}
    answer = await http.post(given.url, content=form(given.fields) + after, headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (400, "upload_form_malformed")
    assert answer.headers["content-type"] == "application/problem+json"
    assert await served_store.size_of(KEY) is None


@pytest.mark.parametrize(
    "content_type",
    ["multipart/form-data", "application/json", "", "multipart/form-data; boundary="],
)
async def test_no_form_at_all(
    served_store: DirectoryStore, http: httpx.AsyncClient, content_type: str
) -> None:
    headers = {"Content-Type": content_type}
    answer = await http.post(ticket(served_store).url, content=CONTENT, headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (400, "upload_form_malformed")


async def test_bytes_that_arrive_one_by_one(
    served_store: DirectoryStore, http: httpx.AsyncClient
) -> None:
    given = ticket(served_store)
    whole = form(given.fields) + part("file", CONTENT, '; filename="a.jpg"') + END

    async def slowly() -> AsyncIterator[bytes]:
        for start in range(0, len(whole), 7):
            yield whole[start : start + 7]

    headers = {"Content-Type": "multipart/form-data; boundary=edge"}
    answer = await http.post(given.url, content=slowly(), headers=headers)
    assert answer.status_code == 201
    assert await served_store.read(KEY) == CONTENT


async def test_a_link_shows_only_its_object(
    served_store: DirectoryStore, http: httpx.AsyncClient
) -> None:
    await served_store.write(CLEAN, CONTENT, JPEG)
    until = clock.now() + MINUTE
    url = served_store.link(CLEAN, media_type=JPEG, filename="x.jpg", expires_at=until)
    shown = await http.get(url)
    assert (shown.status_code, shown.content) == (200, CONTENT)
    assert shown.headers["x-content-type-options"] == "nosniff"
    assert "no-store" in shown.headers["cache-control"]
    refused = [
        url.replace("b" * 32, "c" * 32),
        url.replace("b" * 32, "..%2Fquarantine%2F" + "a" * 32),
        url[:-1] + ("0" if url[-1] != "0" else "1"),
    ]
    assert [(await http.get(other)).status_code for other in refused] == [403, 403, 403]
    with clock.standing_at(until):
        assert (await http.get(url)).status_code == 403
    await served_store.delete(CLEAN)
    assert (await http.get(url)).status_code == 404


async def test_a_link_permits_no_upload(
    served_store: DirectoryStore, http: httpx.AsyncClient
) -> None:
    until = clock.now() + MINUTE
    link = served_store.link(CLEAN, media_type=JPEG, filename="x.jpg", expires_at=until)
    fields = {"key": CLEAN, **dict(parse_qsl(urlsplit(link).query))}
    files = {"file": ("x.jpg", CONTENT)}
    answer = await http.post(ticket(served_store).url, data=fields, files=files)
    assert (answer.status_code, answer.json()["code"]) == (403, "ticket_refused")
    assert await served_store.size_of(CLEAN) is None


@pytest.mark.parametrize("key", ["../x", "quarantine/../clean/" + "a" * 32, "clean/A", "/etc/x"])
async def test_no_key_leaves_the_folder(tmp_path: Path, key: str) -> None:
    store = DirectoryStore(tmp_path / "objects", "http://127.0.0.1")
    with pytest.raises(TicketRefused):
        await store.write(key, CONTENT, JPEG)
    with pytest.raises(TicketRefused):
        await store.read(key)


async def test_nothing_half_received_is_left(tmp_path: Path) -> None:
    store = DirectoryStore(tmp_path, "http://127.0.0.1")

    async def chunks() -> AsyncIterator[bytes]:
        yield CONTENT[:10]
        raise ConnectionResetError

    with pytest.raises(ConnectionResetError):
        await store.receive(Permission(KEY, len(CONTENT)), chunks())
    with pytest.raises(FileSizeDiffers):
        await store.receive(Permission(KEY, 3), _all(CONTENT))
    assert list(await asyncio.to_thread(tmp_path.glob, "*/*")) == []


async def test_what_a_killed_process_left_is_removed(tmp_path: Path) -> None:
    store = DirectoryStore(tmp_path, "http://127.0.0.1")
    await store.prepare()
    left = tmp_path / "incoming" / "left"
    left.write_bytes(CONTENT)
    os.utime(left, (clock.now().timestamp(),) * 2)
    await store.prepare()
    assert left.exists()
    with clock.standing_at(clock.now() + timedelta(days=2)):
        await store.prepare()
    assert not left.exists()


async def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "objects").write_bytes(b"a file where the folder should be")
    store = DirectoryStore(tmp_path / "objects", "http://127.0.0.1")
    with pytest.raises(StorageUnavailable):
        await store.write(KEY, CONTENT, JPEG)


async def _all(content: bytes) -> AsyncIterator[bytes]:
    yield content
