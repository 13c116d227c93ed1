"""Cross-region handoff (跨省通办): a case taken in one city for another."""
