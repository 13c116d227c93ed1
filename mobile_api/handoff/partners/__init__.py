"""Partner cities: who they are, their keys, what was agreed with them, and our own keys."""
