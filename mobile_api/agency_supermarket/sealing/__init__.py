"""Bids under two keys: sealed, opened, and the owner's key under a passphrase. Pure."""
