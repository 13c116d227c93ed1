"""Offices of agencies (办公地点): where they are, so that the nearest one is found."""
