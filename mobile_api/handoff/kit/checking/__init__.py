"""`yiwang partner check`: whether another implementation of `docs/partner/` is a home city."""
