"""What another city's engineer works with: keys, and one message signed or checked by itself."""
