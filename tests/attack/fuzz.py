"""Odd words in every place of every address, heavy bodies at every door, and whoever else waits."""

import asyncio
import re
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import quote

import aiohttp

from tests.attack.people import arrive
from tests.attack.report import Report
from tests.attack.world import World

_PARAMETER = re.compile(r"{[a-z_]+}")
_PAGES = (
    "/",
    "/search?q={q}",
    "/guides",
    "/guides/{q}",
    "/status",
    "/halls",
    "/phones",
    "/display",
)
_AT_ONCE = 8
# An answer of more than this is the caller's doing.
_LARGEST_ANSWER = 1_000_000
# Of the document itself and of the whole catalogue.
_LARGE = ("/docs/",)
WORDS = (
    "%00",
    "\x00",
    "'; DROP TABLE case_file; --",
    "<script>alert(1)</script>",
    "{{7*7}}",
    "${jndi:ldap://127.0.0.1/a}",
    "../../../../etc/passwd",
    "..%2f..%2f",
    "\ud7ff",
    "\u202e护照",
    "护" * 2_000,
    "9" * 400,
    "-1",
    "1e999",
    "NaN",
    "null",
    "[]",
    "true",
    "%",
    "_",
    "\\",
    '"',
    "\r\nSet-Cookie: a=b",
    "\u200b",
    "𠮷",
    "👨\u200d👩\u200d👧",
    "ﷺ",
    "İ",
    "２０２６",
    "0" * 36,
)


def _bombs() -> Iterator[tuple[str, bytes]]:
    yield "many members", ("{" + ",".join(f'"{n}":1' for n in range(80_000)) + "}").encode()
    yield "many elements", ("[" + ",".join("1" for _ in range(200_000)) + "]").encode()
    yield "deep", b"[" * 50_000 + b"]" * 50_000
    yield "deep members", b'{"a":' * 20_000 + b"1" + b"}" * 20_000
    yield "long number", b'{"item_key":' + b"9" * 100_000 + b"}"
    yield "surrogate", b'{"item_key":"\\ud800"}'
    yield "NUL", b'{"item_key":"\\u0000"}'
    yield "no JSON", b"\xff\xfe\x00"
    yield "doubled", b'{"item_key":"passport","item_key":1}'
    yield "empty", b""


BOMBS = tuple(_bombs())


async def attack(world: World) -> Report:
    report = Report("odd words and heavy bodies")
    async with world.http.get(f"{world.stack['api']}/docs/openapi.json") as answer:
        paths = (await answer.json())["paths"]
    signed_in = (await arrive(world.http, world.stack, "李乱敲")).screen.headers
    quiet = await _waits(world, 2.0)
    async with _watching(world) as waits:
        await _all(world, report, list(_reads(paths)), signed_in)
        await _all(world, report, list(_writes(paths)), signed_in)
    report.count("slowest honest wait in ms", round(max(waits) * 1000))
    report.count("and in quiet", round(max(quiet) * 1000))
    if max(waits) > 1.0 + max(quiet):
        report.fault(f"an honest caller waited {max(waits):.1f} s")
    return report


def _reads(paths: dict[str, Any]) -> Iterator[tuple[str, str, bytes | None]]:
    for word in WORDS:
        said = quote(word, safe="", errors="surrogatepass")
        for page in _PAGES:
            yield "GET", page.replace("{q}", said), None
        for path, methods in paths.items():
            if "get" not in methods:
                continue
            queries = [one["name"] for one in methods["get"]["parameters"] if one["in"] == "query"]
            if not queries and not _PARAMETER.search(path):
                continue
            query = "&".join(f"{name}={said}" for name in queries)
            yield "GET", _PARAMETER.sub(said, path) + (f"?{query}" if query else ""), None


def _writes(paths: dict[str, Any]) -> Iterator[tuple[str, str, bytes | None]]:
    some_id = "0" * 8 + "-0000-4000-8000-" + "0" * 12
    for _, bomb in BOMBS:
        for path, methods in paths.items():
            for method in methods:
                if "requestBody" in methods[method] or path.startswith("/hooks/"):
                    yield method.upper(), _PARAMETER.sub(some_id, path), bomb


async def _all(
    world: World,
    report: Report,
    calls: list[tuple[str, str, bytes | None]],
    signed_in: dict[str, str],
) -> None:
    waiting = iter(calls)

    async def one_after_the_other() -> None:
        for method, path, body in waiting:
            headers = dict(signed_in)
            if path.startswith("/staff/"):
                headers = {}
            if body is not None:
                headers["Content-Type"] = "application/json"
            await _call(world, report, method, path, body, headers)

    await asyncio.gather(*(one_after_the_other() for _ in range(_AT_ONCE)))


async def _call(
    world: World,
    report: Report,
    method: str,
    path: str,
    body: bytes | None,
    headers: dict[str, str],
) -> None:
    report.count("calls")
    try:
        async with world.http.request(
            method, world.stack["api"] + path, data=body, headers=headers, allow_redirects=False
        ) as answer:
            size = len(await answer.read())
    except aiohttp.ClientError as error:
        report.count("connections closed")
        if body is None:
            report.fault(f"{method} {path[:80]}: {type(error).__name__}")
        return
    report.count(f"status {answer.status // 100}xx")
    if answer.status >= 500 and answer.status != 503:
        report.fault(f"{method} {path[:80]} -> {answer.status}")
    if size > _LARGEST_ANSWER and not path.startswith(_LARGE):
        report.fault(f"{method} {path[:80]} answered {size} bytes")


@asynccontextmanager
async def _watching(world: World) -> AsyncIterator[list[float]]:
    """How long another caller waits meanwhile, in seconds."""
    waits = [0.0]
    task = asyncio.create_task(_watch(world, waits))
    try:
        yield waits
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def _waits(world: World, seconds: float) -> list[float]:
    async with _watching(world) as waits:
        await asyncio.sleep(seconds)
    return waits


async def _watch(world: World, waits: list[float]) -> None:
    async with aiohttp.ClientSession(trust_env=False) as http:
        while True:
            began = time.perf_counter()
            async with http.get(f"{world.stack['api']}/api/v1/guides/passport") as answer:
                await answer.read()
            waits.append(time.perf_counter() - began)
            await asyncio.sleep(0.02)
