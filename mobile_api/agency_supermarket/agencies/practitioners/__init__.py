"""Practitioners (从业人员) of agencies, by their professional registration."""
