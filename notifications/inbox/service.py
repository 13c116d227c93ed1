"""What features show of a message that was told by several ways."""

from notifications.inbox.explaining import summary, untried

__all__ = ["summary", "untried"]
