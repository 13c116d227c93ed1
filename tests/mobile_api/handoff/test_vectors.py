"""The vectors of `docs/partner/` are what we sign and what we take, letter by letter."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from mobile_api.handoff.kit.messages import new_headers, signed
from mobile_api.handoff.profile import COVERED, MESSAGE_ID, TAG
from mobile_api.shared import clock
from mobile_api.signatures.service import (
    Answer,
    KeyKind,
    Request,
    SigningKey,
    VerifyingKey,
    signature_base,
    verify_answer,
    verify_request,
)

PAGE = Path(__file__).parents[3] / "docs/partner"
VECTORS: list[dict[str, Any]] = json.loads((PAGE / "vectors.json").read_text())
each = pytest.mark.parametrize("vector", VECTORS)


def request_of(vector: dict[str, Any]) -> Request:
    said = vector["request"]
    return Request(said["method"], said["url"], said["headers"], said["body"].encode())


def answer_of(vector: dict[str, Any]) -> Answer:
    said = vector["answer"]
    return Answer(said["status"], request_of(vector), said["headers"], said["body"].encode())


def test_both_kinds_of_key_stand_there() -> None:
    assert {VerifyingKey.read(one["public_key"]).kind for one in VECTORS} == set(KeyKind)


@each
def test_both_messages_hold(vector: dict[str, Any]) -> None:
    key = VerifyingKey.read(vector["public_key"])
    with clock.standing_at(datetime.fromisoformat(vector["now"])):
        verify_request(request_of(vector), {key.key_id: key}.get, TAG, COVERED)
        verify_answer(answer_of(vector), {key.key_id: key}.get, TAG)


@each
def test_the_bases_are_these(vector: dict[str, Any]) -> None:
    assert signature_base(request_of(vector), TAG) == vector["request_base"]
    assert signature_base(answer_of(vector), TAG) == vector["answer_base"]


@each
def test_we_sign_the_same(vector: dict[str, Any]) -> None:
    """All of it but the numbers of SM2, which differ each time."""
    said, key = request_of(vector), SigningKey.read(vector["secret_key"])
    ours = Request(said.method, said.url, new_headers(said.body), said.body)
    with clock.standing_at(datetime.fromisoformat(vector["now"])):
        signed(ours, key, said.headers[MESSAGE_ID])
    assert set(ours.headers) == set(said.headers)
    same = set(ours.headers) - ({"Signature"} if key.kind is KeyKind.sm2 else set())
    assert {name: ours.headers[name] for name in same} == {n: said.headers[n] for n in same}
