"""The door of the postal trade: all that a feature may ask of parcels, whoever carries them."""

from notifications.post.ems.answers import Place
from notifications.post.ems.client import EMS, EmsClient
from notifications.post.ems.waybill import advice_on, normalized
from notifications.post.kuaidi100.service import follow_parcel, stop_following
from notifications.post.parcels.alerts import resolve_alert
from notifications.post.parcels.outcomes import Handlers
from notifications.post.parcels.owners import Owner
from notifications.post.parcels.queries import is_superseded, parcels_of
from notifications.post.parcels.service import cancel_parcel, order_again, post_parcel

__all__ = [
    "EMS",
    "EmsClient",
    "Handlers",
    "Owner",
    "Place",
    "advice_on",
    "cancel_parcel",
    "follow_parcel",
    "is_superseded",
    "normalized",
    "order_again",
    "parcels_of",
    "post_parcel",
    "resolve_alert",
    "stop_following",
]
