"""A partner city's cases, made, sealed and signed before, then sent as fast as they are taken."""

import asyncio
import hashlib
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import uuid4

import orjson

from mobile_api.guides.catalogue.service import HandoffMode
from mobile_api.handoff.partners.models import AgreedItem, Agreement, Partner, PartnerKey
from mobile_api.handoff.partners.own_keys import seal
from mobile_api.handoff.partners.states import HandoffDirection, PartnerState
from mobile_api.handoff.profile import COVERED, MESSAGE_ID, TAG
from mobile_api.shared import clock
from mobile_api.signatures.service import KeyKind, Request, SigningKey, sign_request

PATH = "/partner/v1/messages"
_CONNECTIONS = 16


@dataclass(frozen=True)
class Partnered:
    """A partner that hands cases over, the key it signs with, and what it seals for."""

    partner: Partner
    key: SigningKey
    recipient: str


async def partnered(kind: KeyKind, recipient: str) -> Partnered:
    """A partner with a key of that kind and an agreement about one item."""
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


def case_request(by: Partnered, url: str) -> bytes:
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


async def sent(ports: Sequence[int], requests: Sequence[bytes]) -> list[float]:
    """Milliseconds of each, over some connections to each port in turn.

    Raises RuntimeError for one that is not taken.
    """
    waiting, waits = iter(requests), list[float]()

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
        for number in range(_CONNECTIONS):
            group.create_task(one(ports[number % len(ports)]))
    return waits
