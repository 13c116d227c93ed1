"""As the taking city: cases go to their home city, and what it tells takes effect here."""
