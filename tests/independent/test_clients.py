"""Clients that others could have written hand over a case and read what becomes of it."""

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from mobile_api.signatures.service import KeyKind, SigningKey
from tests.dates import simulators_clock
from tests.independent.conftest import Node
from tests.partner_city import PartnerCity, partner_city
from tests.uploads.samples import photo
from tests.waiting import until

pytestmark = pytest.mark.thorough
CASE: dict[str, Any] = {
    "agreement": "agreement-1",
    "item": "passport",
    "mode": "fully_online",
    "region_code": "990201",
    "from_region_code": "990100",
    "applicant": {"name": "张三丰", "id_number": "11010519491231002X", "phone": "13800138000"},
    "form": {"reason": "换发"},
    "material": {"key": "photo", "media_type": "image/jpeg", "file": "photo.jpg"},
}


def written(folder: Path, theirs: Any, key: SigningKey, case: Any = CASE) -> list[str]:
    """Files as the client reads them, and its arguments for them."""
    files = {"secret-key.txt": key.written(), "theirs.json": json.dumps(theirs)}
    for name, text in (files | {"case.json": json.dumps(case)}).items():
        (folder / name).write_text(text)
    (folder / "photo.jpg").write_bytes(photo())
    options = {"--key": "secret-key.txt", "--theirs": "theirs.json", "--case": "case.json"}
    return [one for name, file in options.items() for one in (name, str(folder / file))]


def keys_of(city: PartnerCity) -> dict[str, str]:
    return {"signing_key": city.public_key, "encryption_key": city.encryption_key}


@pytest.fixture
async def city() -> AsyncIterator[PartnerCity]:
    async with partner_city(simulators_clock(), region_code="990200", is_strict=True) as found:
        item = {name: CASE[name] for name in ("agreement", "item", "mode")}
        regions = [CASE["region_code"]]
        await found.offer([item | {"name": "护照换发", "region_codes": regions}])
        yield found


async def tell_when_taken(city: PartnerCity, event: str) -> None:
    async def is_taken() -> bool:
        return bool(await city.taken("case"))

    await until(is_taken)
    (taken,) = await city.taken("case")
    await city.tell(taken["handoff_id"], event, hold=True)


@pytest.mark.parametrize("package", ["dhensby", "cloudflare"])
async def test_a_case_is_handed_over_and_its_events_are_read(
    node: Node | None, city: PartnerCity, tmp_path: Path, package: str
) -> None:
    if node is None:
        return
    key = SigningKey.new(KeyKind.ed25519)
    await city.know(str(key.public))
    telling = asyncio.create_task(tell_when_taken(city, "checked"))
    files = written(tmp_path, keys_of(city), key)
    told = await node.run("partner.mjs", package, city.base_url, *files)
    await telling
    assert [next(iter(one)) for one in told] == [
        "profile",
        "status",
        "receipt",
        "repeated",
        "event",
    ]
    (taken,) = await city.taken("case")
    assert taken["plain"]["applicant"] == CASE["applicant"]
    assert told[2]["receipt"]["message_id"] == taken["message_id"]
    assert told[4]["event"] == told[4]["receipt"]["kind"] == "checked"


@pytest.mark.parametrize("package", ["dhensby", "cloudflare"])
@pytest.mark.parametrize(
    "misdeed",
    [
        {"bound_to": "other"},
        {"changed_body": True},
        {"signing": {"key": "stranger"}},
        {"signing": {"omit": ['"signature";req;key="sig1"']}},
        {"receipt": "forged"},
    ],
)
async def test_a_bad_answer_is_not_believed(
    node: Node | None, city: PartnerCity, tmp_path: Path, package: str, misdeed: dict[str, Any]
) -> None:
    if node is None:
        return
    key = SigningKey.new(KeyKind.ed25519)
    await city.know(str(key.public))
    await city.misbehave(**misdeed)
    with pytest.raises(AssertionError, match="Error"):
        files = written(tmp_path, keys_of(city), key)
        await node.run("partner.mjs", package, city.base_url, *files)
