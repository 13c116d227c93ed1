"""What the JSON columns of a case hold."""

from mobile_api.cases.shapes import FaultTarget
from mobile_api.cases.states import DeliveryKind
from mobile_api.shared.json_columns import StoredValue
from notifications.post.schemas import Contact


class ChosenDelivery(StoredValue):
    """How the result reaches the person.

    `address` is a copy, so that later edits of the address book change nothing. `next_address`
    waits for EMS to cancel the parcel that is on its way to the other one.
    """

    kind: DeliveryKind
    address: Contact | None = None
    receiver_pays: bool = False
    agrees_to_postage: bool = False
    next_address: Contact | None = None


class ApplicantDetails(StoredValue):
    """Who applies, as declared when the case was last submitted.

    An enterprise has a `social_credit_code`, and `clerk_name` for the person who handles it there;
    number and phone are those of the person at hand.
    """

    name: str = ""
    id_number: str = ""
    phone: str = ""
    social_credit_code: str | None = None
    clerk_name: str | None = None


class Fault(StoredValue):
    """One fault of a correction notice: what it concerns, and what is to be done."""

    target: FaultTarget
    key: str
    reason: str
    advice: str
