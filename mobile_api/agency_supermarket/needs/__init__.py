"""Needs (采购需求): published with their terms, asked about, bid for until a deadline."""
