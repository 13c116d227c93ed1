"""How many case messages a second are verified, stored and answered with a receipt.

Two API processes on a database of their own; the messages are made, sealed and signed before, as a
partner city would, and sent by one process over some connections. Beside it, in the same run: what
the bare primitives cost, what a whole signed message does, whose processor time one message takes,
and whole cases between two whole cities.
"""

import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import click
import uvloop

from benchmarks.application import Application, application
from benchmarks.cities import whole_cases
from benchmarks.cities.signed_load import PATH, case_request, partnered, sent
from benchmarks.figures import Figure, at_least, observed, percentile, report
from benchmarks.processors import Processes, parent
from mobile_api.handoff.models import IncomingMessage
from mobile_api.handoff.partners.own_keys import new_encryption_key, new_signing_key
from mobile_api.handoff.profile import COVERED, MESSAGE_ID, TAG
from mobile_api.parts import open_worker_parts
from mobile_api.shared import clock
from mobile_api.shared.database import fetch
from mobile_api.shared.process.cache import REDIS
from mobile_api.signatures.service import (
    Answer,
    KeyKind,
    Request,
    SigningKey,
    sign_answer,
    sign_request,
    verify_request,
)

BENCH = "handoff"
MESSAGES, WARM_UP, PROCESSES = 1_500, 150, 2
TARGET_PER_SECOND = 500.0
_MADE_FOR_MICROSECONDS = 400


def run() -> list[Figure]:
    """Each kind of key in turn, then whole cases; about three minutes."""
    return [*messages(), *whole_cases.run(BENCH)]


def messages() -> list[Figure]:
    """Signed before and sent to one city; about a minute."""
    with tempfile.TemporaryDirectory() as folder, application(Path(folder), PROCESSES) as ours:
        return uvloop.run(_run(ours))


async def _run(ours: Application) -> list[Figure]:
    figures = []
    async with open_worker_parts(ours.settings):
        processes = await _processes(ours)
        yesterday = clock.now() - timedelta(days=1)
        await new_signing_key(KeyKind.ed25519, yesterday)
        recipient = (await new_encryption_key(yesterday)).public_key
        for kind in KeyKind:
            by = await partnered(kind, recipient)
            click.echo(f"{BENCH}: signing {MESSAGES + WARM_UP} cases with {kind}", err=True)
            url = f"http://127.0.0.1:{ours.port}{PATH}"
            requests = [case_request(by, url) for _ in range(MESSAGES + WARM_UP)]
            figures += await _measured(ours, processes, kind, requests)
            figures += _costs(kind, by.key)
        if await IncomingMessage.filter(answer_status=202).count() != 2 * (MESSAGES + WARM_UP):
            raise RuntimeError("not every message was taken")
    return [*figures, *_memory(ours)]


async def _processes(ours: Application) -> Processes:
    [row] = await fetch("SELECT pg_backend_pid() AS pid")
    told = await REDIS.here().info("server")
    return Processes(
        {"API": [one.pid for one in (ours, *ours.others)], "Redis": [told["process_id"]]},
        postmaster=parent(row["pid"]),
    )


async def _measured(
    ours: Application, processes: Processes, kind: KeyKind, requests: Sequence[bytes]
) -> list[Figure]:
    ports = [ours.port, *(one.port for one in ours.others)]
    await sent(ports, requests[:WARM_UP])
    click.echo(f"{BENCH}: sending {MESSAGES} of them", err=True)
    before, began = processes.used(), time.perf_counter()
    waits = await sent(ports, requests[WARM_UP:])
    per_second = MESSAGES / (time.perf_counter() - began)
    used = {name: seconds - before[name] for name, seconds in processes.used().items()}
    name = f"cases verified, stored and receipted, {kind}"
    rate = (
        at_least(BENCH, name, per_second, "msg/s", TARGET_PER_SECOND)
        if kind is KeyKind.ed25519
        else observed(BENCH, name, per_second, "msg/s")
    )
    late = observed(BENCH, f"answer to a case, {kind}, p99", percentile(waits, 0.99), "ms")
    return [
        rate,
        late,
        *(
            observed(BENCH, f"{who} for a case, {kind}", seconds / MESSAGES * 1e6, "us")
            for who, seconds in used.items()
        ),
    ]


def _costs(kind: KeyKind, key: SigningKey) -> list[Figure]:
    """Processor time of one call, of the primitive and of a whole signed message around it."""
    body, public = b"x" * 2_000, key.public
    said = Request("POST", "https://b.example" + PATH, {MESSAGE_ID: str(uuid4())}, body)
    said.headers["Content-Type"] = "application/json"
    sign_request(said, key, TAG, COVERED)
    value = key.sign(body)
    calls: dict[str, Callable[[], object]] = {
        "bare signature verified": lambda: public.verifies(value, body),
        "request verified": lambda: verify_request(said, lambda _: public, TAG, COVERED),
        "bare signature made": lambda: key.sign(body),
        "answer signed": lambda: sign_answer(
            Answer(202, said, {"content-type": "application/json"}, body), key, TAG
        ),
    }
    return [
        observed(BENCH, f"{name}, {kind}", _microseconds(call), "us")
        for name, call in calls.items()
    ]


def _microseconds(call: Callable[[], object]) -> float:
    call()
    began = time.process_time()
    for _ in range(_MADE_FOR_MICROSECONDS):
        call()
    return (time.process_time() - began) / _MADE_FOR_MICROSECONDS * 1e6


def _memory(ours: Application) -> list[Figure]:
    """Resident memory of the processes that answered: of the larger one, where it is told."""
    found = [_resident(one.pid) for one in (ours, *ours.others)]
    return [observed(BENCH, "memory of the larger API process", max(found) / 1024, "MiB")]


def _resident(pid: int) -> int:
    """KiB; 0 where the system does not tell."""
    status = Path(f"/proc/{pid}/status")
    lines = status.read_text().splitlines() if status.exists() else []
    return next((int(line.split()[1]) for line in lines if line.startswith("VmRSS")), 0)


if __name__ == "__main__":
    click.echo(report(run()))
