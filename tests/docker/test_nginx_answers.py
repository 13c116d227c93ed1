"""What nginx answers itself, in front of the application and in front of nobody."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import httpx
import pytest

from benchmarks.pages.nginx import NGINX, OPENSSL, Adapted, adapted, serving
from mobile_api.handoff.partners.own_keys import new_signing_key
from mobile_api.shared import clock
from mobile_api.shared.process.parts import SETTINGS
from mobile_api.signatures.service import KeyKind, SigningKey, VerifyingKey
from tests.mobile_api.handoff.exchange.conftest import registered
from tests.mobile_api.handoff.exchange.signing import check_answer, signed
from tests.stack import Stack

OPERATORS = [
    "/metrics",
    "/metrics/",
    "//metrics",
    "/metrics//",
    "/%6detrics",
    "/metrics%2F",
    "/static/../metrics",
    "/./metrics",
    "/metrics?x=1",
    "/metrics/x",
    "/health/ready",
    "/health/ready/",
    "/health//ready",
    "/health/%72eady",
    "/health/live/../ready/",
]
TICKETS = "/me/cases/01a22f8d-62a2-744b-80b2-7b39ccf9694b/materials/old-passport/tickets"
PLACES = {
    "/api/v1/guides": True,
    "/staff/v1/cases": True,
    "/hooks/ems": True,
    TICKETS: True,
    f"{TICKETS}/01a22f8d-642a-764e-9902-f3c7f61b173f": True,
    "/guides": False,
}


@asynccontextmanager
async def asking(nginx: Adapted) -> AsyncIterator[httpx.AsyncClient]:
    """A client of nginx, once it answers."""
    with serving(nginx):
        async with httpx.AsyncClient(
            base_url=nginx.origin, trust_env=False, verify=False
        ) as client:
            for _ in range(200):
                try:
                    await client.get("/static/none")
                    break
                except httpx.ConnectError:
                    await asyncio.sleep(0.05)
            yield client


@pytest.fixture
def is_here(tell: Callable[[str], None]) -> bool:
    if NGINX and OPENSSL:
        return True
    tell("nginx.conf: no nginx here, so nothing was asked of it")
    return False


def told(answer: httpx.Response, status: int, *, is_program: bool) -> None:
    """It is nginx's own refusal, in the form that this caller understands."""
    assert answer.status_code == status
    media = answer.headers.get_list("content-type")
    if is_program:
        problem = answer.json()
        assert media == ["application/problem+json"]
        known = (status, answer.headers["x-request-id"])
        assert (problem["status"], problem["request_id"]) == known
        assert problem["type"] == f"urn:yiwang:problem:{problem['code']}"
    else:
        assert media == ["text/html; charset=utf-8"]
        assert "12345" in answer.text and 'lang="zh-CN"' in answer.text
    for name in ("x-content-type-options", "strict-transport-security"):
        assert len(answer.headers.get_list(name)) == 1
    assert "nginx" not in answer.text


async def raw(origin: str, path: str) -> int:
    """The status of a path that no client tidies up."""
    process = await asyncio.create_subprocess_exec(
        *("curl", "-sk", "-o", "/dev/null", "-w", "%{http_code}", "--path-as-is", origin + path),
        stdout=asyncio.subprocess.PIPE,
    )
    output, _ = await process.communicate()
    return int(output)


async def test_what_is_for_operators_is_closed_in_every_spelling(
    tmp_path: Path, stack: Stack, is_here: bool
) -> None:
    if not is_here:
        return
    async with asking(adapted(tmp_path, stack.api)) as client:
        assert (await client.get("/health/live")).status_code == 200
        found = {path: await raw(str(client.base_url).rstrip("/"), path) for path in OPERATORS}
    assert found == dict.fromkeys(OPERATORS, 404)


async def test_the_interface_document_is_packed_and_asked_for_once(
    tmp_path: Path, stack: Stack, is_here: bool
) -> None:
    if not is_here:
        return
    path = "/docs/openapi.json"
    async with asking(adapted(tmp_path, stack.api)) as client:
        async with client.stream("GET", path) as answer:
            packed = [part async for part in answer.aiter_raw()]
        assert answer.headers["content-encoding"] == "gzip"
        assert sum(map(len, packed)) < 400_000
        # Packed bytes are others than those that the tag was made of: it became a weak one.
        etag = answer.headers["etag"]
        assert etag.startswith('W/"')
        again = await client.get(path, headers={"If-None-Match": etag})
        assert (again.status_code, again.content) == (304, b"")


async def test_nobody_behind_it_is_told_with_a_time_to_come_again(
    tmp_path: Path, is_here: bool
) -> None:
    if not is_here:
        return
    async with asking(adapted(tmp_path)) as client:
        for path, is_program in PLACES.items():
            answer = await client.get(path)
            told(answer, 502, is_program=is_program)
            assert answer.headers.get_list("retry-after") == ["5"]


async def test_too_large_a_body_is_told(tmp_path: Path, is_here: bool) -> None:
    if not is_here:
        return
    async with asking(adapted(tmp_path)) as client:
        for path, is_program in PLACES.items():
            answer = await client.post(path, content=bytes(2**20 + 1))
            told(answer, 413, is_program=is_program)
            assert "retry-after" not in answer.headers


async def test_a_flood_of_guesses_is_held_back_and_told(
    tmp_path: Path, stack: Stack, is_here: bool
) -> None:
    if not is_here:
        return
    async with asking(adapted(tmp_path, stack.api)) as client:
        for path, is_program in (("/api/v1/case-status-queries", True), ("/status/", False)):
            answers = await asyncio.gather(*(client.post(path) for _ in range(60)))
            held = [answer for answer in answers if answer.status_code == 429]
            assert len(held) >= 20
            told(held[0], 429, is_program=is_program)
            assert held[0].headers.get_list("retry-after") == ["1"]
            assert (await client.get("/status")).status_code != 429
        # What nobody guesses is not held back: thousands of phones share an address.
        path = "/api/v1/sessions/refresh"
        answers = await asyncio.gather(*(client.post(path) for _ in range(60)))
        assert 429 not in {answer.status_code for answer in answers}


async def test_answers_of_the_application_pass_as_they_are(
    tmp_path: Path, stack: Stack, is_here: bool
) -> None:
    if not is_here:
        return
    async with asking(adapted(tmp_path, stack.api)) as client:
        missing = await client.get("/api/v1/cases/0190a0a0-0000-7000-8000-000000000000")
        assert (missing.status_code, missing.json()["code"]) == (401, "not_signed_in")
        page = await client.get("/guides/none")
        assert page.status_code == 404 and "没有找到" in page.text
        for answer in (missing, page, await client.get("/api/v1/guides")):
            for name in ("x-content-type-options", "strict-transport-security"):
                assert len(answer.headers.get_list(name)) == 1, name


async def test_what_a_city_signed_passes_letter_by_letter(
    tmp_path: Path, stack: Stack, is_here: bool
) -> None:
    if not is_here:
        return
    yesterday = clock.now() - timedelta(days=1)
    key, own = SigningKey.new(KeyKind.ed25519), await new_signing_key(KeyKind.ed25519, yesterday)
    await registered("b", str(key.public), "https://b.example", "age1")
    nginx = adapted(tmp_path, stack.api)
    public = stack.settings.model_copy(update={"public_url": nginx.origin})
    with stack.having(SETTINGS, public):
        async with asking(nginx) as client:
            for path in ("/partner/v1/profile", "/partner/v1/profile?x=%e6%8a%a4&&y"):
                said = signed(nginx.origin, key, method="GET", path=path)
                said.headers["Accept-Encoding"] = "gzip"
                answer = await client.request("GET", said.url, headers=said.headers)
                assert "content-encoding" not in answer.headers
                check_answer(said, answer, VerifyingKey.read(own.public_key))
                assert answer.json().get("code") != "signature_signature", path
            for size, status in ((256 * 1024, 400), (256 * 1024 + 1, 413)):
                said = signed(nginx.origin, key, b" " * size)
                answer = await client.post(said.url, headers=said.headers, content=said.body)
                assert answer.status_code == status
