"""The voices beside the ranking by concepts: characters, matters, and how all are made one."""
