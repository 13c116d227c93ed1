"""What others ask of the post of a case: see it, change where it goes, send originals."""

from mobile_api.cases.post.choice import CARRIERS, POSTAL_TERMS
from mobile_api.cases.post.originals import (
    advice_on_number,
    check_expected,
    order_pickup,
    register_number,
)
from mobile_api.cases.post.originals import cancel as cancel_originals
from mobile_api.cases.post.results import change_address, readdress
from mobile_api.cases.post.views import delivery_view

__all__ = [
    "CARRIERS",
    "POSTAL_TERMS",
    "advice_on_number",
    "cancel_originals",
    "change_address",
    "check_expected",
    "delivery_view",
    "order_pickup",
    "readdress",
    "register_number",
]
