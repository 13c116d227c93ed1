"""Packages of others and ours believe each other: the standards' vectors and those of our page."""

import json
from datetime import datetime
from typing import Any

import pytest

from mobile_api.handoff.profile import COVERED, TAG
from mobile_api.shared import clock
from mobile_api.signatures.service import Request, VerifyingKey, verify_request
from tests.architecture.sources import ROOT
from tests.independent.conftest import Node

pytestmark = pytest.mark.thorough
VECTORS = ROOT / "docs/partner/vectors.json"
STANDARDS = ROOT / "tests/mobile_api/signatures/standards.json"


async def test_the_vectors_of_the_standards(node: Node | None) -> None:
    if node is None:
        return
    (found,) = await node.run("standards.mjs", str(STANDARDS))
    assert found["dhensby"] == [f"B.2.{number}" for number in range(1, 7)]
    assert found["cloudflare"] == [one for one in found["dhensby"] if one != "B.2.2"]


async def test_the_vectors_of_our_page_hold_there_and_theirs_here(node: Node | None) -> None:
    """Both kinds of key, by either package."""
    if node is None:
        return
    vectors: list[dict[str, Any]] = json.loads(VECTORS.read_text())
    (signed,) = await node.run("vectors.mjs", str(VECTORS))
    assert len(signed) == 2 * len(vectors)
    for number, theirs in enumerate(signed):
        vector = vectors[number // 2]
        said, key = vector["request"], VerifyingKey.read(vector["public_key"])
        request = Request(said["method"], said["url"], theirs["headers"], said["body"].encode())
        with clock.standing_at(datetime.fromisoformat(vector["now"])):
            claims = verify_request(request, {key.key_id: key}.get, TAG, COVERED)
        assert claims.key_id == key.key_id
