"""The pages on which a draft is filled in, one thing a page, up to its publication."""
