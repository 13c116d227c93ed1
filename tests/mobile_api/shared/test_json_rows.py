"""Rows with JSON columns, as they are saved, found, and named when they cannot be read."""

import logging
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from mobile_api.accounts.models import Person
from mobile_api.addresses.models import SavedAddress
from mobile_api.personal_data.models import DataExport, ExportState
from mobile_api.shared import clock
from mobile_api.shared.crypto import CannotOpen, keyring
from mobile_api.shared.database import fetch
from mobile_api.shared.due.claims import claim
from mobile_api.shared.ids import new_id
from mobile_api.shared.json_columns import UnreadableValue
from notifications.post.parcels.schemas import Contact
from tests.actors import ADDRESS
from tests.mobile_api.shared.json_columns import bytes_of

pytestmark = pytest.mark.usefixtures("stack")

HOME = Contact(**ADDRESS)


async def an_export(**more: Any) -> DataExport:
    now = clock.now()
    values: dict[str, Any] = {"person_id": new_id(), "state": ExportState.ready}
    return await DataExport.create(**(values | {"requested_at": now} | more))


async def an_address(**more: Any) -> SavedAddress:
    now = clock.now()
    person = await Person.create(created_at=now)
    return await SavedAddress.create(
        person_id=person.id,
        contact=HOME,
        fingerprint=b"1",
        agreed_at=now,
        used_at=now,
        created_at=now,
        **more,
    )


async def test_rows_hold_their_values() -> None:
    assert (await an_export()).sizes == ()
    export = await an_export(sizes=(1,))
    assert (await DataExport.get(id=export.id)).sizes == (1,)
    export.sizes = (1, 2)
    await export.save()
    assert await DataExport.filter(id=export.id).values_list("sizes", flat=True) == [(1, 2)]
    await DataExport.filter(sizes=(1, 2)).update(sizes=(3,))
    assert (await DataExport.filter(id=export.id).only("id", "sizes").get()).sizes == (3,)
    assert await DataExport.filter(sizes=(3,)).count() == 1


async def test_sealed_rows_hold_their_values() -> None:
    saved = await an_address()
    assert (await SavedAddress.get(id=saved.id)).contact == HOME
    elsewhere = HOME.model_copy(update={"city": "另一市"})
    await SavedAddress.filter(id=saved.id).update(contact=elsewhere)
    assert await SavedAddress.all().values("contact") == [{"contact": elsewhere}]
    await SavedAddress.all().delete()
    saved.contact = elsewhere
    await SavedAddress.bulk_create([saved])
    assert (await SavedAddress.all().only("id", "contact").get()).contact == elsewhere


async def spoil(model: Any, row_id: UUID, column: str, json: object) -> None:
    sql = f'UPDATE "{model._meta.db_table}" SET {column} = $2 WHERE id = $1'
    await fetch(sql, row_id, bytes_of(model, column, json))


READINGS: list[Callable[[Any], Awaitable[Any]]] = [
    lambda rows: rows.get(),
    lambda rows: rows.only("id", "sizes" if rows.model is DataExport else "contact").get(),
]


@pytest.mark.parametrize("read", READINGS)
async def test_what_cannot_be_read_is_named_and_not_told(
    read: Callable[[Any], Awaitable[Any]],
) -> None:
    export, saved = await an_export(), await an_address()
    await spoil(DataExport, export.id, "sizes", ["s3cret"])
    await spoil(SavedAddress, saved.id, "contact", {"name": "s3cret"})
    for model, row, place in (
        (DataExport, export, "data_export.sizes"),
        (SavedAddress, saved, "saved_address.contact"),
    ):
        with pytest.raises(UnreadableValue) as caught:
            await read(model.filter(id=row.id))
        said = f"{caught.value!s} {caught.value!r} {caught.value.__cause__!r}"
        assert place in said and str(row.id) in said
        assert "s3cret" not in said and caught.value.__suppress_context__


async def test_what_cannot_be_opened_is_named_as_well() -> None:
    saved = await an_address()
    sealed_elsewhere = keyring().seal(b"{}", "saved_address.label")
    await fetch("UPDATE saved_address SET contact = $1", sealed_elsewhere)
    with pytest.raises(UnreadableValue, match=f"row {saved.id} cannot be read: cannot_open"):
        await SavedAddress.get()
    with pytest.raises(UnreadableValue, match=r"saved_address.contact of a row") as caught:
        await SavedAddress.all().values("contact")
    assert isinstance(caught.value.__cause__, CannotOpen)


async def test_due_work_goes_on_beside_a_row_that_cannot_be_read(
    caplog: pytest.LogCaptureFixture,
) -> None:
    due = clock.now() - timedelta(minutes=1)
    spoilt, good = await an_export(due_at=due), await an_export(due_at=due)
    await spoil(DataExport, spoilt.id, "sizes", "s3cret")
    with caplog.at_level(logging.ERROR):
        held = await claim(DataExport, limit=5, lease=timedelta(minutes=1))
    assert [one.id for one in held] == [good.id]
    assert str(spoilt.id) in caplog.text and "s3cret" not in caplog.text
