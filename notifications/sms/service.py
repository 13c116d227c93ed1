"""Whoever carries short messages here, for features that send one of their own."""

from notifications.sms.client import SMS

__all__ = ["SMS"]
