"""`yiwang partners load`: all of it or nothing, a second time nothing more, never less."""

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest
from tortoise import Tortoise
from tortoise.models import Model

from mobile_api.handoff.partners.loading import read_file
from mobile_api.handoff.partners.models import (
    AgreedItem,
    Agreement,
    Maintenance,
    Partner,
    PartnerKey,
    RegionSuccessor,
)
from mobile_api.handoff.partners.states import PartnerState
from mobile_api.shared import clock
from mobile_api.shared.models import AuditRecord
from mobile_api.signatures.service import VerifyingKey
from tests.mobile_api.handoff.partners.registering import (
    EXAMPLE,
    NOW,
    agreement_of,
    another,
    example,
    key_entry,
    load,
    partner_of,
)
from tests.stack import Stack

pytestmark = pytest.mark.standing_at(NOW.isoformat())

TABLES: tuple[type[Model], ...] = (
    Partner,
    PartnerKey,
    Agreement,
    AgreedItem,
    RegionSuccessor,
    Maintenance,
)


async def rows() -> list[object]:
    assert Tortoise.apps is not None
    return [sorted(map(str, await table.all().values())) for table in TABLES]


async def test_the_example_of_the_documentation_can_be_loaded(stack: Stack) -> None:
    done = await load(stack, read_file(EXAMPLE))
    assert done.faults == ()
    assert done.sentence == "1 partners, 1 of them changed; 7 rows written"
    partner = await Partner.get()
    assert (partner.key, partner.state) == ("linshi", PartnerState.active)
    assert partner.contact == partner_of(example())["contact"]
    assert await AgreedItem.all().count() == 2
    record = await AuditRecord.get(action="partner_loaded")
    assert (record.caller_key, record.subject_id) == ("operator", str(partner.id))


async def test_the_same_file_twice_changes_nothing(stack: Stack) -> None:
    await load(stack, example())
    before = await rows()
    with clock.standing_at(NOW + timedelta(days=1)):
        done = await load(stack, example())
    assert done.sentence == "1 partners, 0 of them changed; 0 rows written"
    assert await rows() == before
    assert await AuditRecord.filter(action="partner_loaded").count() == 1


async def test_with_one_fault_nothing_is_stored(stack: Stack) -> None:
    data = example()
    another(data)["encryption_key"] = "age1no"
    done = await load(stack, data)
    assert done.sentence == "1 faults, nothing was loaded"
    assert [await table.all().count() for table in TABLES] == [0] * len(TABLES)
    assert await AuditRecord.all().count() == 0


async def test_what_the_file_does_not_name_stays(stack: Stack) -> None:
    await load(stack, example())
    before = await rows()
    data = example()
    partner_of(data)["keys"], partner_of(data)["agreements"] = [], []
    data["region_successors"] = []
    del data["maintenance"]
    assert (await load(stack, data)).faults == ()
    assert (await load(stack, {"partners": []})).faults == ()
    assert await rows() == before


async def test_changes_are_written_and_the_state_is_left_alone(stack: Stack) -> None:
    await load(stack, example())
    await Partner.all().update(state=PartnerState.paused)
    data = example()
    partner_of(data)["name"] = "新邻市"
    agreement_of(data)["ended_on"] = "2026-12-31"
    agreement_of(data)["items"][0]["valid_until"] = "2026-12-20"
    done = await load(stack, data)
    assert done.sentence == "1 partners, 1 of them changed; 3 rows written"
    partner, agreement = await Partner.get(), await Agreement.get()
    assert (partner.name, partner.state) == ("新邻市", PartnerState.paused)
    assert str(agreement.ended_on) == "2026-12-31"


async def test_a_file_brings_no_revoked_key_back(stack: Stack) -> None:
    await load(stack, example())
    await PartnerKey.all().update(revoked_at=NOW)
    await load(stack, example())
    assert (await PartnerKey.get()).revoked_at == NOW


async def test_a_window_that_has_not_begun_can_be_taken_back(stack: Stack) -> None:
    data = example()
    past = {"begins_at": "2026-12-01T01:00:00+08:00", "ends_at": "2026-12-01T02:00:00+08:00"}
    data["maintenance"].append(past)
    await load(stack, data)
    assert await Maintenance.all().count() == 2
    await load(stack, {"maintenance": []})
    assert [one.begins_at < NOW for one in await Maintenance.all()] == [True]


async def test_a_second_key_is_added_beside_the_first(stack: Stack) -> None:
    await load(stack, example())
    data = example()
    new = key_entry("2027-01-01")
    partner_of(data)["keys"].append(new)
    assert (await load(stack, data)).faults == ()
    known = {one.key_id for one in await PartnerKey.all()}
    assert VerifyingKey.read(new["public_key"]).key_id in known and len(known) == 2


async def test_two_operators_at_once_load_it_once(stack: Stack) -> None:
    done = await asyncio.gather(*(load(stack, example()) for _ in range(4)))
    assert (
        sorted(one.sentence for one in done)[:3]
        == ["1 partners, 0 of them changed; 0 rows written"] * 3
    )
    assert await Partner.all().count() == 1


@pytest.mark.parametrize("text", [b"{", b"", b"\xff", None])
async def test_a_file_that_is_none_is_a_fault(
    stack: Stack, tmp_path: Path, text: bytes | None
) -> None:
    path = tmp_path / "partners.json"
    if text is not None:
        path.write_bytes(text)
    done = await load(stack, read_file(path))
    code = "file_unreadable" if text is None else "json_invalid"
    assert [one.code for one in done.faults] == [code]
