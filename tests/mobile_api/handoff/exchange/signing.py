"""Calls of a partner written by hand: for keys that the simulator has not, and broken lines."""

import secrets
from typing import Any
from uuid import UUID, uuid4

import httpx

from mobile_api.handoff.profile import COVERED, MESSAGE_ID, TAG
from mobile_api.shared.database import fetch
from mobile_api.signatures.service import (
    Answer,
    Request,
    SigningKey,
    VerifyingKey,
    sign_request,
    verify_answer,
)
from tests.partner_city import MESSAGES

# What a refusal leaves behind, and nothing else.
TOLD = {"audit_record": 1}


def signed(
    origin: str,
    key: SigningKey,
    body: bytes = b"",
    *,
    method: str = "POST",
    path: str = MESSAGES,
    message_id: UUID | None = None,
) -> Request:
    """A request as a partner with that key sends it."""
    said = Request(method, origin + path, {MESSAGE_ID: str(message_id or uuid4())}, body)
    if body:
        said.headers["Content-Type"] = "application/json"
    sign_request(said, key, TAG, COVERED, nonce=secrets.token_urlsafe(8))
    return said


async def sent(client: httpx.AsyncClient, said: Request) -> httpx.Response:
    """Its answer."""
    return await client.request(said.method, said.url, headers=said.headers, content=said.body)


def check_answer(said: Request, answer: httpx.Response, key: VerifyingKey) -> None:
    """That it is signed by that key, for this very request. Raises NotSigned."""
    told = Answer(answer.status_code, said, dict(answer.headers), answer.content)
    verify_answer(told, {key.key_id: key}.get, TAG)


async def filled() -> dict[str, int]:
    """How many rows each table has that has any; what stands before a call is `before`."""
    rows = await fetch("SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'")
    parts = [
        f"SELECT '{row['name']}' AS name, count(*) AS n FROM \"{row['name']}\"" for row in rows
    ]
    counted = await fetch(" UNION ALL ".join(parts))
    return {row["name"]: row["n"] for row in counted}


def written(before: dict[str, int], after: dict[str, int]) -> dict[str, int]:
    """What was added, by table."""
    return {name: more for name in after if (more := after[name] - before.get(name, 0))}


async def audited() -> list[dict[str, Any]]:
    """Who was refused for what."""
    return await fetch("SELECT caller_key, action, subject_id FROM audit_record ORDER BY at, id")
