"""A parcel in the words of EMS's order (020003)."""

from typing import Any

from mobile_api.shared import clock
from notifications.post.ems.client import TIME_FORMAT
from notifications.post.parcels.models import Parcel
from notifications.post.parcels.schemas import Contact
from notifications.post.parcels.states import Direction

_DOCUMENT = "1"
# 特快专递 / 特快到付, and who pays.
_SENDER_PAYS = {"bizProductNo": "1", "paymentMode": "1"}
_RECEIVER_PAYS = {"bizProductNo": "3", "paymentMode": "2"}
# 上门揽收: a courier comes to the person; from the hall they come anyway.
_FROM_THE_DOOR = {"pickupType": "1"}


def order_of(parcel: Parcel) -> dict[str, Any]:
    """The order body; the same parcel gives the same order, however often it is sent."""
    created_at = parcel.created_at.astimezone(clock.BEIJING)
    return {
        # A user id for the carrier; the parcel's own id, so that it says nothing of the person.
        "ecommerceUserId": parcel.id.hex,
        "logisticsOrderNo": parcel.order_number,
        "createdTime": f"{created_at:{TIME_FORMAT}}",
        "contentsAttribute": _DOCUMENT,
        **(_RECEIVER_PAYS if parcel.receiver_pays else _SENDER_PAYS),
        **(_FROM_THE_DOOR if parcel.direction is Direction.to_hall else {}),
        "weight": parcel.weight_grams,
        "sender": _party(parcel.known_sender),
        "receiver": _party(parcel.receiver),
        "cargos": [
            {"cargoName": parcel.contents, "cargoQuantity": 1, "cargoWeight": parcel.weight_grams}
        ],
    }


def _party(contact: Contact) -> dict[str, str]:
    # EMS's columns are all to be filled; where a place has no such level, the name beside it is.
    province, city, county = contact.levels.all_three
    return {
        "name": contact.name,
        "mobile" if contact.phone.startswith("1") else "phone": contact.phone,
        "prov": province,
        "city": city,
        "county": county,
        "address": contact.address,
    }
