"""What pages join of several rooms: all about an agency, a need and what became of it."""
