"""A JSON column gives and takes a value of its type, and reads what any release before it wrote."""

import logging
from collections.abc import Awaitable, Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import orjson
import pytest
from tortoise import Tortoise

from mobile_api.accounts.models import Person, StaffMember
from mobile_api.addresses.models import SavedAddress
from mobile_api.cases.models import Case, CorrectionNotice
from mobile_api.cases.shapes import FaultTarget
from mobile_api.cases.states import DeliveryKind
from mobile_api.cases.values import ApplicantDetails, ChosenDelivery, Fault
from mobile_api.enterprises.models import Clerk
from mobile_api.personal_data.models import DataExport, ExportState
from mobile_api.shared import clock
from mobile_api.shared.callers import StaffRole
from mobile_api.shared.crypto import CannotOpen, keyring
from mobile_api.shared.database import fetch
from mobile_api.shared.due.claims import claim
from mobile_api.shared.ids import new_id
from mobile_api.shared.json_columns import UnreadableValue
from notifications.models import Delivery, EarlyReceipt, NotificationPreference
from notifications.post.kuaidi100.models import WatchedNumber
from notifications.post.parcels.models import Parcel
from notifications.post.parcels.schemas import Contact, Nobody
from tests.actors import ADDRESS
from tests.stack import Stack
from wechat.models import InboundMessage
from wechat.official_account.answers import WechatReply
from wechat.official_account.replies import TextReply, TransferReply

pytestmark = pytest.mark.usefixtures("stack")

HOME = Contact(**ADDRESS)
CHOSEN = ChosenDelivery(kind=DeliveryKind.post, address=HOME, next_address=HOME)
FAULT = Fault(target=FaultTarget.material, key="photo", reason="模糊", advice="重拍")
FIRM = ApplicantDetails(name="甲公司", social_credit_code="91", clerk_name="张三丰")
NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)

VALUES = [
    (Case, "situation", {"first-time": "yes"}),
    (Case, "form", {"name": "张三丰"}),
    (Case, "delivery", CHOSEN),
    (Case, "delivery", None),
    (Case, "applicant_details", FIRM),
    (CorrectionNotice, "faults", (FAULT, FAULT)),
    (CorrectionNotice, "form_seen", {}),
    (Parcel, "sender", Nobody()),
    (Parcel, "sender", HOME),
    (Parcel, "receiver", HOME),
    (SavedAddress, "contact", HOME),
    (WatchedNumber, "subscribed_at", (NOON,)),
    (DataExport, "sizes", (1, 2)),
    (StaffMember, "roles", frozenset({StaffRole.decider, StaffRole.auditor})),
    (Clerk, "item_keys", ("seal", "freight")),
    (Clerk, "item_keys", None),
    (Delivery, "content", {"thing1": "护照"}),
    (NotificationPreference, "choices", {"sms": False}),
    (EarlyReceipt, "events", ("case_accepted",)),
    (WechatReply, "reply", TextReply(content="您好")),
    (WechatReply, "reply", TransferReply(otherwise="再见")),
    (InboundMessage, "body", {"MsgId": 1, "List": [{"a": None}]}),
]


def field_of(model: Any, column: str) -> Any:
    return model._meta.fields_map[column]


def bytes_of(model: Any, column: str, json: object) -> Any:
    """The column as a release before wrote it."""
    plain = orjson.dumps(json)
    if "Sealed" not in type(field_of(model, column)).__name__:
        return plain.decode()
    return keyring().seal(plain, f"{model._meta.db_table}.{column}")


@pytest.mark.parametrize(("model", "column", "value"), VALUES)
async def test_what_is_written_is_read(model: Any, column: str, value: object) -> None:
    field = field_of(model, column)
    stored = field.to_db_value(value, model)
    assert field.to_python_value(stored) == value
    assert type(field.to_python_value(stored)) is type(value)
    # What the program assigned is left as it is.
    assert field.to_python_value(value) is value


OLD = [
    (Case, "delivery", {"kind": "pick_up"}, ChosenDelivery(kind=DeliveryKind.pick_up)),
    (
        Case,
        "delivery",
        {
            "kind": "post",
            "address": ADDRESS,
            "receiver_pays": True,
            "agrees_to_postage": True,
            "next_address": None,
        },
        ChosenDelivery(
            kind=DeliveryKind.post, address=HOME, receiver_pays=True, agrees_to_postage=True
        ),
    ),
    (Case, "applicant_details", {"name": "张三丰"}, ApplicantDetails(name="张三丰")),
    (
        Case,
        "applicant_details",
        {"name": "张三丰", "id_number": "1", "phone": "2", "of a newer release": {"a": 1}},
        ApplicantDetails(name="张三丰", id_number="1", phone="2"),
    ),
    (CorrectionNotice, "faults", [FAULT.model_dump(mode="json")], (FAULT,)),
    (Parcel, "sender", {}, Nobody()),
    (Parcel, "receiver", ADDRESS, HOME),
    (WatchedNumber, "subscribed_at", ["2026-11-21T12:00:00+00:00"], (NOON,)),
    (WatchedNumber, "subscribed_at", [], ()),
    (StaffMember, "roles", ["auditor"], frozenset({StaffRole.auditor})),
    (WechatReply, "reply", {"kind": "text", "content": "您好"}, TextReply(content="您好")),
]


@pytest.mark.parametrize(("model", "column", "json", "value"), OLD)
async def test_rows_of_releases_before_are_read(
    model: Any, column: str, json: object, value: object
) -> None:
    stored = bytes_of(model, column, json)
    assert field_of(model, column).to_python_value(stored) == value


async def test_the_release_before_reads_what_is_written() -> None:
    """It takes anybody with a credit code for an enterprise, whose name is public."""
    field = field_of(Case, "applicant_details")
    stored = field.to_db_value(ApplicantDetails(name="张三丰"), Case)
    plain = orjson.loads(keyring().open(stored, "case_file.applicant_details"))
    assert plain == {"name": "张三丰", "id_number": "", "phone": ""}
    instants = field_of(WatchedNumber, "subscribed_at").to_db_value((NOON,), WatchedNumber)
    assert [datetime.fromisoformat(at) for at in orjson.loads(instants)] == [NOON]


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


@pytest.mark.parametrize(
    ("model", "column", "wrong"),
    [
        (Case, "delivery", {"kind": "s3cret"}),
        (Case, "form", {"name": date(2026, 1, 1)}),
        (DataExport, "sizes", ["s3cret"]),
        (StaffMember, "roles", "s3cret"),
    ],
)
async def test_another_type_is_not_written(model: Any, column: str, wrong: object) -> None:
    with pytest.raises(TypeError) as caught:
        await model.filter(id=new_id()).update(**{column: wrong})
    assert f"{model.__name__}.{column}" in str(caught.value)
    assert "s3cret" not in str(caught.value) and caught.value.__cause__ is None


async def test_a_value_is_not_changed_in_place_and_not_shown() -> None:
    for value in (CHOSEN, FIRM, FAULT, HOME):
        with pytest.raises(ValueError, match="frozen"):
            setattr(value, next(iter(type(value).model_fields)), "1")
        assert repr(value) == f"{type(value).__name__}()"


async def test_every_typed_column_is_tried_here(stack: Stack) -> None:
    typed = {
        (model, name)
        for models in Tortoise.apps.values()
        for model in models.values()
        for name, field in model._meta.fields_map.items()
        if type(field).__name__ in ("TypedJson", "SealedJson")
    }
    open_ended = {(model, name) for model, name in typed if name in ("payload", "question")}
    assert typed - open_ended == {(model, column) for model, column, _ in VALUES}
