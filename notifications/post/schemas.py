"""Who sends and receives, and how a parcel is shown."""

from notifications.post.parcels.schemas import Contact, MaskedContact, ParcelView, WaybillNumber

__all__ = ["Contact", "MaskedContact", "ParcelView", "WaybillNumber"]
