"""Fixtures of the whole suite: one running stack for the session, clean tables for each test."""

import secrets
import ssl
from collections import Counter
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import httpx
import pytest
from hypothesis import settings
from sanic import Sanic

from tests.actors import Citizen, Colleague
from tests.servers import ObjectStore
from tests.stack import Stack, running_stack

Sanic.test_mode = True
_TOLD = "told"
SLOWEST_FILES = 15
# Made once: to read the authorities of the system for each client takes longer than most tests.
NO_TLS = ssl.create_default_context()
# A slow machine is not a fault of the code: no test asserts a time.
settings.register_profile("yiwang", deadline=None)
settings.load_profile("yiwang")


@pytest.fixture
def tell(request: pytest.FixtureRequest) -> Callable[[str], None]:
    """Says at the end of the whole run what could be checked only in part, or with what."""

    def say(line: str) -> None:
        request.node.user_properties.append((_TOLD, line))

    return say


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """What tests told, and where time went; both travel with their reports, from other processes
    as well."""
    reports = [*terminalreporter.getreports("passed"), *terminalreporter.getreports("failed")]
    for report in reports:
        for name, line in report.user_properties if report.when == "call" else ():
            if name == _TOLD:
                terminalreporter.write_line(f"  {report.nodeid}: {line}", yellow=True)
    if terminalreporter.config.option.durations:
        seconds: Counter[str] = Counter()
        for report in reports:
            seconds[report.nodeid.partition("::")[0]] += report.duration
        terminalreporter.write_sep("=", "slowest files")
        for name, spent in seconds.most_common(SLOWEST_FILES):
            terminalreporter.write_line(f"{spent:.2f}s {name}")


@pytest.fixture(scope="session")
async def session_stack(
    postgres_url: str,
    redis_url: str,
    object_store: ObjectStore,
    tmp_path_factory: pytest.TempPathFactory,
) -> AsyncIterator[Stack]:
    """The stack that all tests share; ask for `stack`, which also cleans up."""
    data_dir: Path = tmp_path_factory.mktemp("data")
    async with running_stack(
        database_url=postgres_url, redis_url=redis_url, data_dir=data_dir, **object_store.settings
    ) as stack:
        yield stack


@pytest.fixture
async def stack(session_stack: Stack) -> AsyncIterator[Stack]:
    """The running application, with empty tables (catalogue and calendar stay) for each test."""
    yield session_stack
    await session_stack.forget()


@pytest.fixture
async def client(stack: Stack) -> AsyncIterator[httpx.AsyncClient]:
    """An HTTP client without a session of anyone."""
    async with httpx.AsyncClient(
        base_url=stack.api, timeout=20, trust_env=False, verify=NO_TLS
    ) as client:
        yield client


@pytest.fixture
async def citizen(stack: Stack, client: httpx.AsyncClient) -> Citizen:
    """张三丰, signed in through WeChat, real-name details declared.

    A new user of WeChat for each test: the simulator keeps the messages of those before.
    """
    person = Citizen(stack, client, f"zhang-sanfeng-{secrets.token_hex(4)}")
    await person.sign_in()
    await person.declare_real_name()
    return person


@pytest.fixture
async def colleague(stack: Stack, client: httpx.AsyncClient) -> Colleague:
    """A member of the exit-entry department with every duty, signed in."""
    member = Colleague(stack, client, "all-duties", department="crj")
    await member.sign_in()
    return member
