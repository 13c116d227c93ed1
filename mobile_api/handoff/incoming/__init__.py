"""As the home city: cases that a partner took are made here, and what happens to them is told."""
