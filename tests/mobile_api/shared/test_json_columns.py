"""A JSON column gives and takes a value of its type, and reads what any release before it wrote."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import orjson
import pytest
from tortoise import Tortoise

from mobile_api.accounts.models import StaffMember
from mobile_api.accounts.staff.second_factor.models import SecondFactor
from mobile_api.addresses.models import SavedAddress
from mobile_api.agency_supermarket.agencies.models import Agency, ReturnFault
from mobile_api.agency_supermarket.bids.models import Bid
from mobile_api.agency_supermarket.needs.models import Need
from mobile_api.agency_supermarket.sealing.offers import SealedOffer
from mobile_api.agency_supermarket.selection.rules import (
    DirectRules,
    FundSource,
    LeastBidders,
)
from mobile_api.agency_supermarket.selection.schemas import (
    DrawPurpose,
    Outcome,
    OutcomeKind,
    SelectionStep,
    StepCode,
    Terms,
)
from mobile_api.cases.models import ApplicantDetails, Case, ChosenDelivery, CorrectionNotice, Fault
from mobile_api.cases.shapes import FaultTarget
from mobile_api.cases.states import DeliveryKind
from mobile_api.draws.models import Draw, DrawEntropy
from mobile_api.draws.schemas import AnnouncedSource, CustodianCopy
from mobile_api.enterprises.models import Clerk
from mobile_api.handoff.custody.models import CustodyEntry, Paper
from mobile_api.handoff.partners.models import AgreedItem, Partner
from mobile_api.handoff.states import PaperFound
from mobile_api.personal_data.models import DataExport
from mobile_api.shared.callers import StaffRole
from mobile_api.shared.crypto import keyring
from mobile_api.shared.ids import new_id
from notifications.models import Delivery, EarlyReceipt, NotificationPreference
from notifications.post.kuaidi100.models import WatchedNumber
from notifications.post.parcels.models import Parcel
from notifications.post.parcels.schemas import Contact, Nobody
from tests.actors import ADDRESS
from tests.mobile_api.agency_supermarket.json_values import MARKET_VALUES
from tests.mobile_api.shared.json_columns import bytes_of, field_of
from tests.stack import Stack
from wechat.models import InboundMessage
from wechat.official_account.answers import WechatReply
from wechat.official_account.replies import TextReply, TransferReply

pytestmark = pytest.mark.usefixtures("stack")

HOME = Contact(**ADDRESS)
CHOSEN = ChosenDelivery(kind=DeliveryKind.post, address=HOME, next_address=HOME)
FAULT = Fault(target=FaultTarget.material, key="photo", reason="模糊", advice="重拍")
FIRM = ApplicantDetails(name="甲公司", social_credit_code="91", clerk_name="张三丰")
TERMS = Terms(
    rules=DirectRules(least_bidders=LeastBidders(state=3, social=1), source="本市规定"),
    fund_source=FundSource.social,
)
STEP = SelectionStep(code=StepCode.received, figures={"count": 2}, text="收到两份报价。")
OUTCOME = Outcome(kind=OutcomeKind.award, winner=UUID(int=1), steps=(STEP,))
OFFER = SealedOffer(need_number="N1", agency_id=UUID(int=2), price_fen=5)
NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
SOURCE = AnnouncedSource(
    name="ssq",
    issue="2026140",
    closes_at=NOON,
    fallback_issue="2026141",
    fallback_closes_at=NOON,
)

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
    (SecondFactor, "recovery_hashes", ["5e", "c0"]),
    (Clerk, "item_keys", ("seal", "freight")),
    (Clerk, "item_keys", None),
    (Delivery, "content", {"thing1": "护照"}),
    (NotificationPreference, "choices", {"sms": False}),
    (EarlyReceipt, "events", ("case_accepted",)),
    (WechatReply, "reply", TextReply(content="您好")),
    (WechatReply, "reply", TransferReply(otherwise="再见")),
    (Agency, "faults", (ReturnFault(path="/phone", reason="打不通"),)),
    (Need, "terms", TERMS),
    (Need, "avoided", ("91370000MA3TEMP017",)),
    (Need, "opened_with", ("AGE-SECRET-KEY-1", "AGE-SECRET-KEY-2")),
    (Need, "drawn", {DrawPurpose.tie: ("a", "b")}),
    (Need, "outcome", OUTCOME),
    (Bid, "offers", OFFER),
    *MARKET_VALUES,
    (Partner, "regions", ("999800",)),
    (Partner, "hosts", ("files.example", "10.0.0.1:9000")),
    (AgreedItem, "regions", ("999801", "999802")),
    (AgreedItem, "names", {"photo": "exit-entry-photo"}),
    (CustodyEntry, "papers", (Paper(name="户口簿", count=2, found=PaperFound.there),)),
    (Draw, "custodian", CustodianCopy(recipient="age1", sealed_secret="...")),
    (Draw, "sources", [SOURCE]),
    (DrawEntropy, "values", ["09", "33"]),
    (InboundMessage, "body", {"MsgId": 1, "List": [{"a": None}]}),
]


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


@pytest.mark.parametrize(
    ("model", "column", "wrong"),
    [
        (Case, "delivery", {"kind": "s3cret"}),
        (Case, "form", {"name": ["s3cret"]}),
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
