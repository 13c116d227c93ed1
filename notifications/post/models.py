"""Rows of parcels, as features relate to them."""

from notifications.post.parcels.models import Parcel, ParcelAlert, ParcelOutcome

__all__ = ["Parcel", "ParcelAlert", "ParcelOutcome"]
