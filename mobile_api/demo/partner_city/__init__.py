"""The city beside the demo city: its catalogue, its agreement, and a clerk who works there."""
