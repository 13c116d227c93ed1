"""Sending again, for features whose staff may do it."""

from notifications.operating.sending_again import NothingToSendAgain, can_be_sent_again, send_again

__all__ = ["NothingToSendAgain", "can_be_sent_again", "send_again"]
