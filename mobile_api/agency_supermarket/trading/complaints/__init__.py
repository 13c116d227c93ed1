"""Complaints about bidding (招标投标投诉): received, taken up or refused, decided in time."""
