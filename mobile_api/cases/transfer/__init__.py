"""What happens to a case here because two cities work on it (跨省通办)."""
