"""The board of public trading as its pages show it."""
