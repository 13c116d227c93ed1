"""The bodies of messages between cities, as `docs/partner/` tells them."""
