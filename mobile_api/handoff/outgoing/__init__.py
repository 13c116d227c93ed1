"""The taking city (收件地): a case goes to its home city, and what that one does is followed here."""
