"""The taking city (收件地): a case goes to its home city, whose doings are followed here."""
