"""Who sends and receives, and how a parcel is shown."""

from notifications.post.parcels.schemas import (
    CheckedContact,
    Contact,
    MaskedContact,
    ParcelView,
    WaybillNumber,
)

__all__ = ["CheckedContact", "Contact", "MaskedContact", "ParcelView", "WaybillNumber"]
