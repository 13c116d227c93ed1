"""How many case messages a second are verified, stored and answered with a receipt.

Two API processes on a database of their own; the messages are made, sealed and signed before, as a
partner city would, and sent by one process over as many connections as `CONNECTIONS`. Beside it, in
the same run: what the bare primitives cost, and what a whole signed message does.
"""

import asyncio
import hashlib
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import click
import orjson
import uvloop

from benchmarks.application import Application, application
from benchmarks.figures import Figure, at_least, observed, percentile, report
from mobile_api.guides.catalogue.service import HandoffMode
from mobile_api.handoff.models import IncomingMessage
from mobile_api.handoff.partners.models import AgreedItem, Agreement, Partner, PartnerKey
from mobile_api.handoff.partners.own_keys import new_encryption_key, new_signing_key, seal
from mobile_api.handoff.partners.states import HandoffDirection, PartnerState
from mobile_api.handoff.profile import COVERED, MESSAGE_ID, TAG
from mobile_api.parts import open_worker_parts
from mobile_api.shared import clock
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
MESSAGES, WARM_UP, CONNECTIONS, PROCESSES = 1_500, 150, 16, 2
TARGET_PER_SECOND = 500.0
PATH = "/partner/v1/messages"
_MADE_FOR_MICROSECONDS = 400


@dataclass(frozen=True)
class Partnered:
    """A partner that hands cases over, the key it signs with, and what it seals for."""

    partner: Partner
    key: SigningKey
    recipient: str


def run() -> list[Figure]:
    """Each kind of key in turn; about a minute."""
    with tempfile.TemporaryDirectory() as folder, application(Path(folder), PROCESSES) as ours:
        return uvloop.run(_run(ours))


async def _run(ours: Application) -> list[Figure]:
    figures = []
    async with open_worker_parts(ours.settings):
        yesterday = clock.now() - timedelta(days=1)
        await new_signing_key(KeyKind.ed25519, yesterday)
        recipient = (await new_encryption_key(yesterday)).public_key
        for kind in KeyKind:
            partnered = await _partner(kind, recipient)
            click.echo(f"{BENCH}: signing {MESSAGES + WARM_UP} cases with {kind}", err=True)
            url = f"http://127.0.0.1:{ours.port}{PATH}"
            requests = [_request(partnered, url) for _ in range(MESSAGES + WARM_UP)]
            figures += await _measured(ours, kind, requests)
            figures += _costs(kind, partnered.key)
        if await IncomingMessage.filter(answer_status=202).count() != 2 * (MESSAGES + WARM_UP):
            raise RuntimeError("not every message was taken")
    return [*figures, *_memory(ours)]


async def _partner(kind: KeyKind, recipient: str) -> Partnered:
    key, yesterday = SigningKey.new(kind), clock.now() - timedelta(days=1)
    partner = await Partner.create(
        key=kind.value,
        name="邻江市",
        regions=("990100",),
        base_url="https://partner.example",
        hosts=(),
        encryption_key=recipient,
        contact="",
        state=PartnerState.active,
        messages_a_minute=1_000_000,
        changed_at=yesterday,
    )
    await PartnerKey.create(
        partner_id=partner.id,
        key_id=key.public.key_id,
        public_key=str(key.public),
        valid_from=yesterday,
    )
    agreement = await Agreement.create(
        partner_id=partner.id, number=kind.value, valid_from=yesterday.date()
    )
    await AgreedItem.create(
        agreement_id=agreement.id,
        direction=HandoffDirection.from_partner,
        basic_code="passport",
        item_key="exit-entry-passport",
        mode=HandoffMode.FULLY_ONLINE,
        regions=(),
        names={},
        valid_from=yesterday.date(),
    )
    return Partnered(partner, key, recipient)


def _request(by: Partnered, url: str) -> bytes:
    """One case of a person of their own, as it goes over the wire."""
    now, unique = clock.now().isoformat(), uuid4()
    person = {"name": "张三丰", "id_number": str(unique)[:18], "phone": "13800138000"}
    page = {"key": "photo", "page": 1, "media_type": "image/jpeg", "size": 90_000}
    body = orjson.dumps(
        {
            "version": "1",
            "kind": "case",
            "handoff_id": str(unique),
            "agreement": by.partner.key,
            "item": "passport",
            "mode": "fully_online",
            "region_code": "999900",
            "from_region_code": "990100",
            "taken_number": f"990100{unique.hex[:12]}",
            "taken_at": now,
            "identity": {"level": 3, "means": "identity_service", "on": now[:10]},
            "situation": {},
            "materials": [page | {"sha256": hashlib.sha256(unique.bytes).hexdigest()}],
            "sealed": seal(
                orjson.dumps({"applicant": person, "form": {}, "post_to": None}), by.recipient
            ),
        }
    )
    headers = {MESSAGE_ID: str(uuid4()), "Content-Type": "application/json"}
    said = Request("POST", url, headers, body)
    sign_request(said, by.key, TAG, COVERED)
    told = "".join(f"{name}: {value}\r\n" for name, value in said.headers.items())
    head = f"POST {PATH} HTTP/1.1\r\nHost: x\r\nContent-Length: {len(body)}\r\n{told}\r\n"
    return head.encode() + body


async def _measured(ours: Application, kind: KeyKind, requests: Sequence[bytes]) -> list[Figure]:
    ports = [ours.port, *(one.port for one in ours.others)]
    await _sent(ports, requests[:WARM_UP])
    click.echo(f"{BENCH}: sending {MESSAGES} of them", err=True)
    began = time.perf_counter()
    waits = await _sent(ports, requests[WARM_UP:])
    per_second = MESSAGES / (time.perf_counter() - began)
    name = f"cases verified, stored and receipted, {kind}"
    rate = (
        at_least(BENCH, name, per_second, "msg/s", TARGET_PER_SECOND)
        if kind is KeyKind.ed25519
        else observed(BENCH, name, per_second, "msg/s")
    )
    late = observed(BENCH, f"answer to a case, {kind}, p99", percentile(waits, 0.99), "ms")
    return [rate, late]


async def _sent(ports: Sequence[int], requests: Sequence[bytes]) -> list[float]:
    """Milliseconds of each. Raises RuntimeError for one that is not taken."""
    waiting, waits = iter(requests), []

    async def one(port: int) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        for request in waiting:
            began = time.perf_counter()
            writer.write(request)
            head = await reader.readuntil(b"\r\n\r\n")
            length = head.lower().split(b"content-length: ")[1].split(b"\r\n")[0]
            body = await reader.readexactly(int(length))
            waits.append((time.perf_counter() - began) * 1000)
            if not head.startswith(b"HTTP/1.1 202 "):
                raise RuntimeError(body.decode())
        writer.close()

    async with asyncio.TaskGroup() as group:
        for number in range(CONNECTIONS):
            group.create_task(one(ports[number % len(ports)]))
    return waits


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
