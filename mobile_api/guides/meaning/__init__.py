"""What guides mean: optional, in a process of its own; without it the search has three voices."""
