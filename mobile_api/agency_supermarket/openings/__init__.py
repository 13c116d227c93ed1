"""Openings (开启报价): bids are opened, judged by the terms, drawn where needed, awarded."""
