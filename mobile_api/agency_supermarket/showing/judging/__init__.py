"""An expert as their pages show them: own entry, seats, what is to be judged."""
