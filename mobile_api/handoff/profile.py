"""How cities sign what they send each other; written out for others in `docs/partner/`."""

TAG = "yiwang-handoff-1"
"""Tells this protocol and its version from every other use of a key."""

MESSAGE_ID = "Handoff-Message-Id"
"""Of the business event, the same at every repetition; covered by the signature of a request."""

COVERED = (MESSAGE_ID.lower(),)
