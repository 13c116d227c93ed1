"""What can go wrong with a parcel, as features meet it."""

from notifications.post.ems.errors import EmsError, EmsRefused
from notifications.post.parcels.errors import ParcelNotCancellable, ParcelNotRetryable

__all__ = ["EmsError", "EmsRefused", "ParcelNotCancellable", "ParcelNotRetryable"]
