"""Bids (报价): sealed until the opening, with a receipt for each."""
