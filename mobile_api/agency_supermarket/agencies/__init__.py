"""Agencies (中介机构): their application, what they offer, how they stand."""
