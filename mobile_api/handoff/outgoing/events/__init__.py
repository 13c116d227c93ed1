"""Events of the home city: read, put in their order, and what each does to the case here."""
