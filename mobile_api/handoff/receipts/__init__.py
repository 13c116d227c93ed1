"""Receipts: signed by the home city, kept byte for byte, checked by anybody."""
